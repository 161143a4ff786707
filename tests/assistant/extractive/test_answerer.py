"""How sentences are chosen."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extractive import Extractive
from assistant.extractive.evidence import READ, UNREAD, Decision, Evidence
from assistant.extractive.kinds import find
from assistant.extractive.question import Question
from assistant.extractive.spelling import fold_spelling
from assistant.reader import Reader
from corpus import Article, Corpus, Query, Span

Make = Callable[..., Article]


def _fill(corpus: Corpus, *articles: Article) -> None:
    with corpus.writing() as writer:
        writer.add(articles)


def test_a_sentence_printed_by_several_outlets_is_quoted_once(
    corpus: Corpus, article: Make
) -> None:
    body = "The ferry Calla ran aground off Port Orrim on Monday. Nobody was hurt."
    _fill(corpus, *(article(f"a{n}", body=body, source=f"Paper {n}") for n in range(4)))
    question = "Where did the ferry Calla run aground?"
    answer = Extractive(corpus).answer(Query.of(question), corpus.search(question))
    quotes = [citation.quote for citation in answer.citations]
    assert quotes[0] == "The ferry Calla ran aground off Port Orrim on Monday."
    assert len(quotes) == len(set(quotes))


def test_the_reader_leaves_alone_what_is_not_in_its_language(corpus: Corpus, article: Make) -> None:
    body = "La mairie de Kellmoor a fermé le pont lundi. Ada Moss a démissionné de la mairie."
    _fill(corpus, article(title="La mairie", body=body, language="fr"))
    query = Query.of("Ada Moss mairie de Kellmoor")
    hits = corpus.search(query)
    reader = Reader.load()
    assert Extractive(corpus, reader).answer(query, hits) == Extractive(corpus).answer(query, hits)
    english = [replace(hit, article=replace(hit.article, language="en-GB")) for hit in hits]
    found = Extractive(corpus, reader).answer(query, english)
    assert found != Extractive(corpus).answer(query, english)


def test_section_headings_are_never_quoted(corpus: Corpus, article: Make) -> None:
    body = (
        "The harbour was closed.\n\nWhy the harbour was closed\n\nA storm had torn the buoys off."
    )
    start = body.index("Why")
    heading = Span(start, start + len("Why the harbour was closed"))
    _fill(corpus, article(body=body, headings=(heading,)))
    question = "Why was the harbour closed?"
    answer = Extractive(corpus).answer(Query.of(question), corpus.search(question))
    assert answer.citations
    assert "Why the harbour was closed" not in [c.quote for c in answer.citations]


def test_the_best_statement_comes_first_and_the_others_as_they_stand(
    corpus: Corpus, article: Make
) -> None:
    body = (
        "The mayor of Kellmoor opened the library. The library of Kellmoor holds 40,000 books. "
        "The library of Kellmoor cost nine million marks."
    )
    _fill(corpus, article(body=body))
    question = "How many million marks did the library of Kellmoor cost?"
    answer = Extractive(corpus).answer(Query.of(question), corpus.search(question))
    assert answer.citations[0].quote.endswith("cost nine million marks.")
    rest = [citation.start for citation in answer.citations[1:]]
    assert rest == sorted(rest)


def test_an_answer_that_lacks_a_name_of_the_question_is_partial_at_most(
    corpus: Corpus, article: Make
) -> None:
    body = "Ruben Hallward promised growers in the Low Meads 18 million marks after the flood."
    _fill(corpus, article(body=body))
    question = "What did Ruben Hallward and Ilse Tarrant promise growers in the Low Meads?"
    assert (
        Extractive(corpus).answer(Query.of(question), corpus.search(question)).status == "partial"
    )


@given(
    st.sampled_from([UNREAD, READ]),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.floats(0, 20),
    st.sampled_from(["passage_words", "meaning", "score"]),
    st.data(),
)
def test_more_evidence_never_turns_an_answer_into_a_refusal(
    decision: Decision, shares: tuple[float, float], score: float, sign: str, data: st.DataObject
) -> None:
    less = Evidence(*shares, score, 0.5, 3.0)
    value = getattr(less, sign)
    more = less._replace(**{sign: data.draw(st.floats(value, max(1.0, value)))})
    assert decision.probability(more) >= decision.probability(less)
    assert decision.probability(less._replace(size=5.0)) <= decision.probability(less)
    assert decision.probability(less._replace(names_missing=1.0)) <= decision.probability(less)
    assert decision.tells(Evidence(1.0, 0.8, 15.0, 0.0, 5.0))
    assert not decision.tells(Evidence(0.3, 0.3, 1.0, 1.0, 2.0))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S. troops", "American troops"),
        ("the United States", "the US"),
        ("French ministers", "France ministers"),
        ("the United Kingdom", "the U.K."),
        ("Polish", "Poland"),
        ("1,234,500 marks", "1234500 marks"),
        ("1.500 Mark", "1500 Mark"),
    ],
)
def test_countries_and_numbers_are_known_by_all_their_spellings(one: str, other: str) -> None:
    assert fold_spelling(one) == fold_spelling(other)


@pytest.mark.parametrize(
    "text", ["Tell us more", "polish the brass", "Us and them", "A.D.", "4.8, 12,34"]
)
def test_other_words_stay_as_they_are(text: str) -> None:
    assert fold_spelling(text).replace("AD", "A.D.") == text


def test_a_question_s_asking_words_count_for_nothing(corpus: Corpus, article: Make) -> None:
    _fill(corpus, article())
    asked = Question(corpus, "What did people say about the vote in Kellmoor?")
    assert asked.share(asked.terms("vote Kellmoor people")) == 1.0
    assert asked.share(asked.terms("what did say about")) == 0.0
    assert asked.names_missing(asked.terms("the vote")) == 1.0
    assert asked.names_missing(asked.terms("in Kellmoor")) == 0.0


def test_a_march_is_no_month(corpus: Corpus, article: Make) -> None:
    _fill(corpus, article())
    asked = Question(corpus, "How many people joined the march?")
    assert asked.share(asked.terms("Thousands joined the march")) > 0.5
    for text in ("23 March", "in March", "March 2026", "as wet as an average March"):
        assert asked.share(asked.terms(text)) == 0.0
    month = Question(corpus, "What closed in March?")
    assert month.share(month.terms("It closed in March")) == 1.0


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        ("How many ships waited?", "Seventeen of 21 ships waited.", "The ships waited."),
        ("When did it close?", "It closed on Monday.", "It closed."),
        ("Who resigned?", "The chief executive, Gerrit Malvane, resigned.", "The chief resigned."),
        ("What did she say?", "“I will stay,” she said.", "She stayed."),
    ],
)
def test_sentences_are_known_that_hold_the_kind_of_thing_asked_for(
    corpus: Corpus, question: str, right: str, wrong: str
) -> None:
    asked = Question(corpus, question)
    assert list(find(asked.kind, right))
    assert not list(find(asked.kind, wrong))


def test_the_same_report_with_another_beginning_is_quoted_once(
    corpus: Corpus, article: Make
) -> None:
    text = "A storm cut power to 23,400 households along the coast in the night to Saturday."
    prints = [text, f"PORT ORRIM (OPA) — {text}", f"{text[:-1]}, the authorities said."]
    _fill(corpus, *(article(f"a{n}", body=body) for n, body in enumerate(prints)))
    question = "How many households lost power in the storm?"
    answer = Extractive(corpus).answer(Query.of(question), corpus.search(question))
    assert len(answer.citations) == 1
