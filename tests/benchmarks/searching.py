"""How long the searches of one corpus take, stage by stage, beside other ways to search it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

import corpus.search
from assistant import Assistant
from corpus import Filter
from corpus.candidates import DEPTH
from corpus.filter import end_of, start_of
from corpus.lexical import Lexical
from corpus.places import Places
from corpus.vectors import Vectors

from .archive import Archive, Question, say
from .measuring import Stages
from .scans import COUNT, Matrix, Scan, Where, passages_of

WHOLE, CHROMA, SCAN = "Dateline", "Chroma, where", "numpy, exact scan"
STAGES = (
    "query embedding",
    "dense",
    "lexical",
    "weighing",
    "reading passages",
)
ANSWER = "an answer"
ROWS = (WHOLE, *(f"  {name}" for name in ("understanding", *STAGES)), ANSWER, CHROMA, SCAN)
"""What is timed, in the order of the table."""

FILTERS = ("no filter", "date range", "outlet")

_WARM_UP = 10
_BESIDE = 40
"""So many questions are asked of the others, which are slower with a filter."""

_RANGE = timedelta(days=90)
_OUTLETS = 3
_SAME = 1e-5
_WIDE = 3
"""The dense search looks at so many times the candidates that it needs."""

Times = dict[str, list[float]]
"""Seconds of each search, by the names of `ROWS`."""


class Speed(NamedTuple):
    """What was measured of one corpus.

    `recall` is the share of the nearest passages that `Vectors.query` finds when asked for just as
    many, `deep_recall` that among those which a search asks for.
    """

    passages: int
    articles: int
    times: dict[str, Times]
    recall: float
    deep_recall: float


def instrument(stages: Stages) -> None:
    """Replace what the stages are made of; embedders are as they come."""
    searching: Any = corpus.search
    stages.wrap(Vectors, "dense", "query", "embeddings")
    stages.wrap_class(Lexical, "lexical")
    stages.wrap(Places, "reading passages", "eligible", "passages")
    stages.wrap(searching, "weighing", "rank")


def measure(folder: Path, asked: Sequence[Question], stages: Stages) -> Speed:
    """Measure the corpus in a folder, which keeps there what the others need."""
    with closing(Archive(folder)) as archive:
        passages = passages_of(archive, folder)
        articles = len(archive.articles)
        vectors = archive.indexes.directory / "vectors"
    scan = Scan(passages)
    with (
        closing(Where(passages, vectors, folder / "where")) as where,
        Assistant.open(folder) as assistant,
    ):
        embedder = assistant.corpus.embedder
        embeddings = [embedder.embed([one.text], query=True)[0] for one in asked]
        stages.wrap(embedder, "query embedding", "embed")
        outlets = [name for name, _ in assistant.corpus.status().outlets if name][:_OUTLETS]
        times: dict[str, Times] = {}
        for name in FILTERS:
            say(f"{len(passages.ids):,} passages, {name}")
            chosen = [_filter(name, one, outlets, at) for at, one in enumerate(asked)]
            beside = list(zip(embeddings, chosen, strict=True))[:_BESIDE]
            times[name] = {
                **_ours(assistant, asked, chosen, stages),
                CHROMA: _timed(where.query, beside),
                SCAN: _timed(scan.query, beside),
            }
    with closing(Archive(folder)) as archive:
        recalls = [
            fmean(_recall(archive.indexes.vectors, scan, one, count) for one in embeddings)
            for count in (COUNT, _WIDE * DEPTH)
        ]
    return Speed(len(passages.ids), articles, times, *recalls)


def _filter(name: str, question: Question, outlets: Sequence[str], number: int) -> Filter:
    until = end_of(question.date)
    start = start_of(question.date)
    if name == "date range" and start is not None:
        return Filter(start - _RANGE, until)
    if name == "outlet":
        return Filter(sources=(outlets[number % len(outlets)],))
    return Filter()


def _ours(
    assistant: Assistant, asked: Sequence[Question], filters: Sequence[Filter], stages: Stages
) -> Times:
    times: defaultdict[str, list[float]] = defaultdict(list)
    for number, (question, chosen) in enumerate(zip(asked, filters, strict=True)):
        started = perf_counter()
        query = assistant.understand(
            question.text,
            since=chosen.since,
            until=chosen.until,
            sources=chosen.sources,
            as_of=question.date,
        )
        understood = perf_counter()
        stages.clear()
        assistant.search(query)
        done = perf_counter()
        spent = {name: stages.seconds[name] for name in STAGES}
        assistant.ask(query)
        answered = perf_counter()
        if number < _WARM_UP:
            continue
        times[WHOLE].append(done - started)
        times[ANSWER].append(understood - started + answered - done)
        times["  understanding"].append(understood - started)
        for name, seconds in spent.items():
            times[f"  {name}"].append(seconds)
    return times


def _timed(
    search: Callable[[Matrix, Filter], object], asked: Sequence[tuple[Matrix, Filter]]
) -> list[float]:
    seconds = []
    for embedding, chosen in (*asked[:2], *asked):
        started = perf_counter()
        search(embedding, chosen)
        seconds.append(perf_counter() - started)
    return seconds[2:]


def _recall(vectors: Vectors, scan: Scan, embedding: Matrix, count: int) -> float:
    """The share of the nearest passages that is found; one that is as near is as good."""
    nearest = scan.query(embedding, Filter())
    found = np.array(list(vectors.query(embedding, count).values())[:COUNT])
    return float((found >= nearest[-1] - _SAME).sum() / len(nearest))
