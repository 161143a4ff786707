"""The shortest answer, where one stands out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import Answer, Assistant
from assistant.answer import Lead
from corpus import Article, Corpus, Span

Make = Callable[..., Article]


def _answer(corpus: Corpus, question: str, *articles: Article) -> Answer:
    with corpus.writing() as writer:
        writer.add(articles)
    return Assistant(corpus).ask(question, as_of="2026-03-08")


def test_a_thing_that_several_articles_tell_is_the_lead(corpus: Corpus, article: Make) -> None:
    answer = _answer(
        corpus,
        "How many households lost power in Estrow?",
        article("a", title="Storm", body="In Estrow 23,400 households lost power."),
        article(
            "b", title="Storm", body="Power was lost in 23,400 households of Estrow, they say."
        ),
        article("c", title="Storm", body="The storm left 23,400 Estrow households without power."),
    )
    lead = answer.lead
    assert lead is not None
    assert lead.text == "23,400"
    cited = next(one for one in answer.citations if one.number == lead.citation)
    assert cited.start <= lead.start < lead.end <= cited.end
    assert cited.article.body[lead.start : lead.end] == lead.text
    assert answer.to_dict()["lead"]["text"] == "23,400"


def test_there_is_no_lead_where_nothing_of_the_kind_is_told(corpus: Corpus, article: Make) -> None:
    body = "The households of Estrow lost power in the storm."
    assert (
        _answer(corpus, "How many households of Estrow lost power?", article(body=body)).lead
        is None
    )


def test_a_lead_that_is_not_within_its_quote_cannot_be_made(corpus: Corpus, article: Make) -> None:
    body = "In Estrow 23,400 households lost power. The mayor was absent."
    answer = _answer(corpus, "How many households lost power in Estrow?", article(body=body))
    first = answer.citations[0]
    with pytest.raises(ValueError, match="not within citation 1"):
        Lead.of(first, Span(first.end - 1, first.end + 1))
    with pytest.raises(ValueError, match="lead"):
        replace(answer, lead=Lead("23,401", 1, first.start, first.start + 6))
