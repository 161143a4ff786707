"""What tests of whole files share."""

from pathlib import Path

from corpus import Article
from ingest.readers import read
from ingest.report import Failure


def write(folder: Path, name: str, data: str | bytes) -> Path:
    """A file of that name and content in a folder."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def split(path: Path) -> tuple[list[Article], list[Failure]]:
    """The articles of a file, and what could not be read of it."""
    results = list(read(path))
    articles = [item for item in results if isinstance(item, Article)]
    return articles, [item for item in results if isinstance(item, Failure)]


def only(path: Path) -> Article:
    """The article of a file that holds one, all of which can be read."""
    (article,), failures = split(path)
    assert failures == []
    return article
