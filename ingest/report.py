"""What a run of the ingestion did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from corpus.article import Revision

_NAMED = 3
_MAX_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be read: a whole input, or one part of an article.

    `where` is the path (with line or item) or address; `reason` says what was wrong, what
    became of it, and what to do.
    """

    where: str
    reason: str


class Withdrawal(NamedTuple):
    """What a publisher says of an article that it takes back: its names, and when it does."""

    where: str
    names: Sequence[str]
    revision: Revision = Revision()


@dataclass(frozen=True, slots=True)
class Report:
    """Counts of articles, and everything that could not be read.

    `notes` are sentences about what is in but worth knowing. A `planned` report tells what a
    run would do; an `interrupted` one, what it had done when it was stopped.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: int = 0
    failed: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    planned: bool = False
    interrupted: bool = False

    def __add__(self, other: "Report") -> "Report":
        """What two runs did together, one after the other."""
        return Report(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.retracted + other.retracted,
            self.failed + other.failed,
            self.notes + other.notes,
            self.seconds + other.seconds,
            self.planned or other.planned,
            self.interrupted or other.interrupted,
        )

    @property
    def articles(self) -> int:
        """How many articles were read."""
        return self.new + self.changed + self.unchanged

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "retracted": self.retracted,
            "failed": [{"where": f.where, "reason": f.reason} for f in self.failed],
            "notes": list(self.notes),
            "seconds": round(self.seconds, 3),
            "planned": self.planned,
            "interrupted": self.interrupted,
        }


def reused_note(addresses: Sequence[str]) -> str:
    """The sentence about addresses that hold another text than before."""
    some = "1 address holds" if len(addresses) == 1 else f"{len(addresses):,} addresses hold"
    return (
        f"{some} another article than before ({_named(addresses)}): "
        "'dateline show ID --versions' shows what was there"
    )


def given_back_note(articles: Sequence[str]) -> str:
    """The sentence about articles whose publisher, which had withdrawn them, has them back."""
    some = "1 article answers" if len(articles) == 1 else f"{len(articles):,} articles answer"
    return f"{some} again, published anew by whoever had withdrawn it: {_named(articles)}"


def held_note(articles: Sequence[str]) -> str:
    """The sentence about articles that are published anew, but retracted by hand."""
    some = "1 article" if len(articles) == 1 else f"{len(articles):,} articles"
    return (
        f"{some} retracted by hand and published anew ({_named(articles)}) "
        f"{'stays' if len(articles) == 1 else 'stay'} retracted: "
        "'dateline retract ID --undo' lets an article answer again"
    )


def languages_note(articles: int, languages: Sequence[str]) -> str:
    """The sentence about articles in languages that the embedding model does not know."""
    some = "1 article is" if articles == 1 else f"{articles:,} articles are"
    return (
        f"{some} in languages that the embedding model of this corpus does not know "
        f"({', '.join(languages)}): questions may miss them. "
        "'dateline rebuild --model FOLDER' embeds all with a multilingual model"
    )


def _named(what: Sequence[str]) -> str:
    shown = [one if len(one) <= _MAX_SHOWN else f"{one[:_MAX_SHOWN]}..." for one in what[:_NAMED]]
    return ", ".join(shown) + (" and others" if len(what) > _NAMED else "")
