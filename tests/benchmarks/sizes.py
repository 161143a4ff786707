"""Corpora of given sizes, made of one corpus without embedding anything.

Smaller ones hold a part of its articles. A larger one holds all of them, and more that are made of
their sentences, dealt out anew among a few articles; their embeddings are those of the passages
that stood there, each moved a little. What is made is kept in a folder for the next run.
"""

import random
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus import Article
from corpus.article import Passage, digest
from corpus.catalog import Catalog, Placed
from corpus.indexes import Cut, Indexes

from .archive import Archive, say

NOISE = 0.02
"""The standard deviation of what is added to each number of an embedding, of about 0.05."""

_BATCH = 400
_TOGETHER = 8
"""So many articles have their sentences mixed."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_DONE = "complete"

Matrix = NDArray[np.float32]
_T = TypeVar("_T")


def corpus_of(passages: int, archive: Archive, home: Path, cache: Path) -> Path:
    """The folder of a corpus of about so many passages, whatever the size of the archive.

    `home` is the folder of the archive's corpus, and `cache` where the others are kept.
    """
    target = cache / f"{passages}-of-{len(archive.passages)}-{archive.catalog.generation()}"
    if (target / _DONE).exists():
        return target
    say(f"making a corpus of {passages:,} passages")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    if passages < len(archive.passages):
        _write_part(archive, passages, target)
    else:
        shutil.copytree(home, target, dirs_exist_ok=True)
        _write_more(archive, passages - len(archive.passages), target)
    (target / _DONE).touch()
    return target


def _write_part(archive: Archive, passages: int, target: Path) -> None:
    """Stories of the archive, drawn at random, until there are so many passages."""
    stories = [one for one in archive.articles if archive.leads[one.id] == one.id]
    random.Random(1).shuffle(stories)  # noqa: S311
    with _stores(target, archive) as (catalog, indexes):
        for batch in _batches(stories, _BATCH):
            cuts = []
            for lead in batch:
                own = archive.catalog.places.passages_of(lead)
                if own and len(own) <= passages:
                    cuts.append(Cut(lead, own, archive.catalog.places.story(lead.id)))
                    passages -= len(own)
            if not cuts:
                return
            ids = [one.id for cut in cuts for one in cut.passages]
            found = archive.indexes.vectors.embeddings(ids)
            _write(catalog, indexes, cuts, np.stack([found[one] for one in ids]))


def _write_more(archive: Archive, passages: int, target: Path) -> None:
    """Articles of the archive again, their sentences shuffled, until there are so many passages."""
    noise = np.random.default_rng(1)
    with _stores(target, archive) as (catalog, indexes):
        for batch in _batches(_shuffled(archive, passages), _BATCH):
            ids = dict.fromkeys(one.id for _, old in batch for one in old)
            found = archive.indexes.vectors.embeddings(list(ids))
            rows = np.stack([found[one.id] for _, old in batch for one in old])
            rows += noise.normal(0, NOISE, rows.shape).astype(np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            _write(catalog, indexes, [cut for cut, _ in batch], rows)


def _shuffled(archive: Archive, passages: int) -> Iterator[tuple[Cut, Sequence[Passage]]]:
    """New articles, each with the passages whose places and embeddings its own are to take."""
    leads = [one for one in archive.articles if archive.leads[one.id] == one.id]
    chance = random.Random(1)  # noqa: S311
    for turn in count(1):
        for group in _batches(chance.sample(leads, len(leads)), _TOGETHER):
            old = [archive.catalog.places.passages_of(one) for one in group]
            dealt = _dealt([[one.text for one in own] for own in old], chance)
            for article, own, texts in zip(group, old, dealt, strict=True):
                if not own:
                    continue
                yield _article(article, texts, turn, chance), own
                passages -= len(own)
                if passages <= 0:
                    return


def _dealt(articles: Sequence[Sequence[str]], chance: random.Random) -> list[list[str]]:
    """The sentences of all passages in another order, each passage about as long as before."""
    sentences = [one for own in articles for text in own for one in _SENTENCE.split(text)]
    chance.shuffle(sentences)
    left = iter(sentences)
    dealt = []
    for own in articles:
        texts = []
        for text in own:
            taken = [next(left, text)]
            while sum(map(len, taken)) + len(taken) < len(text):
                taken.append(next(left, text))
            texts.append(" ".join(taken))
        dealt.append(texts)
    return dealt


def _article(like: Article, texts: Sequence[str], turn: int, chance: random.Random) -> Cut:
    """An article of these passages, published by the same outlet some days off."""
    body = "\n\n".join(texts)
    moved = timedelta(days=chance.randint(-30, 30))
    article = replace(
        like,
        id=digest(like.id, str(turn)),
        body=body,
        url=f"https://{like.host or 'localhost'}/again/{turn}/{like.id}",
        published=like.published and like.published + moved,
        headings=(),
        captions=(),
        retracted=False,
    )
    passages, start = [], 0
    for number, text in enumerate(texts):
        end = start + len(text)
        passages.append(Passage(article.id, article.version, number, start, end, text))
        start = end + 2
    return Cut(article, passages, [article])


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


@contextmanager
def _stores(target: Path, archive: Archive) -> Iterator[tuple[Catalog, Indexes]]:
    """The stores in a folder, with what the archive's say of themselves."""
    with closing(Catalog(target / "catalog.sqlite")) as catalog:
        catalog.set_meta(**archive.catalog.meta())
        with closing(Indexes(target / archive.catalog.meta()["indexes"])) as indexes:
            yield catalog, indexes
        catalog.settle()


def _write(catalog: Catalog, indexes: Indexes, cuts: Sequence[Cut], embeddings: Matrix) -> None:
    ids = [one.id for cut in cuts for one in cut.passages]
    indexes.vectors.upsert(ids, embeddings)
    indexes.update_facts(cuts)
    catalog.put(list(_placed(cuts)))


def _placed(cuts: Iterable[Cut]) -> Iterator[Placed]:
    for cut in cuts:
        for article in cut.copies:
            passages = cut.passages if article.id == cut.article.id else ()
            yield Placed(article, passages, cut.article.id, ())
