"""Passages: verbatim, whole, within the model's window, none across a heading."""

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import Article, Passage, Span
from corpus.embedding import Embedder
from corpus.passages import CONTEXT_TOKENS, embedding_texts, heading_of, split_passages
from ingest import sample_articles
from ingest.readers import read

WINDOW = 256
SPECIAL = 2

_PIECES = st.sampled_from(
    [
        "The council met in Kellmoor on Tuesday. ",
        "“Is it safe?” she asked. ",
        "At 5 p.m. Tuesday the U.S. Senate voted 51-49… ",
        "e\u0301te\u0301 ",
        "👨‍👩‍👧‍👦🏳️‍🌈",
        "\r\n",
        "\n\n",
        "\u00a0",
        "\u2028",
        "\u3000",
        "\t",
        "مرحبا بالعالم؟ ",
        "\u200fשלום. ",
        "東京で会議が開かれた。知事は欠席した。",
        "हिन्दी में वाक्य। ",
        "no punctuation at all just words and words ",
        "x" * 130,
        "supercalifragilistic-" * 9,
        "a.b/c-" * 40,
        "…",
        "\x00",
        "\x1f",
        "١٢٣ ½ ﬃ ",
    ]
)
_BLOCKS = st.one_of(
    st.lists(_PIECES, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.builds(str.__mul__, _PIECES, st.integers(1, 60)),
)


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    body, headings = "", []
    for text in draw(st.lists(_BLOCKS, max_size=5)):
        heading = draw(st.booleans())
        if heading and text:
            headings.append(Span(len(body), len(body) + len(text)))
        body += text + draw(st.sampled_from(["", "\n\n", " "]))
    title = draw(st.one_of(st.just(""), _BLOCKS))
    language = draw(st.sampled_from([None, "en", "de", "ja", "ar", "xx", "", "日本"]))
    return Article("a", title, body, "o", headings=tuple(headings), language=language)


def _check(article: Article, passages: Sequence[Passage]) -> None:
    """Verbatim, in order, disjoint, none empty, none over a heading, nothing left out."""
    body, inside = article.body, bytearray(len(article.body))
    for start, end in article.headings:
        inside[start:end] = b"h" * (end - start)
    for number, passage in enumerate(passages):
        assert passage.ordinal == number
        assert passage.text == body[passage.start : passage.end]
        assert passage.text
        assert passage.text == passage.text.strip()
        assert not any(inside[passage.start : passage.end]), "it overlaps a heading or another"
        inside[passage.start : passage.end] = b"p" * (passage.end - passage.start)
    assert all(before.end <= after.start for before, after in pairwise(passages))
    assert all(inside[n] or c.isspace() for n, c in enumerate(body)), "some text is in no passage"


def _sizes(article: Article, passages: Sequence[Passage], embedder: Embedder) -> Sequence[int]:
    texts = embedding_texts(article, passages, embedder.count, embedder.window)
    for text, passage in zip(texts, passages, strict=True):
        assert text.endswith(passage.text)
    return embedder.count(texts)


@settings(max_examples=150, deadline=None)
@given(article=_articles())
def test_passages_hold_the_whole_text_and_fit_the_window(
    article: Article, embedder: Embedder
) -> None:
    passages = split_passages(article, embedder.count, embedder.window)
    _check(article, passages)
    assert max(_sizes(article, passages, embedder), default=0) + SPECIAL <= WINDOW


@settings(max_examples=60, deadline=None)
@given(article=_articles(), window=st.integers(3, 90))
def test_a_model_that_reads_little_gets_passages_that_fit(
    article: Article, window: int, embedder: Embedder
) -> None:
    passages = split_passages(article, embedder.count, window)
    _check(article, passages)
    texts = embedding_texts(article, passages, embedder.count, window)
    for text, size, passage in zip(texts, embedder.count(texts), passages, strict=True):
        assert size <= window or len(passage.text) == 1, text


def test_every_sample_article_is_cut_within_the_window(embedder: Embedder) -> None:
    files = [path for path in sorted(sample_articles().rglob("*")) if path.is_file()]
    articles = [one for path in files for one in read(path) if isinstance(one, Article)]
    assert len(articles) >= 25
    for article in articles:
        passages = split_passages(article, embedder.count, embedder.window)
        assert passages
        _check(article, passages)
        assert max(_sizes(article, passages, embedder)) + SPECIAL <= WINDOW


@pytest.mark.parametrize(
    "body",
    [
        "The minister, who had come by train, said nothing of the kind. " * 4800,
        "word " * 60_000,
        "東京で会議が開かれた" * 10_000,
        "a\n" * 150_000,
    ],
    ids=["sentences", "no punctuation", "no spaces", "lines"],
)
def test_a_very_long_body_takes_seconds(body: str, embedder: Embedder) -> None:
    article = Article("a", "A long report", body, "o")
    began = time.process_time()
    passages = split_passages(article, embedder.count, embedder.window)
    assert time.process_time() - began < 30
    _check(article, passages)


def test_a_long_headline_and_heading_are_shortened_and_not_the_text(embedder: Embedder) -> None:
    heading = "What the inquiry found in the winter of that year " * 20
    body = f"{heading}\n\n" + "The signal had been dark for an hour before it. " * 60
    article = Article(
        "a", "A very long headline " * 40, body, "o", headings=(Span(0, len(heading)),)
    )
    passages = split_passages(article, embedder.count, embedder.window)
    texts = embedding_texts(article, passages, embedder.count, embedder.window)
    for text, passage in zip(texts, passages, strict=True):
        context = text.removesuffix(passage.text)
        assert 0 < embedder.count([context])[0] <= CONTEXT_TOKENS
    assert max(embedder.count(texts)) + SPECIAL <= WINDOW


def test_headline_and_section_heading_stand_before_the_text(embedder: Embedder) -> None:
    body = "Intro here.\n\nBackground\n\nThe bridge is old.\n\nCosts\n\nIt is dear."
    spans = tuple(
        Span(body.index(word), body.index(word) + len(word)) for word in ("Background", "Costs")
    )
    article = Article("a", "Bridge vote", body, "o", headings=spans)
    passages = split_passages(article, embedder.count, embedder.window)
    assert embedding_texts(article, passages, embedder.count, embedder.window) == [
        "Bridge vote\nIntro here.",
        "Bridge vote\nBackground\nThe bridge is old.",
        "Bridge vote\nCosts\nIt is dear.",
    ]
    assert [heading_of(article, one.start) for one in passages] == ["", "Background", "Costs"]


def test_passages_are_whole_sentences_of_even_length(embedder: Embedder) -> None:
    sentence = "The inquiry heard that nobody had looked at the slope since the autumn before. "
    article = Article("a", "Inquiry", sentence * 18, "o")
    passages = split_passages(article, embedder.count, embedder.window)
    sizes = embedder.count([one.text for one in passages])
    assert len(passages) == 2
    assert max(sizes) <= 1.3 * min(sizes)
    assert all(one.text.startswith("The inquiry") for one in passages)
    assert all(one.text.endswith("before.") for one in passages)


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u3000"])
def test_a_sentence_too_long_by_itself_is_cut_at_white_space(
    space: str, embedder: Embedder
) -> None:
    words = [f"word{number}" for number in range(400)]
    article = Article("a", "T", space.join(words), "o")
    passages = split_passages(article, embedder.count, embedder.window)
    assert len(passages) > 1
    assert [word for one in passages for word in one.text.split(space)] == words


def test_no_text_no_passage(article: Callable[..., Article], embedder: Embedder) -> None:
    for body in ("", " \n\t\u2028 "):
        assert split_passages(article(body=body), embedder.count, embedder.window) == ()
