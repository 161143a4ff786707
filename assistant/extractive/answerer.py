"""The extractive answerer: picks the sentences that answer, verbatim. It needs no LLM."""

from collections.abc import Sequence

from assistant.answer import Answer, Citation, Form, Lead, Statement, Status
from assistant.extractive import evidence, pooled
from assistant.extractive.accounts import accounts
from assistant.extractive.forms import Line, compared, course, tells_a_course
from assistant.extractive.lead import lead_of, read_lead
from assistant.extractive.pooled import PASSAGES
from assistant.extractive.question import Question
from assistant.extractive.selection import select
from assistant.extractive.sentences import Sentence, sentences
from assistant.extractive.speech import said_first
from assistant.reader import Reader
from corpus import Article, Corpus, Hit, Query, Span


class Extractive:
    """Answers with a few sentences of the hits, unchanged."""

    def __init__(self, corpus: Corpus, reader: Reader | None = None) -> None:
        """Answer from the passages of this corpus, with a reader or without one."""
        self._corpus = corpus
        self._reader = reader

    def answer(self, query: Query, hits: Sequence[Hit]) -> Answer:
        """The sentences of the hits that answer best, each cited, or `not_found`.

        The best comes first, the others in the order of their articles; of a course of events the
        oldest, of a comparison one part after the other. `not_found` when the evidence is too thin,
        `partial` when it lacks something that the question names.
        """
        form, status, lines, lead = self._lines(query, hits)
        if not lines:
            return Answer(query.question, "not_found", (), (), tuple(hits), query)
        citations = tuple(
            Citation(number, one.article, one.quote, *one.whole, _copies_with(one))
            for number, (_, one) in enumerate(lines, 1)
        )
        statements = tuple(
            Statement(one.quote, (one.number,), line.label)
            for one, line in zip(citations, lines, strict=True)
        )
        return Answer(
            query.question,
            status,
            statements,
            citations,
            tuple(hits),
            query,
            form=form,
            lead=lead and Lead.of(citations[0], lead),
        )

    def _lines(
        self, query: Query, hits: Sequence[Hit]
    ) -> tuple[Form, Status, tuple[Line, ...], Span | None]:
        """What is shown, in which form and with which status, and where the lead stands."""
        if query.parts:
            return self._comparison(query, hits)
        asked = Question(self._corpus, query.text)
        if tells_a_course(query):
            # What happened is no single thing that could be read from a passage.
            found = sentences(asked, hits, self._corpus.embedder)
            status = self._status(found, evidence.UNREAD)
            lines = () if status == "not_found" else course(found)
            return "timeline" if lines else "", status, lines, None
        found, status = self._read(asked, query.whole, hits)
        if status == "not_found":
            return "", status, (), None
        if differing := accounts(asked, found):
            return "accounts", status, differing, None
        chosen = select(said_first(asked, found))
        lines = tuple(Line("", one) for one in chosen)
        if self._reader_of(hits[:PASSAGES]) is None:
            return "", status, lines, lead_of(asked, chosen[0], found)
        return "", status, lines, read_lead(asked, chosen[0])

    def _comparison(
        self, query: Query, hits: Sequence[Hit]
    ) -> tuple[Form, Status, tuple[Line, ...], Span | None]:
        """What is told of each part; `partial` where of one nothing is."""
        found = []
        for part in query.parts:
            passing = [hit for hit in hits if _passes(hit, part)]
            ones, status = self._read(Question(self._corpus, part.text), part.text, passing)
            found.append([] if status == "not_found" else ones)
        lines = compared(query, found)
        return "comparison", "answered" if all(found) else "partial", lines, None

    def _read(
        self, asked: Question, said: str, hits: Sequence[Hit]
    ) -> tuple[list[Sentence], Status]:
        """The sentences of the best hits, and how far they answer; `said` is the whole question."""
        chosen = hits[:PASSAGES]
        reader = self._reader_of(chosen)
        if reader is None:
            found = sentences(asked, chosen, self._corpus.embedder)
            return found, self._status(found, evidence.UNREAD)
        answers = pooled.read(reader, said, chosen)
        found = sentences(asked, chosen, self._corpus.embedder, answers)
        return found, self._status(found, evidence.READ)

    def _reader_of(self, hits: Sequence[Hit]) -> Reader | None:
        """The reader, where most of what it would read is in the language that it knows."""
        languages = [hit.article.language or "en" for hit in hits]
        known = [one for one in languages if one.startswith("en")]
        return self._reader if 2 * len(known) > len(languages) else None

    def _status(self, found: Sequence[Sentence], decision: evidence.Decision) -> Status:
        return evidence.status_of(found, self._corpus.size(), decision)


def _passes(hit: Hit, part: Query) -> bool:
    wanted = part.chosen.outlets
    return not wanted or not set(wanted).isdisjoint(hit.article.outlet_names)


def _copies_with(one: Sentence) -> tuple[Article, ...]:
    """The copies of an article that hold the same quote; a near copy may lack it."""
    return tuple(copy for copy in one.hit.also if one.quote in copy.body)
