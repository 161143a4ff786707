"""The lexical index: BM25 with filters, harmless to ask, visible to other processes."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.filter import Filter
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


def _at(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime(1970, 1, 1, tzinfo=UTC) + timedelta(0, seconds)


def _ids(lexical: Lexical, text: str, count: int, **chosen: object) -> list[str]:
    return list(lexical.query(text, count, Filter(**chosen)))  # type: ignore[arg-type]


@pytest.fixture
def lexical(tmp_path: Path) -> Iterator[Lexical]:
    with closing(Lexical(tmp_path / "lexical")) as opened:
        opened.upsert(ENTRIES)
        opened.commit()
        yield opened


def test_words_are_found_by_stem_in_any_case_and_without_accents(lexical: Lexical) -> None:
    assert _ids(lexical, "BRIDGES", 9) != []
    assert _ids(lexical, "cafe", 9) == ["café"]
    assert _ids(lexical, "marching", 9) == ["toll"]
    assert lexical.terms("The Bridges were CLOSING, near a café") == [
        *["bridg", "were", "close", "near", "cafe"]
    ]


def test_the_headline_counts_and_the_best_is_first(lexical: Lexical) -> None:
    assert _ids(lexical, "opens", 9) == ["café"]
    assert _ids(lexical, "bridge toll", 9)[0] == "toll"
    assert len(_ids(lexical, "bridge", 2)) == 2


@pytest.mark.parametrize("text", ["", "  ", "the of and", "?!", "nothingofthekind", "x" * 80])
def test_nothing_to_find(lexical: Lexical, text: str) -> None:
    assert _ids(lexical, text, 9) == []


def test_upsert_replaces_and_delete_forgets(lexical: Lexical) -> None:
    lexical.upsert([Entry("toll", "Ferry", "The ferry sailed.", (), ())])
    lexical.commit()
    assert _ids(lexical, "ferry", 9) == ["toll"]
    assert _ids(lexical, "marched", 9) == []
    lexical.delete(["toll", "never there"])
    lexical.commit()
    assert _ids(lexical, "ferry", 9) == []


def test_what_is_not_committed_is_not_found_and_is_dropped(tmp_path: Path) -> None:
    with closing(Lexical(tmp_path / "lexical")) as lexical:
        lexical.upsert(ENTRIES)
        assert _ids(lexical, "bridge", 9) == []
    with closing(Lexical(tmp_path / "lexical")) as again:
        again.commit()
        assert _ids(again, "bridge", 9) == []


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        (None, None, {"bridge", "toll", "undated"}),
        (100, 200, {"bridge", "toll"}),
        (101, None, {"toll"}),
        (None, 199, {"bridge"}),
        (200, 200, {"toll"}),
        (-(2**33), 2**33, {"bridge", "toll"}),
    ],
)
def test_dates_are_inclusive_and_leave_the_undated_out(
    lexical: Lexical, since: int | None, until: int | None, found: set[str]
) -> None:
    assert set(_ids(lexical, "bridge", 9, since=_at(since), until=_at(until))) == found


def test_outlets_by_any_of_their_names(lexical: Lexical) -> None:
    assert _ids(lexical, "bridge", 9, sources=("the ledger",)) == ["bridge"]
    assert set(_ids(lexical, "bridge", 9, sources=("gull.x",))) == {"toll", "undated"}
    assert _ids(lexical, "weir", 9, sources=("ledger.x",)) == ["café"]
    assert _ids(lexical, "bridge", 9, sources=("gull.x",), since=_at(0)) == ["toll"]
    assert _ids(lexical, "bridge", 9, sources=("nobody",)) == []


def test_filters_do_not_change_the_order(lexical: Lexical) -> None:
    order = [one for one in _ids(lexical, "bridge weir toll", 9) if one != "undated"]
    assert _ids(lexical, "bridge weir toll", 9, since=_at(0), until=_at(999)) == order


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
    assert "bridge" in _ids(lexical, text, 9)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_text_may_be_asked(lexical: Lexical, text: str) -> None:
    assert "bridge" in _ids(lexical, f"{text} bridge", 9)


def test_reload_sees_what_another_process_wrote(tmp_path: Path, python: Python) -> None:
    with closing(Lexical(tmp_path / "lexical")) as lexical:
        lexical.upsert(ENTRIES)
        lexical.commit()
    reader = Lexical(tmp_path / "lexical")
    assert _ids(reader, "harbour", 9) == []
    python(WRITE, str(tmp_path / "lexical"))
    reader.reload()
    assert _ids(reader, "harbour", 9) == ["new"]
    assert _ids(reader, "marched", 9) == []
    reader.close()


NAMED = [
    Entry("pit", "Mine opens", "Zelenka praised the deep mine.", (1,), ("gull",), ("ana roe",), ()),
    Entry("sea", "Mine closes", "The mine in the deep sea closed.", (2,), ("gull",), (), ("sea",)),
    Entry("ana", "Roe speaks", "Ana Roe praised the deep water.", (3,), (), ("bo lind",), ()),
]


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Lexical]:
    with closing(Lexical(tmp_path / "named")) as opened:
        opened.upsert(NAMED)
        opened.commit()
        yield opened


def test_authors_and_sections_in_any_case(named: Lexical) -> None:
    assert _ids(named, "mine", 9, authors=("Ana Roe",)) == ["pit"]
    assert _ids(named, "mine", 9, sections=("SEA",)) == ["sea"]
    assert _ids(named, "mine", 9, sections=("sea",), authors=("Ana Roe",)) == []


def test_phrases_are_found_word_by_word(named: Lexical) -> None:
    assert set(named.query("mine", 9)) == {"pit", "sea"}
    assert list(named.query("mine", 9, phrases=["deep mine"])) == ["pit"]
    assert set(named.query("", 9, phrases=["praised the deep"])) == {"pit", "ana"}
    assert list(named.query("mine", 9, phrases=["mine deep"])) == []
    assert list(named.query("mine", 9, phrases=["Mine closes"])) == ["sea"]
    assert set(named.query("mine", 9, phrases=["the"])) == {"pit", "sea"}
    assert set(named.query("x", 9, phrases=["DEEP", "praised"])) == {"pit", "ana"}
    assert named.holding(["deep mine", "deep sea"], ["pit", "ana", "sea"]) == {"pit", "sea"}
    assert named.holding(["deep mine"], ["sea", "nobody"]) == set()


def test_names_that_stand_together_count_more(named: Lexical) -> None:
    assert next(iter(named.query("who is Ana Roe of the deep", 9))) == "ana"


def test_how_well_words_fit(named: Lexical) -> None:
    text = "Praised the deep mine"
    best = max(named.query(text, 9).values())
    fit = named.fit(text, ["pit", "ana", "sea", "nobody"], best)
    assert set(fit) == {"pit", "ana", "sea"}
    assert fit["pit"] == pytest.approx(1)
    assert 0 < fit["sea"] < fit["pit"]
    assert 0 < fit["ana"] < fit["pit"]
    assert named.fit("the", ["pit"], 1.0) == named.fit("mine", [], 1.0) == {}


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        *[
            ("Zelenka", None),
            ("Zelenkaa", "zelenka"),
            ("Zelekna", "zelenka"),
            ("Zlenka", "zelenka"),
        ],
        *[("Xelenka", None), ("Zalanka", None), ("minw", "mine"), ("quarry", None), ("", None)],
    ],
)
def test_a_misspelt_word_finds_the_nearest(named: Lexical, word: str, nearest: str | None) -> None:
    assert named.nearest(word) == nearest


def test_how_many_pass_and_which(named: Lexical) -> None:
    assert named.passing(Filter(), 9) == ["pit", "sea", "ana"]
    assert named.passing(Filter(), 2) is None
    assert named.passing(Filter(sources=("gull",)), 2) == ["pit", "sea"]
    assert named.among(["pit", "ana"], Filter(sources=("Gull",))) == {"pit"}


def test_ten_thousand_words_fit_in_time(named: Lexical) -> None:
    """Few words in ever new pairs nest deepest in what tantivy is asked, which ends the process."""
    words = [f"mine{number}" for number in range(60)]
    chance = random.Random(4)  # noqa: S311 - not for secrets
    text = " ".join(["deep mine", *chance.choices(words, k=10_000)])
    began = time.perf_counter()
    best = named.query(text, 9)
    fit = named.fit(text, ["pit", "ana", "sea"], max(best.values()))
    assert time.perf_counter() - began < 1
    assert set(fit) == {"pit", "ana", "sea"}
