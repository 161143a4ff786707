"""A corpus of the sample articles, made once for all tests of the assistant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from ingest import ingest, sample_articles


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The directory of a corpus that holds the sample articles."""
    directory = tmp_path_factory.mktemp("samples") / "corpus"
    report = ingest(sample_articles() / "samples", corpus=directory)
    assert report.failed == ()
    return directory


@pytest.fixture(scope="session")
def assistant(samples: Path) -> Iterator[Assistant]:
    """An assistant for that corpus."""
    with Assistant.open(samples) as opened:
        yield opened
