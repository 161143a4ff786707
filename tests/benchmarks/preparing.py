"""Chooses the articles that both sides get, and has the model compiled beforehand."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus import Article
from corpus.embedding import DEFAULT_MODEL, load_embedder
from corpus.identity import canonical_url
from ingest.files import discover
from ingest.readers import read


def readable(paths: Sequence[Path]) -> Iterator[Article]:
    """The articles of files and folders in order, each address, id and text only once.

    One without a headline is left out: Dateline reads a file with a complaint anew each time,
    which is not what ingesting the same file again is meant to measure.
    """
    seen: set[str] = set()
    for path in discover(paths):
        if not isinstance(path, Path):
            continue
        for item in read(path):
            if isinstance(item, Article) and item.title:
                names = {item.id, item.version, canonical_url(item.url or "") or item.id}
                if seen.isdisjoint(names):
                    yield item
                seen |= names


def prepare(folder: Path, limit: int, paths: Sequence[Path]) -> None:
    """Write the first `limit` articles to `articles.jsonl`, and to `articles.json` how many."""
    articles = [article for article, _ in zip(readable(paths), range(limit), strict=False)]
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article.to_dict(), ensure_ascii=False) + "\n")
    text = sum(len(article.title.encode()) + len(article.body.encode()) for article in articles)
    facts = {"articles": len(articles), "bytes": text}
    (folder / "articles.json").write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), int(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
    load_embedder(DEFAULT_MODEL)
