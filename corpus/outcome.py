"""What it comes to that an article is read, compared with what is stored of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpus.article import Article, Revision, digest
from corpus.batch import Change
from corpus.catalog import is_gone
from corpus.changes import nothing_in_common
from corpus.identity import canonical_url
from corpus.languages import language_of
from corpus.withdrawals import Verdict, Withdrawn, verdict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What adding an article came to, and the id under which the corpus knows it.

    `reused` says that its address held an article before whose text has nothing in common;
    `language` is that of a new text, if it can be told; `withdrawal` says what became of one.
    """

    article_id: str
    change: Literal["new", "changed", "unchanged"]
    reused: bool = False
    language: str | None = None
    withdrawal: Verdict | None = None


def record_of(article: Article) -> str:
    """A digest of everything an input said about an article, to know it by when read again."""
    return digest(repr(replace(article, origin="")))


def names_of(article: Article, known: Article | None) -> set[str]:
    """Everything that tells an article from others: its ids and canonical address."""
    url = canonical_url(article.url) if article.url else None
    return {article.id, url or article.id, known.id if known else article.id}


def merge(article: Article, known: Article | None) -> Article:
    """The article with what only its stored form knows; an unknown never replaces a known.

    Where the address was used again for another text, nothing else of the former is kept.
    """
    if known is None:
        return article
    if nothing_in_common(known.body, article.body):
        return replace(article, retracted=article.retracted or known.retracted)
    article = replace(article, title=article.title or known.title)
    facts = ("url", "source", "authors", "published", "updated", "section", "language")
    kept = {name: getattr(article, name) or getattr(known, name) for name in facts}
    kept["retracted"] = article.retracted or known.retracted
    if article.version == known.version:
        kept["origin"] = known.origin
        if article.language and article.language != known.language:
            kept["language"] = language_of(article.body, article.language)
        kept["headings"] = known.headings
        kept["captions"] = article.captions or known.captions
    return replace(article, **kept)


def judged(
    article: Article, known: Article | None, free_id: str, withdrawn: Sequence[Withdrawn]
) -> tuple[Change | None, Outcome]:
    """What is to be written of an article that was read, if anything, and what it comes to.

    A new article gets the free id. `withdrawn` is what is remembered under its names.
    """
    merged = merge(replace(article, id=known.id if known else free_id), known)
    if known and article.id == digest(article.origin) and is_gone(known.origin):
        merged = replace(merged, origin=article.origin)
    decided = verdict(withdrawn, article.revision)
    if decided == "lifted":
        merged = replace(merged, retracted=False)
    elif known is None and withdrawn:
        merged = replace(merged, retracted=True)
    outcome = replace(outcome_of(merged, known), withdrawal=decided)
    if outcome.change == "unchanged":
        return None, outcome
    change = Change.of(merged, known)
    if change.anew:
        language = language_of(merged.body, merged.language)
        change = replace(change, article=replace(merged, language=language))
        outcome = replace(outcome, language=language)
    return change, outcome


def all_names(article: Article, known: Article | None) -> set[str]:
    """Every name that a withdrawal of an article may have been remembered by."""
    return names_of(article, known) | (names_of(known, None) if known else set())


def lifts(withdrawn: Sequence[Withdrawn], article: Article) -> bool:
    """Whether an article comes of an item with which its publisher gives it back."""
    return verdict(withdrawn, article.revision) == "lifted"


def is_later(article: Article, by: Revision | None) -> bool:
    """Whether the stored state of an article was made after the item that takes it back."""
    return bool(by and by.created and article.updated and article.updated > by.created)


def withdrawn_names(ids: Sequence[str], found: Sequence[Article], by: Revision | None) -> set[str]:
    """All names that are taken back with these; `found` are the articles that go by them."""
    later = {name for one in found if is_later(one, by) for name in names_of(one, None)}
    names = {*ids, *(canonical_url(one) or one for one in ids)}
    return (names | {name for one in found for name in names_of(one, None)}) - later


def outcome_of(merged: Article, known: Article | None) -> Outcome:
    """What it comes to that an article, as stored so far, becomes another."""
    if known is None:
        return Outcome(merged.id, "new")
    if merged == known:
        return Outcome(merged.id, "unchanged")
    return Outcome(merged.id, "changed", reused=nothing_in_common(known.body, merged.body))
