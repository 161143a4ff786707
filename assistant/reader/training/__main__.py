"""Train the reader: from a folder of data to weights, their figures, and how long it took.

    python -m assistant.reader.training DATA OUT [--corpus DIR] [--seed N] [--epochs N]
                                        [--without-unlicensed] [--without-news]

DATA holds `reading-comprehension/` and `realtimeqa/`, as MODEL_CARD.md tells. What is done stays in
OUT, and the same command goes on where it was stopped.
"""

import json
import lzma
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tokenizers import Tokenizer

from assistant import Assistant
from assistant.reader.training import news
from assistant.reader.training.examples import Example, comprehension
from assistant.reader.training.training import Settings, lessons, train
from assistant.reader.windows import Windows
from corpus import Span
from corpus.embedding import DEFAULT_MODEL, model_folder


def main() -> int:
    """Do all steps that are not done."""
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    examples = _examples(options)
    tokenizer = Tokenizer.from_file(str((model_folder(DEFAULT_MODEL) or Path()) / "tokenizer.json"))
    learnt = lessons(examples, Windows(tokenizer))
    print(f"{len(examples):,} examples, {len(learnt):,} windows", flush=True)
    train(learnt, Settings(epochs=options.epochs, seed=options.seed), options.out)
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m assistant.reader.training", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--corpus", type=Path, help="a corpus of all articles of realtimeqa/")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--epochs", type=float, default=2.0)
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
    if options.without_news:
        return found
    kept = options.out / "news.jsonl.xz"
    if not kept.exists():
        _keep(list(_of_news(options)), kept)
    return found + _kept(kept)


def _of_news(options: Namespace) -> Iterator[Example]:
    data = options.data / "realtimeqa"
    urls: dict[str, str] = {}
    files = sorted(data.glob("articles-*.jsonl.xz"))
    for file in files:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            urls.update((one["id"], one["url"]) for one in map(json.loads, lines))
    folder = options.corpus
    if folder is None:
        from ingest import ingest

        folder = options.out / "corpus"
        ingest(files, corpus=folder)
    questions = news.quizzes(data / "questions-dev.jsonl", urls)
    with Assistant.open(folder) as assistant:
        learnt = [one for one in questions if not one.kept]
        yield from news.asked(assistant, learnt, options.seed)
        yield from news.made(assistant, options.made, options.seed)


def _keep(examples: list[Example], file: Path) -> None:
    with lzma.open(file, "wt", encoding="utf-8", preset=1) as lines:
        lines.writelines(json.dumps(asdict(one)) + "\n" for one in examples)


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
