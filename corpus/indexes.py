"""The two indexes over the passages, written and read together."""

import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from corpus.article import Article, Passage
from corpus.embedding import Embedder
from corpus.filter import fold
from corpus.lexical import Entry, Lexical
from corpus.passages import embedding_texts
from corpus.vectors import Vectors

_PART = 256
"""How many passages are embedded together, while the ones before them are written."""


class Cut(NamedTuple):
    """An article with its passages, and all the copies of its story, itself among them."""

    article: Article
    passages: Sequence[Passage]
    copies: Sequence[Article]


class Indexes:
    """Vectors and lexical index in one directory. They can be rebuilt from the catalog."""

    def __init__(self, directory: Path) -> None:
        """Open the indexes in `directory`, or make empty ones there."""
        self.directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self.vectors = Vectors(directory / "vectors")
        self.lexical = Lexical(directory / "lexical")

    def upsert(self, cuts: Sequence[Cut], embedder: Embedder) -> None:
        """Embed and index passages, replacing those of the same ids."""
        if not cuts:
            return
        texts = [
            text
            for cut in cuts
            for text in embedding_texts(cut.article, cut.passages, embedder.count, embedder.window)
        ]
        ids = [passage.id for cut in cuts for passage in cut.passages]
        parts = [slice(first, first + _PART) for first in range(0, len(texts), _PART)]
        # Two, so that one part is tokenised while the model reads the one before.
        with ThreadPoolExecutor(2) as embedding:
            waiting = deque(embedding.submit(embedder.embed, texts[part]) for part in parts)
            self._index_facts(cuts)  # while the first are being embedded
            for part in parts:
                self.vectors.upsert(ids[part], waiting.popleft().result())
        self.lexical.commit()

    def adopt(self, cuts: Sequence[Cut], embedder: Embedder, other: "Indexes") -> None:
        """Index passages with the embeddings that other indexes have of them, as far as they do."""
        found = other.vectors.embeddings([one.id for cut in cuts for one in cut.passages])
        known = [cut for cut in cuts if all(one.id in found for one in cut.passages)]
        ids = [one.id for cut in known for one in cut.passages]
        if ids:
            self.vectors.upsert(ids, np.stack([found[one] for one in ids]))
        self.update_facts(known)
        self.upsert([cut for cut in cuts if cut not in known], embedder)

    def update_facts(self, cuts: Sequence[Cut]) -> None:
        """Index anew what the lexical index knows of articles whose text has not changed."""
        if cuts:
            self._index_facts(cuts)
            self.lexical.commit()

    def _index_facts(self, cuts: Sequence[Cut]) -> None:
        self.lexical.upsert(entry for cut in cuts for entry in _entries(cut))

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; unknown ids are no error."""
        if ids:
            self.vectors.delete(ids)
            self.lexical.delete(ids)
            self.lexical.commit()

    def tidy(self) -> None:
        """Delete the indexes beside these: those before a rebuild, and half-made ones."""
        for folder in self.directory.parent.glob("indexes-*"):
            if folder != self.directory:
                shutil.rmtree(folder, ignore_errors=True)

    def reload(self) -> None:
        """See what other processes have written since the indexes were opened."""
        self.vectors.reload()
        self.lexical.reload()

    def close(self) -> None:
        """Release files and memory."""
        self.vectors.close()
        self.lexical.close()


def _entries(cut: Cut) -> Iterator[Entry]:
    times = {int(one.published.timestamp()) for one in cut.copies if one.published is not None}
    outlets = dict.fromkeys(name for one in cut.copies for name in one.outlet_names)
    authors = dict.fromkeys(fold(name) for one in cut.copies for name in one.authors)
    sections = dict.fromkeys(fold(one.section) for one in cut.copies if one.section)
    for passage in cut.passages:
        yield Entry(
            passage.id,
            cut.article.title,
            passage.text,
            tuple(sorted(times)),
            tuple(outlets),
            tuple(authors),
            tuple(sections),
        )
