"""The two indexes over the passages, written and read together."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.article import Article, Passage
from corpus.embedding import Embedder
from corpus.lexical import Entry, Lexical
from corpus.passages import embedding_texts
from corpus.vectors import Vectors

Cut = tuple[Article, Sequence[Passage]]
"""An article with its passages."""


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
        texts = [
            text
            for article, cut in cuts
            for text in embedding_texts(article, cut, embedder.count, embedder.window)
        ]
        if texts:
            ids = [passage.id for _, cut in cuts for passage in cut]
            self.vectors.upsert(ids, embedder.embed(texts))
        self.update_facts(cuts)

    def update_facts(self, cuts: Sequence[Cut]) -> None:
        """Index anew what the lexical index knows of articles whose text has not changed."""
        if cuts:
            self.lexical.upsert(entry for article, cut in cuts for entry in _entries(article, cut))
            self.lexical.commit()

    def delete(self, ids: Sequence[str]) -> None:
        """Forget passages; unknown ids are no error."""
        if ids:
            self.vectors.delete(ids)
            self.lexical.delete(ids)
            self.lexical.commit()

    def reload(self) -> None:
        """See what other processes have written since the indexes were opened."""
        self.vectors.reload()
        self.lexical.reload()

    def close(self) -> None:
        """Release files and memory."""
        self.vectors.close()
        self.lexical.close()


def _entries(article: Article, passages: Sequence[Passage]) -> Iterator[Entry]:
    published = None if article.published is None else int(article.published.timestamp())
    for passage in passages:
        yield Entry(passage.id, article.title, passage.text, published, article.outlet_names)
