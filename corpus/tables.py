"""The tables of the catalog, and how articles and filters become rows and clauses."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from corpus.article import Article, Span, outlet_name
from corpus.filter import Filter
from corpus.identity import canonical_url

SCHEMA = 1
"""Raised when the tables change; a catalog of another number is not opened."""

TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    canonical_url TEXT UNIQUE,
    version TEXT NOT NULL,
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
CREATE TABLE versions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    version TEXT NOT NULL,
    added TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    headings TEXT NOT NULL,
    PRIMARY KEY (article, version)
);
CREATE TABLE passages ( -- of the current version of each article
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (article, ordinal)
) WITHOUT ROWID;
CREATE TABLE pending ( -- passages that the indexes may hold although no article does
    passage TEXT PRIMARY KEY
) WITHOUT ROWID;
CREATE TABLE origins ( -- inputs that were read to the end
    origin TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    articles INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE sightings ( -- what those inputs held then
    origin TEXT NOT NULL REFERENCES origins ON DELETE CASCADE,
    record TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    PRIMARY KEY (origin, record)
) WITHOUT ROWID;
CREATE INDEX sightings_article ON sightings (article);
"""

ARTICLE = """SELECT a.id, v.title, v.body, a.origin, a.url, a.source, a.authors, a.published,
    a.updated, a.section, a.language, v.headings
    FROM articles a JOIN versions v ON v.article = a.number"""


def put_article(db: sqlite3.Connection, article: Article) -> int:
    """Insert or update the row of an article; returns its number."""
    values = {
        "id": article.id,
        "canonical_url": canonical_url(article.url) if article.url else None,
        "version": article.version,
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
    return Article(
        id=row[0],
        title=row[1],
        body=row[2],
        origin=row[3],
        url=row[4],
        source=row[5],
        authors=tuple(json.loads(row[6])),
        published=published,
        updated=updated,
        section=row[9],
        language=row[10],
        headings=tuple(Span(*span) for span in json.loads(row[11])),
    )


def where(chosen: Filter) -> tuple[str, list[Any]]:
    """The filter as an SQL condition on the articles `a`, with its values."""
    clauses: list[str] = ["1"]
    values: list[Any] = []
    if chosen.since is not None:
        clauses.append("a.published_at >= ?")
        values.append(chosen.since_seconds)
    if chosen.until is not None:
        clauses.append("a.published_at <= ?")
        values.append(chosen.until_seconds)
    if chosen.sources:
        marks = ",".join("?" * len(chosen.sources))
        clauses.append(f"(a.outlet IN ({marks}) OR a.host IN ({marks}))")
        values.extend(chosen.outlets * 2)
    return " AND ".join(clauses), values
