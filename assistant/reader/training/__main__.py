"""Train the reader: from a folder of data to weights, their figures, and how long it took.

    make reader DATA=... OUT=...

or, of a corpus of all the articles in `realtimeqa/`,

    python -m assistant.reader.training DATA CORPUS OUT [--seed N] [--epochs N] [--made N]
                                        [--without-unlicensed] [--without-news]

DATA holds `reading-comprehension/` and `realtimeqa/`, as MODEL_CARD.md tells. What is done stays in
OUT, and the same command goes on where it was stopped.
"""

import json
import lzma
import random
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from hashlib import sha256
from inspect import getsource
from pathlib import Path

from assistant import Assistant
from assistant.reader.reader import Reader, load_tokenizer
from assistant.reader.training import headlines, news
from assistant.reader.training.altered import altered
from assistant.reader.training.examples import REPORTED, Example, comprehension, refusals, squad
from assistant.reader.training.measuring import calibration, read_all, roc_area, spans_score
from assistant.reader.training.shrinking import settle, shrink
from assistant.reader.training.training import Reading, Settings, lessons, train
from assistant.reader.windows import Windows
from corpus import Span

_ALTERED = 0.4
"""For how many answered questions one is learnt that their text does not answer."""


def main() -> int:
    """Do all steps that are not done."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    examples = _examples(options)
    learnt = lessons(examples, Windows(load_tokenizer()))
    print(f"{len(examples):,} examples, {len(learnt):,} windows", flush=True)
    model = train(learnt, Settings(epochs=options.epochs, seed=options.seed), options.out)
    _finish(model, options)
    return 0


def _finish(model: Reading, options: Namespace) -> None:
    """Write the weights, calibrate them, and print what they are worth whole and shrunk."""
    folder = options.data / "reading-comprehension"
    reported = [one for _, ones in squad(folder / REPORTED) for one in ones]
    refused = refusals(folder)
    with Assistant.open(options.corpus, reader=False) as assistant:
        kept = [one for one in _quizzes(options, "dev") if one.kept]
        found = list(news.searched(assistant, kept))
    figures = {}
    for name, int8 in (("whole", False), ("weights", True)):
        weights = options.out / name
        shrink(model, weights, (1.0, 0.0), int8=int8)
        reader = Reader(weights)
        readings = read_all(reader, found)
        settle(weights, calibration(found, readings))
        figures[name] = {
            "bytes": sum(file.stat().st_size for file in weights.iterdir()),
            "XQuAD-en": spans_score(reported, read_all(reader, reported))._asdict(),
            "SQuAD 2.0 kept out, ROC area": roc_area(refused, read_all(reader, refused)),
            "news kept out": spans_score(
                *zip(
                    *(pair for pair in zip(found, readings, strict=True) if pair[0].answer),
                    strict=True,
                )
            )._asdict(),
            "news kept out, ROC area": roc_area(found, readings),
        }
    text = json.dumps(figures, indent=2)
    (options.out / "figures.json").write_text(text + "\n", encoding="utf-8")
    print(text)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m assistant.reader.training", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("corpus", type=Path, metavar="CORPUS")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--seed", type=int, default=Settings().seed)
    parser.add_argument("--epochs", type=float, default=Settings().epochs)
    parser.add_argument("--made", type=int, default=10_000, help="questions made of headlines")
    parser.add_argument("--without-unlicensed", action="store_true")
    parser.add_argument("--without-news", action="store_true")
    return parser.parse_args()


def _examples(options: Namespace) -> list[Example]:
    """All examples; those about news take a while, and are kept."""
    found = comprehension(
        options.data / "reading-comprehension",
        unlicensed=not options.without_unlicensed,
        seed=options.seed,
    )
    _say("reading comprehension", found)
    if not options.without_news:
        made_by = (options.seed, options.made, str(options.corpus.resolve()))
        digest = sha256(repr(made_by).encode())
        for module in (news, headlines):
            digest.update(getsource(module).encode())
        kept = options.out / f"news-{digest.hexdigest()[:12]}.jsonl.xz"
        if not kept.exists():
            _keep(list(_of_news(options)), kept)
        about_news = _kept(kept)
        _say("about news", about_news)
        found += about_news
    draw = random.Random(options.seed)  # noqa: S311 - nothing secret
    exchanged = list(altered(found, _ALTERED, draw))
    _say("copies with something exchanged", exchanged)
    return found + exchanged


def _say(name: str, examples: Sequence[Example]) -> None:
    answered = sum(one.answer is not None for one in examples)
    print(f"{name}: {len(examples):,} examples, {answered:,} with an answer", flush=True)


def _of_news(options: Namespace) -> Iterator[Example]:
    dev = _quizzes(options, "dev")
    measured = [one for one in dev if one.kept] + _quizzes(options, "test")
    without = frozenset(url for one in measured for url in one.urls)
    others = news.learnt((one for one in dev if not one.kept), measured)
    with Assistant.open(options.corpus, reader=False) as assistant:
        yield from news.asked(assistant, others, without, options.seed)
        yield from headlines.made(assistant, options.made, without, options.seed)


def _quizzes(options: Namespace, part: str) -> list[news.Quiz]:
    urls: dict[str, str] = {}
    for file in _articles(options):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            urls.update((one["id"], one["url"]) for one in map(json.loads, lines))
    return news.quizzes(options.data / "realtimeqa" / f"questions-{part}.jsonl", urls)


def _articles(options: Namespace) -> list[Path]:
    return sorted((options.data / "realtimeqa").glob("articles-*.jsonl.xz"))


def _keep(examples: list[Example], file: Path) -> None:
    new = file.with_suffix(".new")
    with lzma.open(new, "wt", encoding="utf-8", preset=1) as lines:
        lines.writelines(json.dumps(asdict(one)) + "\n" for one in examples)
    new.replace(file)


def _kept(file: Path) -> list[Example]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [
        Example(
            one["question"],
            one["text"],
            one["answer"] and Span(*one["answer"]),
            tuple(one["answers"]),
            one["headline"],
        )
        for one in records
    ]


if __name__ == "__main__":
    sys.exit(main())
