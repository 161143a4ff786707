"""Citations of texts with odd characters are still verbatim."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from corpus import Article, Corpus

_PIECES = st.sampled_from(
    [
        "The ferry Calla ran aground. ",
        "Nobody was hurt!\r\n",
        "“Why?”\u00a0asked Zoë\u0301. ",
        "👩‍👩‍👧 and 🚢 stayed\u2028",
        "السفينة لم تغرق. ",
        "船は港に戻った。",
        "e\u0301\u0323 n\u0303 ",
        "\u202bright to left\u202c. ",
        "\n\n",
        "\t",
        "A very" + " long" * 90 + " sentence. ",
        "x" * 150 + " ",
    ]
)
_BODIES = st.lists(_PIECES, min_size=1, max_size=25).map("".join)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant for a corpus that each example writes to."""
    with Corpus.open(tmp_path_factory.mktemp("odd"), create=True) as corpus:
        yield Assistant(corpus)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=_BODIES)
def test_what_is_cited_stands_in_the_stored_text_character_for_character(
    odd: Assistant, body: str
) -> None:
    with odd.corpus.writing() as writer:
        writer.add([Article(id="a", title="The ferry Calla", body=body, origin="a.txt")])
    answer = odd.ask("Where did the ferry Calla run aground?")
    stored = odd.corpus.article("a")
    assert stored is not None
    assert stored.body == body
    for hit in answer.hits:
        assert body[hit.passage.start : hit.passage.end] == hit.passage.text != ""
    for citation in answer.citations:
        assert body[citation.start : citation.end] == citation.quote == citation.quote.strip()
    if "The ferry Calla ran aground." in body:
        assert "The ferry Calla ran aground." in answer.text


def test_an_answer_after_a_change_quotes_the_new_text_only(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "c", create=True) as corpus:
        assistant = Assistant(corpus)
        for number in ("twelve", "fourteen"):
            body = f"The bridge of Tarn will cost {number} million marks."
            with corpus.writing() as writer:
                writer.add([Article(id="a", title="Bridge", body=body, origin="a.txt")])
            answer = assistant.ask("How many million marks will the bridge of Tarn cost?")
            assert [citation.quote for citation in answer.citations] == [body]
