"""What was taken back, by whom, and what gives it back again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from corpus.article import Revision
from corpus.database import Database


class Withdrawn(NamedTuple):
    """An id or canonical address whose article was taken back, known or not.

    `revision` is that of the publisher's item that did so; of a retraction `by_hand` nothing is
    known but when it was made.
    """

    name: str
    at: datetime
    by_hand: bool
    revision: Revision = Revision()


Verdict = Literal["lifted", "held"]


def verdict(withdrawn: Sequence[Withdrawn], revision: Revision | None) -> Verdict | None:
    """What a publisher's item, which may be used, does to the withdrawals of its article.

    It lifts its publisher's own when it is certainly newer. One made by hand is held against it,
    which is worth a word when the item may be newer. None: nothing is to be done or said.
    """
    if revision is None or not withdrawn:
        return None
    hands = [one.at for one in withdrawn if one.by_hand]
    if hands:
        older = revision.created is not None and revision.created <= max(hands)
        return None if older else "held"
    return "lifted" if all(revision.is_after(one.revision) for one in withdrawn) else None


def taken_back(
    names: Iterable[str], known: Iterable[Withdrawn], by: Revision | None
) -> list[Withdrawn]:
    """The withdrawals of these names after another one, `by` a publisher's item or by hand.

    What was made by hand stays so, and the newest item counts.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    before = {one.name: one for one in known}
    found = []
    for name in names:
        one = before.get(name, Withdrawn(name, now, by_hand=by is None))
        if by is None:
            one = one._replace(by_hand=True, at=now)
        elif one.revision == Revision() or by.is_after(one.revision):
            one = one._replace(revision=by)
        found.append(one)
    return found


class Withdrawals:
    """The table of what was taken back."""

    def __init__(self, database: Database) -> None:
        """Use the tables of an opened database."""
        self._database = database

    def of(self, names: Iterable[str]) -> list[Withdrawn]:
        """Those of an article that goes by these ids and canonical addresses."""
        query = "SELECT name, at, by_hand, version, created FROM withdrawn WHERE name = ?"
        rows = [row for name in names for row in self._database.rows(query, [name])]
        return [
            Withdrawn(name, datetime.fromisoformat(at), bool(by_hand), _revision(version, created))
            for name, at, by_hand, version, created in rows
        ]

    def put(self, withdrawn: Iterable[Withdrawn]) -> None:
        """Remember these, each instead of what was remembered of its name."""
        with self._database.writing() as db:
            db.executemany(
                "INSERT OR REPLACE INTO withdrawn VALUES (?, ?, ?, ?, ?)",
                (
                    (
                        one.name,
                        one.at.isoformat(),
                        one.by_hand,
                        one.revision.version,
                        one.revision.created and one.revision.created.isoformat(),
                    )
                    for one in withdrawn
                ),
            )

    def forget(self, names: Iterable[str]) -> None:
        """Articles of these names are taken back no more."""
        with self._database.writing() as db:
            db.executemany("DELETE FROM withdrawn WHERE name = ?", ((name,) for name in names))


def _revision(version: int | None, created: str | None) -> Revision:
    return Revision(version, datetime.fromisoformat(created) if created else None)
