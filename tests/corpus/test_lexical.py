"""The lexical index: BM25 with filters, harmless to ask, visible to other processes."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
import tantivy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.lexical import Entry, Lexical

Python = Callable[..., subprocess.CompletedProcess[str]]

WRITE = """
import sys
from contextlib import closing
from pathlib import Path
from corpus.lexical import Entry, Lexical
with closing(Lexical(Path(sys.argv[1]))) as lexical:
    lexical.upsert([Entry("new", "Harbour", "The harbour pilots went home.", (5,), ())])
    lexical.delete(["toll"])
    lexical.commit()
"""

ENTRIES = [
    Entry("bridge", "Bridge vote", "The old bridge will close in May.", (100,), ("the ledger",)),
    Entry("toll", "Toll march", "Thousands marched against the bridge toll.", (200,), ("gull.x",)),
    Entry("café", "Café opens", "A café opened near the weir.", (300,), ("the ledger", "ledger.x")),
    Entry("undated", "Storm", "The storm broke the weir and the bridge.", (), ("gull.x",)),
]


@pytest.fixture
def lexical(tmp_path: Path) -> Iterator[Lexical]:
    with closing(Lexical(tmp_path / "lexical")) as opened:
        opened.upsert(ENTRIES)
        opened.commit()
        yield opened


def test_words_are_found_by_stem_in_any_case_and_without_accents(lexical: Lexical) -> None:
    assert lexical.query("BRIDGES", 9) != []
    assert lexical.query("cafe", 9) == ["café"]
    assert lexical.query("marching", 9) == ["toll"]
    assert lexical.terms("The Bridges were CLOSING, near a café") == [
        *["bridg", "were", "close", "near", "cafe"]
    ]


def test_the_headline_counts_and_the_best_is_first(lexical: Lexical) -> None:
    assert lexical.query("opens", 9) == ["café"]
    assert lexical.query("bridge toll", 9)[0] == "toll"
    assert len(lexical.query("bridge", 2)) == 2


@pytest.mark.parametrize("text", ["", "  ", "the of and", "?!", "nothingofthekind", "x" * 80])
def test_nothing_to_find(lexical: Lexical, text: str) -> None:
    assert lexical.query(text, 9) == []


def test_upsert_replaces_and_delete_forgets(lexical: Lexical) -> None:
    lexical.upsert([Entry("toll", "Ferry", "The ferry sailed.", (), ())])
    lexical.commit()
    assert lexical.query("ferry", 9) == ["toll"]
    assert lexical.query("marched", 9) == []
    lexical.delete(["toll", "never there"])
    lexical.commit()
    assert lexical.query("ferry", 9) == []


def test_what_is_not_committed_is_not_found_and_is_dropped(tmp_path: Path) -> None:
    with closing(Lexical(tmp_path / "lexical")) as lexical:
        lexical.upsert(ENTRIES)
        assert lexical.query("bridge", 9) == []
    with closing(Lexical(tmp_path / "lexical")) as again:
        again.commit()
        assert again.query("bridge", 9) == []


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, {"bridge", "toll", "undated"}),
        (100, 200, {"bridge", "toll"}),
        (101, None, {"toll"}),
        (None, 199, {"bridge"}),
        (200, 200, {"toll"}),
        (300, 100, set()),
        (-(2**40), 2**40, {"bridge", "toll"}),
    ],
)
def test_dates_are_inclusive_and_leave_the_undated_out(
    lexical: Lexical, since: int | None, until: int | None, found: set[str]
) -> None:
    assert set(lexical.query("bridge", 9, since=since, until=until)) == found


def test_outlets_by_any_of_their_names(lexical: Lexical) -> None:
    assert lexical.query("bridge", 9, outlets=["the ledger"]) == ["bridge"]
    assert set(lexical.query("bridge", 9, outlets=["gull.x"])) == {"toll", "undated"}
    assert lexical.query("weir", 9, outlets=["ledger.x"]) == ["café"]
    assert lexical.query("bridge", 9, outlets=["gull.x"], since=0) == ["toll"]
    assert lexical.query("bridge", 9, outlets=["nobody"]) == []


def test_filters_do_not_change_the_order(lexical: Lexical) -> None:
    order = [one for one in lexical.query("bridge weir toll", 9) if one != "undated"]
    assert lexical.query("bridge weir toll", 9, since=0, until=999) == order


def test_rare_terms_weigh_more(lexical: Lexical) -> None:
    weights = lexical.weights(["bridg", "weir", "cafe", "unheard"])
    assert all(rarer >= common > 0 for common, rarer in pairwise(weights.values()))
    assert weights["bridg"] < weights["unheard"]


def test_weights_stay_sound_when_passages_are_rewritten(lexical: Lexical) -> None:
    for _ in range(30):
        lexical.upsert(ENTRIES)
        lexical.commit()
    weights = lexical.weights(["bridg", "weir"])
    assert 0 < weights["bridg"] < weights["weir"]


@pytest.mark.parametrize(
    "text",
    [
        *["bridge AND", "text:bridge", '"bridge', "bridge)", "(bridge", "[bridge TO toll]"],
        *["-bridge", "+bridge", "bridge~2", "bridge^9", "*bridge", "bridge*", "bridge\\"],
        *["bridge OR NOT", "{bridge", "/bridge/", "bridge\x00", "IN [bridge]"],
    ],
)
def test_query_syntax_is_plain_text(lexical: Lexical, text: str) -> None:
    assert "bridge" in lexical.query(text, 9)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_may_be_asked(lexical: Lexical, text: str) -> None:
    assert "bridge" in lexical.query(f"{text} bridge", 9)


def test_reload_sees_what_another_process_wrote(tmp_path: Path, python: Python) -> None:
    with closing(Lexical(tmp_path / "lexical")) as lexical:
        lexical.upsert(ENTRIES)
        lexical.commit()
    reader = Lexical(tmp_path / "lexical")
    assert reader.query("harbour", 9) == []
    python(WRITE, str(tmp_path / "lexical"))
    reader.reload()
    assert reader.query("harbour", 9) == ["new"]
    assert reader.query("marched", 9) == []
    reader.close()


def test_an_index_that_also_knows_where_words_stand_is_read_and_written(tmp_path: Path) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("headline", tokenizer_name="dateline")
    builder.add_text_field("text", tokenizer_name="dateline")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    (tmp_path / "older").mkdir()
    tantivy.Index(builder.build(), str(tmp_path / "older"))
    with closing(Lexical(tmp_path / "older")) as older:
        older.upsert(ENTRIES)
        older.commit()
        assert older.query("weir", 9, since=300) == ["café"]
