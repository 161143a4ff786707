"""Answers: statements, the verbatim quotes they rest on, and how to show them as text."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, Self

from corpus import Article, Hit, Query, Span
from corpus.notices import notices

Status = Literal["answered", "partial", "not_found"]
Form = Literal["", "timeline", "comparison", "accounts"]
"""How statements belong together: a course of events, parts of a comparison, accounts that differ.
"""

_NEAREST = 3
_FRESH = timedelta(days=2)
"""What is older is not what a question for the latest expects."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A number that stands for a verbatim quote: `article.body[start:end] == quote`.

    `also` are the articles that carry the same text: together they are one source.
    """

    number: int
    article: Article
    quote: str
    start: int
    end: int
    also: tuple[Article, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a quote that is not in the article, character for character.

        Raises:
            ValueError: when it is not.
        """
        if not self.quote or self.article.body[self.start : self.end] != self.quote:
            raise ValueError(f"citation {self.number} does not stand in {self.article.id!r}")

    @property
    def notices(self) -> tuple[str, ...]:
        """The corrections and updates that the article says of itself, in its own words."""
        body = self.article.body
        return tuple(body[start:end] for start, end in notices(body))

    def to_dict(self) -> dict[str, Any]:
        """The citation as JSON values."""
        return {
            "number": self.number,
            "article": self.article.to_dict(),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "also": [article.to_dict(body=False) for article in self.also],
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an answer says, with the numbers of the citations that support it.

    `label` is what stands before it: the day of an event, the outlet or the subject that it is of.
    """

    text: str
    citations: tuple[int, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """The shortest answer: `article.body[start:end] == text`, within the quote of a citation."""

    text: str
    citation: int
    start: int
    end: int

    @classmethod
    def of(cls, citation: Citation, span: Span) -> Self:
        """The lead at a place in the body of the citation's article.

        Raises:
            ValueError: when it is not within the quote.
        """
        if not citation.start <= span.start < span.end <= citation.end:
            raise ValueError(f"the lead is not within citation {citation.number}")
        return cls(citation.article.body[span.start : span.end], citation.number, *span)


@dataclass(frozen=True, slots=True)
class Unsupported:
    """What an LLM said and the articles do not, for this reason; no part of the answer.

    `place` is how many statements of the answer stand before it.
    """

    text: str
    reason: str
    place: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question.

    `answered` and `partial` answers have statements, each with at least one citation;
    `not_found` has none, and its hits are merely the nearest passages. `unsupported` is what an LLM
    said beside them and was left out; `notes` say how the answer came about, a sentence each.
    """

    question: str
    status: Status
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    query: Query
    form: Form = ""
    lead: Lead | None = None
    unsupported: tuple[Unsupported, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an answer that says something without support.

        Raises:
            ValueError: when a statement cites nothing, or a number that is no citation's, or the
                lead is no part of a quote.
        """
        numbers = {citation.number for citation in self.citations}
        for statement in self.statements:
            if not statement.citations or not numbers.issuperset(statement.citations):
                raise ValueError(f"a statement without support: {statement.text!r}")
        lead = self.lead
        if lead is not None and not any(
            one.number == lead.citation
            and one.start <= lead.start < lead.end <= one.end
            and one.article.body[lead.start : lead.end] == lead.text
            for one in self.citations
        ):
            raise ValueError(f"the lead {lead.text!r} does not stand in what is cited")
        if (self.status == "not_found") != (not self.statements):
            raise ValueError(f"{self.status} with {len(self.statements)} statements")

    @property
    def nearest(self) -> tuple[Article, ...]:
        """The first few articles among the hits, for where nothing was found."""
        articles = {hit.article.id: hit.article for hit in self.hits}
        return tuple(articles.values())[:_NEAREST]

    @property
    def notices(self) -> tuple[tuple[str, ...], ...]:
        """What to show under each citation: an article's notices once, under its first citation."""
        first = {c.article.id: c.number for c in reversed(self.citations)}
        return tuple(c.notices if first[c.article.id] == c.number else () for c in self.citations)

    @property
    def lead_in(self) -> str:
        """The sentence that says how far the articles answer; empty for a full answer."""
        if not self.query.text.strip():
            return "Nothing was asked, so nothing was searched: ask what the articles tell."
        if self.form == "accounts":
            return "Accounts differ:"
        if self.status == "answered":
            return ""
        if self.status == "partial":
            return "The articles tell only a part of this:"
        if not self.hits:
            return "The articles do not tell: nothing in them comes near the question."
        return "The articles do not tell. The nearest headlines are:"

    @property
    def age(self) -> str:
        """How old the newest article is, or what is cited, where a question asks for the new.

        Empty where it does not, and where what is cited is as new as it seems.
        """
        asked, newest = self.query.asked, self.query.newest
        if asked is None:
            return ""
        said = []
        if self.query.outdated and newest is not None:
            said.append(
                f"The newest article is from {show_date(newest)}, {_before(newest, asked)}."
            )
        cited = max(
            (c.article.published for c in self.citations if c.article.published), default=None
        )
        if self.query.latest and cited is not None and (newest or asked) - cited > _FRESH:
            said.append(
                f"The newest that is cited is from {show_date(cited)}, {_before(cited, asked)}."
            )
        return " ".join(said)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader has to know of how the question was taken, a sentence each."""
        chosen, given = self.query.chosen, self.query.given
        spelling = [
            f"Searched for {right}, since no article holds {wrong}."
            for wrong, right in self.query.spelling
        ]
        limits = [
            f"{what} {' and '.join(names)}"
            for what, names, known in (
                ("from", chosen.sources, given.sources),
                ("by", chosen.authors, given.authors),
                ("in the section", chosen.sections, given.sections),
            )
            if names and names != known
        ]
        limited = f"Searched only articles {', '.join(limits)}, as the question says."
        read = self.query.standalone
        said = (
            f"Understood as: {read}" if read else "",
            self.age,
            *spelling,
            limited if limits else "",
        )
        return tuple(one_line(one) for one in said if one)

    @property
    def text(self) -> str:
        """The whole answer as plain text: statements with their numbers, then the sources."""
        return self.told()

    def told(self, struck: Callable[[Unsupported], str] | None = None) -> str:
        """The answer as plain text; with `struck`, what is unsupported is told, too, as it says."""
        parts = [self.lead_in] if self.lead_in else []
        remarks = "\n".join((*map(one_line, self.notes), *self.remarks))
        left_out = [(one.place, struck(one)) for one in self.unsupported] if struck else []
        if self.status == "not_found":
            parts.extend(f"- {describe(article)}" for article in self.nearest)
            crossed = "\n".join(text for _, text in left_out)
            return "\n\n".join(filter(None, (crossed, "\n".join(parts), remarks)))
        if self.lead is not None:
            parts.append(f"In short: {one_line(self.lead.text)} [{self.lead.citation}]\n")
        for place, statement in enumerate(self.statements):
            parts.extend(text for where, text in left_out if where == place)
            numbers = "".join(f"[{number}]" for number in statement.citations)
            label = f"{one_line(statement.label)}: " if statement.label else ""
            parts.append(f"{label}{one_line(statement.text)} {numbers}")
        parts.extend(text for where, text in left_out if where >= len(self.statements))
        sources = [
            f"[{one.number}] {describe(one.article)}{_also(one)}"
            f"\n    > {one_line(one.quote)}{_noted(notices)}"
            for one, notices in zip(self.citations, self.notices, strict=True)
        ]
        said = ("\n".join(parts), remarks, "Sources:\n" + "\n".join(sources))
        return "\n\n".join(filter(None, said))

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON values, times in ISO 8601."""
        return {
            "question": self.question,
            "status": self.status,
            "query": self.query.to_dict(),
            "remarks": list(self.remarks),
            "form": self.form,
            "lead": None if self.lead is None else asdict(self.lead),
            "statements": [
                {"text": s.text, "citations": list(s.citations), "label": s.label}
                for s in self.statements
            ],
            "citations": [citation.to_dict() for citation in self.citations],
            "unsupported": [
                {"text": one.text, "reason": one.reason, "place": one.place}
                for one in self.unsupported
            ],
            "notes": list(self.notes),
            "hits": [hit.to_dict() for hit in self.hits],
            "text": self.text,
        }


def describe(article: Article) -> str:
    """An article in one line: headline, outlet, date and link, as far as they are known."""
    parts = [
        article.title or "(no headline)",
        article.outlet or "outlet unknown",
        show_date(article.published),
    ]
    if article.url:
        parts.append(article.url)
    return " · ".join(one_line(part) for part in parts)


def also_in(article: Article, also: Sequence[Article]) -> tuple[str, ...]:
    """Where else the text of an article stands: outlets, and addresses within its own outlet."""
    names = (
        one.outlet if one.outlet and one.outlet != article.outlet else one.url or one.id
        for one in also
    )
    return tuple(one_line(name) for name in dict.fromkeys(names))


def show_date(time: date | None) -> str:
    """A day or time as a day, such as "5 March 2026", or "date unknown"."""
    return "date unknown" if time is None else f"{time.day} {time:%B %Y}"


def _before(moment: datetime, asked: datetime) -> str:
    days = (asked.date() - moment.astimezone(asked.tzinfo).date()).days
    return f"{days:,} days before {show_date(asked)}"


def _also(citation: Citation) -> str:
    names = also_in(citation.article, citation.also)
    return f" · also in {', '.join(names)}" if names else ""


def _noted(notices: Sequence[str]) -> str:
    """What a reader who quotes the article has to know: its corrections and updates."""
    return "".join(f"\n    ! {one_line(notice)}" for notice in notices)


def one_line(text: str) -> str:
    """A text in one line: titles and quotes may hold line breaks, and must not forge one."""
    return " ".join(text.split())
