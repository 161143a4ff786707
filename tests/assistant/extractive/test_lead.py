"""The shortest answer, where one stands out."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant import Answer, Assistant
from assistant.answer import Lead
from assistant.extractive.lead import read_lead
from assistant.extractive.pooled import Candidate, Place
from assistant.extractive.question import Question
from assistant.extractive.sentences import sentences
from assistant.reader import Reader
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


RESIGNED = "Gerrit Malvane resigned six days after the derailment at Corrie Gap, with 11,000 marks."


@pytest.mark.parametrize(
    ("question", "found", "lead"),
    [
        ("Who resigned?", {"Corrie Gap": 0.5, "Gerrit Malvane": 0.2}, "Gerrit Malvane"),
        ("Where was the derailment?", {"Corrie Gap": 0.5, "Gerrit Malvane": 0.2}, "Corrie Gap"),
        ("How much did Malvane get?", {"derailment": 0.5, "11,000": 0.2}, "11,000"),
        ("Why did Malvane resign?", {"Corrie Gap": 0.5, "derailment": 0.2}, None),
        ("Who resigned?", {"Gerrit Malvane": 0.01}, None),
        ("Who resigned?", {"Corrie Gap, with 11,000 marks": 0.5}, None),
        ("When did Malvane resign?", {"11,000": 0.5, "six days": 0.2}, None),
        ("How many ships came?", {"11,000": 0.5}, None),
        ("How many people died?", {"six": 0.5}, None),
        ("Did Malvane get 11,000 marks?", {"11,000 marks": 0.5}, None),
        ("Did Malvane get 11,000 marks or more?", {"11,000 marks": 0.5}, "11,000 marks"),
        ("What did Malvane get?", {"11,000 marks.": 0.5}, "11,000 marks"),
    ],
)
def test_what_the_reader_marks_is_the_lead_where_it_can_be_meant(
    corpus: Corpus, article: Make, question: str, found: dict[str, float], lead: str | None
) -> None:
    with corpus.writing() as writer:
        writer.add([article(title="Rail", body=RESIGNED)])
    answers = [
        Candidate(text, likely, (Place(0, Span(at, at + len(text))),))
        for text, likely in found.items()
        for at in [RESIGNED.index(text)]
    ]
    asked = Question(corpus, question)
    (first, *_) = sentences(asked, corpus.search("Malvane"), corpus.embedder, answers)
    span = read_lead(asked, first)
    assert (span and RESIGNED[slice(*span)]) == lead


@pytest.mark.parametrize(
    ("question", "body", "lead"),
    [
        ("What is the toll?", "They pay 2.80 marks instead of 3.50 as a toll.", "2.80"),
        ("When does it open?", "It will not open on 30 March but on 7 April.", "7 April"),
        ("When will it not open?", "It will not open on 30 March but on 7 April.", "30 March"),
        ("What does it cost?", "It costs 446 million, up from 412 million.", "446 million"),
        ("How many ships wait?", "It is not only 17 ships that wait.", "17"),
        ("What happened to the hall?", "Its roof, worth 412 million, was torn off.", None),
    ],
)
def test_what_a_sentence_denies_leads_nothing(
    corpus: Corpus, article: Make, question: str, body: str, lead: str | None
) -> None:
    with corpus.writing() as writer:
        writer.add([article(title="News", body=body)])
    answers = [
        Candidate(text, likely, (Place(0, Span(at, at + len(text))),))
        for text, likely in {"3.50": 0.5, "30 March": 0.5, "412 million": 0.5, "2.80": 0.2}.items()
        | {"7 April": 0.2, "446 million": 0.2, "17": 0.2}.items()
        if (at := body.find(text)) >= 0
    ]
    asked = Question(corpus, question)
    (first,) = sentences(asked, corpus.search(body), corpus.embedder, answers)
    span = read_lead(asked, first)
    assert (span and body[slice(*span)]) == lead


def test_the_point_of_an_abbreviation_stays(corpus: Corpus, article: Make) -> None:
    body = "The ferry company of Estrow moved its seat to the U.S."
    with corpus.writing() as writer:
        writer.add([article(title="Ferry", body=body)])
    asked = Question(corpus, "Where did the ferry company move its seat to?")
    marked = [Candidate("U.S.", 0.9, (Place(0, Span(len(body) - 4, len(body))),))]
    (first,) = sentences(asked, corpus.search("ferry"), corpus.embedder, marked)
    assert read_lead(asked, first) == (len(body) - 4, len(body))


def test_the_reader_marks_the_answer_inside_the_first_statement(
    corpus: Corpus, article: Make
) -> None:
    body = (
        "The harbour crane of Estrow is to be restored. The engineer Ada Pellow leads the work, "
        "and the ferry company pays for it."
    )
    with corpus.writing() as writer:
        writer.add([article(title="Crane", body=body)])
    question = "Which engineer leads the work on the crane of Estrow?"
    answer = Assistant(corpus, reader=Reader.load()).ask(question, as_of="2026-03-08")
    assert answer.lead is not None
    assert answer.lead.text == "Ada Pellow"
    assert answer.lead.citation == answer.statements[0].citations[0]


def test_a_sum_of_money_is_no_count(corpus: Corpus, article: Make) -> None:
    body = "The bridge of Port Orrim got 410 million marks. It got 41 votes in the council."
    with corpus.writing() as writer:
        writer.add([article(title="Bridge", body=body)])
    assistant = Assistant(corpus)
    hits = assistant.search("How many votes did the bridge of Port Orrim get?")
    sum_of_money = Span(body.index("410"), body.index(" marks"))
    marked = [Candidate("410 million", 0.9, (Place(0, sum_of_money),))]
    for text, found in (
        ("How many votes did the bridge of Port Orrim get?", None),
        ("How many marks did the bridge of Port Orrim get?", sum_of_money),
    ):
        asked = Question(corpus, text)
        ones = sentences(asked, hits, corpus.embedder, marked)
        first = next(one for one in ones if one.text.startswith("The bridge"))
        assert read_lead(asked, first) == found


@pytest.mark.parametrize(
    ("thing", "lead"), [("23,400 votes", "23,400"), ("£23,400", None), ("23,400 km", None)]
)
def test_without_a_reader_a_sum_or_a_measure_is_no_count_either(
    corpus: Corpus, article: Make, thing: str, lead: str | None
) -> None:
    found = _answer(
        corpus,
        "How many votes did the Estrow bridge get?",
        article("a", title="Bridge", body=f"The Estrow bridge got {thing}."),
        article("b", title="Bridge", body=f"It was {thing} that the bridge of Estrow got."),
        article("c", title="Bridge", body=f"With {thing}, the Estrow bridge got ahead of others."),
    ).lead
    assert (found.text if found else None) == lead
