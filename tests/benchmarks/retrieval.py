"""How often a search finds the right article, beside llama-index and BM25 alone: prints one table.

    python -m tests.benchmarks.retrieval [--questions dev|test] [--corpus DIR] [--cache DIR]
                                         [--limit N]

needs the development data (20,347 articles and the questions of a news quiz; DATELINE_DATA names
its folder, else it is looked for beside the project). Without it, it says so and ends. `--corpus`
is a corpus that holds all of these articles; without one they are ingested into the cache. The
first run embeds the archive once more, in the passages of llama-index's defaults.

A question counts where it is known which articles answer it. A search's passages are taken
together by article, in their order, and articles that carry one text by their story; the rank of
an article is that of the first that is right among ten. An answer is looked for in the text of the
first passages, without headlines.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant import Assistant

from .archive import (
    KINDS,
    Archive,
    Question,
    add_options,
    addresses,
    corpus_folder,
    missing_data,
    questions,
    say,
)
from .columns import aligned
from .scores import DEPTHS, HEADINGS, Found, Scored, answered, cells, rank, stories

Search = Callable[[Question], Sequence[Found]]

_WARM_UP = 5
_AT_FIRST, _AT_MOST = 30, 400
"""Passages that are asked of Dateline, and again where these are of too few articles."""

_NOTES = """
All search the same articles with the same weights of the same model, through Dateline's embedder.
Of the 1,024 tokens of llama-index's default passages the model reads the first 256 word pieces;
headlines are embedded with every passage. "At our length" and BM25 have Dateline's passages, BM25
with the headline weighted half, as in its lexical index; their dense retrieval is an exact scan
with numpy behind llama-index's interface. Fusion is llama-index's own QueryFusionRetriever over
these two. The weak ones were chosen near the question's date, so that whatever prefers articles of
that time gains more on them than it is worth: the last row of that block says little."""


def main() -> int:
    """Print the table; 0, also when there is no data to measure with."""
    options = _options()
    lack = missing_data()
    if lack is not None:
        print(lack)
        return 0
    folder = corpus_folder(options.corpus, options.cache)
    asked = questions(options.questions, options.limit)
    with closing(Archive(folder)) as archive, Assistant.open(folder, reader=False) as assistant:
        print(_heading(options.questions, archive))
        print(_table(archive, assistant, asked, options.cache))
        seconds = _latency(assistant, asked)
    print(_NOTES)
    print(f"\nDateline, recency=False, ten hits: p50 {seconds * 1e3:.1f} ms")
    return 0


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.benchmarks.retrieval", description=__doc__)
    parser.add_argument("--questions", choices=("dev", "test"), default="dev")
    parser.add_argument("--limit", type=int, help="only so many questions")
    add_options(parser)
    return parser.parse_args()


def _heading(split: str, archive: Archive) -> str:
    return (
        f"Retrieval: questions-{split}, {len(archive.articles):,} articles, "
        f"{len(archive.passages):,} passages; {datetime.now(UTC):%Y-%m-%d}\n"
    )


def _table(archive: Archive, assistant: Assistant, asked: Sequence[Question], folder: Path) -> str:
    address = addresses(
        {one for question in asked for kind in KINDS for one in question.right[kind]}
    )
    right = {
        kind: [archive.stories([address[one] for one in q.right[kind]]) for q in asked]
        for kind in KINDS
    }
    blocks: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    for name, search in _searches(archive, assistant, folder).items():
        say(f"searching: {name}")
        found = [search(question) for question in asked]
        answers = [
            answered(hits, question.answers, assistant.corpus.embedder.count)
            for hits, question in zip(found, asked, strict=True)
        ]
        for kind, rows in blocks.items():
            scored = [
                Scored(rank(hits, gold), answer)
                for question, hits, answer, gold in zip(
                    asked, found, answers, right[kind], strict=True
                )
                if question.right[kind]
            ]
            rows.append([name, *cells(scored)])
    lines: list[Sequence[str]] = [["", *HEADINGS]]
    for kind, rows in blocks.items():
        number = sum(bool(question.right[kind]) for question in asked)
        lines.extend([[f"{kind}: {number} questions"], *rows])
    return aligned(lines)


def _searches(archive: Archive, assistant: Assistant, folder: Path) -> dict[str, Search]:
    from .peers import Dense, Matrix, Words, default_nodes, fused, passage_nodes

    embedder = assistant.corpus.embedder

    @cache
    def embed(text: str) -> Matrix:
        found: Matrix = embedder.embed([text], query=True)[0]
        return found

    ours = passage_nodes(archive, folder)
    dense, words = Dense(ours, embed), Words(ours, archive)
    retrievers = {
        "llama-index, defaults": Dense(default_nodes(archive, embedder, folder), embed),
        "llama-index, dense at our length": dense,
        "BM25 alone": words,
        "llama-index, QueryFusionRetriever": fused([dense, words]),
    }

    def peer(name: str) -> Search:
        return lambda question: [
            Found(str(one.metadata["story"]), one.text)
            for one in retrievers[name].retrieve(question.text)
        ]

    def dateline(question: Question, *, recency: bool) -> Sequence[Found]:
        as_of = question.date if recency else None
        query = assistant.understand(question.text, as_of=as_of, recency=recency)
        count = _AT_FIRST
        while True:
            hits = assistant.search(query, k=count)
            found = [Found(archive.leads[one.article.id], one.passage.text) for one in hits]
            if len(stories(found)) >= DEPTHS[-1] or count >= _AT_MOST:
                return found
            count *= 2

    return {
        **{name: peer(name) for name in retrievers},
        "Dateline, recency=False": lambda question: dateline(question, recency=False),
        "Dateline, as_of the question's date": lambda question: dateline(question, recency=True),
    }


def _latency(assistant: Assistant, asked: Sequence[Question]) -> float:
    """The median seconds of a search, understanding included, when the first are over."""
    say("timing")
    seconds = []
    for question in (*asked[:_WARM_UP], *asked):
        started = perf_counter()
        assistant.search(question.text, recency=False)
        seconds.append(perf_counter() - started)
    return median(seconds[_WARM_UP:])


if __name__ == "__main__":
    sys.exit(main())
