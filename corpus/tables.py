"""The tables of the catalog, and how articles and filters become rows and clauses."""

import json
import sqlite3
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from corpus.article import Article, Span, outlet_name
from corpus.filter import Filter
from corpus.identity import canonical_url

SCHEMA = 3
"""Raised when the tables change; a catalog of a number without `UPGRADES` is not opened."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    canonical_url TEXT UNIQUE,
    version TEXT NOT NULL,
    lead INTEGER,       -- the article whose passages stand for its story; often itself
    retracted INTEGER NOT NULL,
    origin TEXT NOT NULL,
    url TEXT,
    source TEXT,
    authors TEXT NOT NULL,
    published TEXT,
    updated TEXT,
    section TEXT,
    language TEXT,
    outlet TEXT,        -- source in lower case, for filters
    host TEXT,          -- of the url, for filters
    published_at INTEGER -- seconds since 1970, UTC, for filters
);
CREATE INDEX articles_published_at ON articles (published_at);
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX articles_lead ON articles (lead);
CREATE INDEX articles_origin ON articles (origin);
CREATE INDEX articles_version ON articles (version);
CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    version TEXT NOT NULL,
    added TEXT NOT NULL,
    title TEXT NOT NULL,
    content BLOB NOT NULL, -- see `pack`
    PRIMARY KEY (article, version)
);
CREATE TABLE passages ( -- of the current version of each article that leads a story
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE TABLE bands ( -- of the articles that lead a story, to find those alike
    band BLOB NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (band, article)
) WITHOUT ROWID;
CREATE INDEX bands_article ON bands (article);
CREATE TABLE withdrawn ( -- ids and canonical addresses of what was retracted, known or not
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    by_hand INTEGER NOT NULL DEFAULT 1,
    version INTEGER, -- of the publisher's item that took it back
    created TEXT     -- when that was made
) WITHOUT ROWID;
CREATE TABLE pending ( -- passages that the indexes may hold although no article does
    passage TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE inputs ( -- those that were read to the end
    name TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    articles INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sightings ( -- what those inputs held then
    input TEXT NOT NULL REFERENCES inputs ON DELETE CASCADE,
    record TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (input, record)
) WITHOUT ROWID;
CREATE INDEX sightings_article ON sightings (article);
CREATE TABLE failures ( -- of the inputs when they were last read
    input TEXT NOT NULL,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX failures_input ON failures (input);
CREATE TABLE fetches ( -- what servers said of the pages they sent
    url TEXT PRIMARY KEY,
    etag TEXT,
    modified TEXT
) WITHOUT ROWID;
CREATE TABLE sources ( -- what is read again at every refresh
    address TEXT PRIMARY KEY,
    added TEXT NOT NULL,
    most INTEGER
);
"""

UPGRADES = {
    # Who retracted was not remembered: it counts as done by hand, which no ingest undoes.
    2: """
ALTER TABLE withdrawn ADD COLUMN by_hand INTEGER NOT NULL DEFAULT 1;
ALTER TABLE withdrawn ADD COLUMN version INTEGER;
ALTER TABLE withdrawn ADD COLUMN created TEXT;
""",
}
"""What makes the tables of an earlier number those of the next."""

ARTICLE = """SELECT a.id, v.title, v.content, a.origin, a.url, a.source, a.authors, a.published,
    a.updated, a.section, a.language, a.retracted
    FROM articles a JOIN versions v ON v.article = a.number"""


def pack(article: Article) -> bytes:
    """What a version keeps of its text: body, headings, captions, and what was cut around it."""
    content: dict[str, object] = {"body": article.body}
    parts = {"headings": article.headings, "captions": article.captions, "cut": article.cut}
    content.update({name: value for name, value in parts.items() if value})
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode())


def put_article(db: sqlite3.Connection, article: Article) -> int:
    """Insert or update the row of an article; returns its number."""
    values = {
        "id": article.id,
        "canonical_url": canonical_url(article.url) if article.url else None,
        "version": article.version,
        "retracted": article.retracted,
        "origin": article.origin,
        "url": article.url,
        "source": article.source,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "published": article.published and article.published.isoformat(),
        "updated": article.updated and article.updated.isoformat(),
        "section": article.section,
        "language": article.language,
        "outlet": outlet_name(article.source or "") or None,
        "host": article.host or None,
        "published_at": article.published and int(article.published.timestamp()),
    }
    columns = ", ".join(values)
    changes = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
    row = db.execute(
        f"INSERT INTO articles ({columns}) VALUES ({', '.join('?' * len(values))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes} RETURNING number",
        list(values.values()),
    ).fetchone()
    return int(row[0])


def article_of(row: tuple[Any, ...]) -> Article:
    """The article in a row of `ARTICLE`."""
    published, updated = (time and datetime.fromisoformat(time) for time in row[7:9])
    content = json.loads(zlib.decompress(row[2]))
    return Article(
        id=row[0],
        title=row[1],
        body=content["body"],
        origin=row[3],
        url=row[4],
        source=row[5],
        authors=tuple(json.loads(row[6])),
        published=published,
        updated=updated,
        section=row[9],
        language=row[10],
        retracted=bool(row[11]),
        headings=tuple(Span(*span) for span in content.get("headings", ())),
        captions=tuple(content.get("captions", ())),
        cut=tuple(content.get("cut", ())),
    )


def put_version(db: sqlite3.Connection, number: int, article: Article, now: str) -> None:
    """Insert a version of the article with that number; of a known one, what may have changed."""
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET content = excluded.content",
        [number, article.version, now, article.title, pack(article)],
    )


def where(chosen: Filter) -> tuple[str, list[Any]]:
    """The filter as an SQL condition on articles `m`, with its values."""
    clauses: list[str] = ["1"]
    values: list[Any] = []
    if chosen.since is not None:
        clauses.append("m.published_at >= ?")
        values.append(chosen.since_seconds)
    if chosen.until is not None:
        clauses.append("m.published_at <= ?")
        values.append(chosen.until_seconds)
    if chosen.sources:
        marks = marks_for(chosen.outlets)
        clauses.append(f"(m.outlet IN ({marks}) OR m.host IN ({marks}))")
        values.extend(chosen.outlets * 2)
    if chosen.authors:
        marks = marks_for(chosen.authors)
        clauses.append(
            f"EXISTS (SELECT 1 FROM json_each(m.authors) WHERE value COLLATE NOCASE IN ({marks}))"
        )
        values.extend(chosen.authors)
    if chosen.sections:
        clauses.append(f"m.section COLLATE NOCASE IN ({marks_for(chosen.sections)})")
        values.extend(chosen.sections)
    return " AND ".join(clauses), values


def marks_for(values: Sequence[object]) -> str:
    """A question mark for each value, as SQL wants them."""
    return ",".join("?" * len(values))
