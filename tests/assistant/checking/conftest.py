"""A checker, and hits to check against."""

from collections.abc import Callable, Iterator

import pytest

from assistant.checking import Checker
from corpus import Article, Corpus, Hit, Passage


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checker]:
    """A checker; of its corpus it needs the embedding model and the stems, no articles."""
    with Corpus.open(tmp_path_factory.mktemp("checking") / "corpus", create=True) as corpus:
        yield Checker(corpus)


@pytest.fixture(scope="session")
def hit() -> Callable[[Article], Hit]:
    """A function that makes a hit of an article, the passage of which is all of it."""

    def make(article: Article) -> Hit:
        passage = Passage(article.id, article.version, 0, 0, len(article.body), article.body)
        return Hit(article, passage, 1.0, 1, 1, 0.5)

    return make
