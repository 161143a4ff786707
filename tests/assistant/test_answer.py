"""What an answer refuses to be, and how it is shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Citation, Statement
from assistant.answer import describe
from corpus import Article, Filter, Hit, Passage, Query
from corpus.query import Period

Make = Callable[..., Article]


def _answer(article: Article, quote: str, **changes: Any) -> Answer:  # noqa: ANN401
    start = article.body.index(quote)
    citation = Citation(1, article, quote, start, start + len(quote))
    passage = Passage(article.id, article.version, 0, 0, len(article.body), article.body)
    values: dict[str, Any] = {
        "question": "Who was absent?",
        "status": "answered",
        "statements": (Statement(quote, (1,)),),
        "citations": (citation,),
        "hits": (Hit(article, passage, 0.5, 1, None, 0.9),),
        "query": Query.of("Who was absent?"),
    }
    return Answer(**(values | changes))


@given(st.text(min_size=1, max_size=60), st.integers(0, 70), st.integers(0, 70))
def test_a_citation_is_its_span_of_the_body_or_nothing(body: str, start: int, end: int) -> None:
    article = Article(id="a", title="t", body=body, origin="o")
    quote = body[start:end]
    if quote:
        assert Citation(1, article, quote, start, end).quote == body[start:end]
        with pytest.raises(ValueError, match="does not stand"):
            Citation(1, article, quote + "x", start, end)
    else:
        with pytest.raises(ValueError, match="does not stand"):
            Citation(1, article, quote, start, end)


@pytest.mark.parametrize("numbers", [(), (2,), (1, 7)])
def test_a_statement_without_a_citation_of_its_own_is_no_answer(
    article: Make, numbers: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="without support"):
        _answer(article(), "The mayor was absent.", statements=(Statement("Yes.", numbers),))


def test_an_answer_has_statements_exactly_when_something_was_found(article: Make) -> None:
    with pytest.raises(ValueError, match="not_found with 1 statements"):
        _answer(article(), "The mayor was absent.", status="not_found")
    with pytest.raises(ValueError, match="answered with 0 statements"):
        _answer(article(), "The mayor was absent.", statements=(), citations=())


def test_text_shows_each_statement_with_its_number_and_each_source_with_its_quote(
    article: Make,
) -> None:
    shown = article("a1", url="https://ledger.example/a1")
    assert _answer(shown, "The mayor was absent.").text == (
        "The mayor was absent. [1]\n"
        "\n"
        "Sources:\n"
        "[1] Council votes on a1 · The Ledger · 5 March 2026 · https://ledger.example/a1\n"
        "    > The mayor was absent."
    )


def test_the_notices_of_an_article_are_shown_once(article: Make) -> None:
    noted = "Correction: An earlier version of this article misstated the day of the vote."
    body = f"The vote is on Tuesday. The mayor was absent.\n\n{noted}"
    one, other = article("a1", body=body), article("a2", body=f"{body} It was a Monday.")

    def cite(number: int, cited: Article, quote: str) -> Citation:
        start = cited.body.index(quote)
        return Citation(number, cited, quote, start, start + len(quote))

    citations = (
        cite(1, one, "The vote is on Tuesday."),
        cite(2, other, "The mayor was absent."),
        cite(3, one, "The mayor was absent."),
    )
    statements = tuple(Statement(c.quote, (c.number,)) for c in citations)
    answer = _answer(one, "The mayor was absent.", statements=statements, citations=citations)
    assert answer.notices == ((noted,), (f"{noted} It was a Monday.",), ())
    assert answer.text.count("! Correction:") == 2
    assert answer.to_dict()["citations"][2]["notices"] == [noted]


def test_text_of_a_partial_answer_says_so(article: Make) -> None:
    text = _answer(article(), "The mayor was absent.", status="partial").text
    assert text.startswith("The articles tell only a part of this:\nThe mayor")


def test_text_without_an_answer_names_the_nearest_headlines(article: Make) -> None:
    answer = _answer(
        article(), "The mayor was absent.", status="not_found", statements=(), citations=()
    )
    assert answer.text == (
        "The articles do not tell. The nearest headlines are:\n"
        "- Council votes on a1 · The Ledger · 5 March 2026"
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"published": None}, "Council votes on a1 · The Ledger · date unknown"),
        ({"source": None}, "Council votes on a1 · outlet unknown · 5 March 2026"),
        (
            {"source": None, "url": "https://www.gull.example/x"},
            "Council votes on a1 · gull.example · 5 March 2026 · https://www.gull.example/x",
        ),
        ({"title": ""}, "(no headline) · The Ledger · 5 March 2026"),
        ({"title": "One\n [9] Two"}, "One [9] Two · The Ledger · 5 March 2026"),
    ],
)
def test_describe_tells_what_is_known(article: Make, facts: dict[str, Any], line: str) -> None:
    assert describe(article(**facts)) == line


def test_to_dict_holds_the_contract(article: Make) -> None:
    when = datetime(2026, 3, 5, 12, tzinfo=UTC)
    values = _answer(article(published=when), "The mayor was absent.").to_dict()
    assert values["status"] == "answered"
    assert values["statements"] == [
        {"text": "The mayor was absent.", "citations": [1], "label": ""}
    ]
    (citation,) = values["citations"]
    assert citation["article"]["published"] == "2026-03-05T12:00:00+00:00"
    body = citation["article"]["body"]
    assert body[citation["start"] : citation["end"]] == citation["quote"]
    (hit,) = values["hits"]
    assert set(hit) >= {"article", "passage", "score"}
    assert set(hit["passage"]) >= {"text", "start", "end"}


ASKED = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
OLD = Query("Q", "Q", newest=datetime(2026, 5, 14, 8, tzinfo=UTC), asked=ASKED)
AGE = "The newest article is from 14 May 2026, 192 days before 22 November 2026."


def _period(*days: tuple[int, int] | None, relative: bool = False) -> Period:
    since, until = (None if one is None else datetime(2026, *one, tzinfo=UTC) for one in days)
    return Period("then", since, until, relative=relative)


@pytest.mark.parametrize(
    ("facts", "age"),
    [
        ({"latest": True}, AGE),
        ({}, ""),
        ({"latest": True, "newest": None}, ""),
        ({"latest": True, "chosen": Filter(until=ASKED)}, ""),
        ({"period": _period((5, 4), (5, 10), relative=True)}, AGE),
        ({"period": _period((5, 4), (5, 10))}, ""),
        ({"period": _period((5, 4), None)}, AGE),
        ({"period": _period(None, (5, 4))}, ""),
        ({"period": _period((6, 1), (6, 30))}, AGE),
    ],
)
def test_the_age_of_the_newest_article_is_told_where_the_question_depends_on_it(
    article: Make, facts: dict[str, Any], age: str
) -> None:
    undated = article(published=None)
    answer = _answer(undated, "The mayor was absent.", query=replace(OLD, **facts))
    assert answer.age == age
    assert answer.remarks == ((age,) if age else ())
    assert answer.to_dict()["remarks"] == list(answer.remarks)
    assert (AGE in answer.text) == bool(age)


@pytest.mark.parametrize(
    ("published", "newest", "age"),
    [
        (datetime(2026, 11, 3, tzinfo=UTC), None, "3 November 2026, 19 days before 22 November"),
        (datetime(2026, 11, 21, tzinfo=UTC), None, ""),
        (datetime(2026, 5, 3, tzinfo=UTC), datetime(2026, 5, 14, tzinfo=UTC), "from 3 May 2026"),
        (datetime(2026, 5, 13, tzinfo=UTC), datetime(2026, 5, 14, tzinfo=UTC), AGE),
        (None, None, ""),
    ],
)
def test_the_age_of_what_is_cited_is_told_where_the_latest_is_asked_for(
    article: Make, published: datetime | None, newest: datetime | None, age: str
) -> None:
    query = replace(OLD, latest=True, recency=0.0, newest=newest)
    answer = _answer(article(published=published), "The mayor was absent.", query=query)
    assert age in answer.age
    assert bool(age) == bool(answer.age)
    assert replace(answer, query=replace(query, latest=False)).age == ""


def test_an_answer_says_how_its_question_was_taken(article: Make) -> None:
    query = Query(
        "Q",
        "Q",
        chosen=Filter(sources=("The Ledger", "Radio Tarn"), authors=("Ada Moss",)),
        spelling=(("Kelmor", "Kellmoor"),),
    )
    told = _answer(article(), "The mayor was absent.", query=query)
    remarks = (
        "Searched for Kellmoor, since no article holds Kelmor.",
        "Searched only articles from The Ledger and Radio Tarn, by Ada Moss, as the question says.",
    )
    assert told.remarks == remarks
    assert told.text.startswith(
        "The mayor was absent. [1]\n\n" + "\n".join(remarks) + "\n\nSources:"
    )
    untold = replace(told, status="not_found", statements=(), citations=())
    assert untold.text.endswith("5 March 2026\n\n" + "\n".join(remarks))
    given = replace(told, query=replace(query, given=query.chosen))
    assert given.remarks == remarks[:1]
