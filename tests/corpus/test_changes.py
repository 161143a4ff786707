"""What differs between versions, what an address was used again for, and what comes of it."""

import json
import lzma
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Corpus
from corpus.changes import changes, nothing_in_common

Make = Callable[..., Article]

DATA = Path(os.environ.get("DATELINE_DATA", Path(__file__).parents[3] / "shared" / "data"))
PAIRS = DATA / "realtimeqa" / "same-url-pairs.jsonl"

_SENTENCES = st.lists(
    st.sampled_from([f"The {noun} of Kellmoor opens." for noun in ("weir", "mill", "inn", "quay")]),
    max_size=8,
)
LONG = " ".join(f"District {n} asks the council for a tram stop number {n}." for n in range(20))
OTHER = " ".join(f"Boat {n} sank off pier {n} of the harbour at night." for n in range(20))


@given(_SENTENCES, _SENTENCES)
def test_both_versions_can_be_put_together_from_the_parts(
    before: list[str], after: list[str]
) -> None:
    parts = changes(" ".join(before), "\n\n".join(after))
    assert [part.text for part in parts if part.kind != "new"] == before
    assert [part.text for part in parts if part.kind != "gone"] == after


def test_white_space_is_no_change() -> None:
    parts = changes("The weir broke. Nobody was hurt.", "The weir  broke.\n\nNobody was hurt.")
    assert {part.kind for part in parts} == {"same"}


@pytest.mark.parametrize(
    ("one", "other", "nothing"),
    [
        (LONG, OTHER, True),
        (LONG, LONG, False),
        (LONG, f"{OTHER} {LONG}", False),
        (LONG, LONG.replace("tram", "bus"), False),
        ("The weir broke.", "A mill opened.", False),
        ("", LONG, False),
    ],
)
def test_texts_that_have_nothing_in_common(one: str, other: str, *, nothing: bool) -> None:
    assert nothing_in_common(one, other) is nothing
    assert nothing_in_common(other, one) is nothing


def test_an_address_used_again_inherits_no_facts(corpus: Corpus, article: Make) -> None:
    first = article("a1", body=LONG, url="https://ledger.example/live", authors=("Ada Hall",))
    second = Article("x", "Boats", OTHER, "o", url="https://ledger.example/live")
    with corpus.writing() as writer:
        assert not writer.add([first])[0].reused
        (outcome,) = writer.add([second])
    assert (outcome.article_id, outcome.change, outcome.reused) == ("a1", "changed", True)
    found = corpus.article("a1")
    assert found is not None
    assert (found.published, found.authors, found.source) == (None, (), None)
    one, two = corpus.history("a1")
    assert (one.reused, two.reused, two.current) == (False, True, True)
    assert one.article.body == LONG


def test_history_of_one_version(corpus: Corpus, article: Make) -> None:
    with corpus.writing() as writer:
        writer.add([article("a1")])
    (step,) = corpus.history("a1")
    assert (step.current, step.parts) == (True, ())
    assert corpus.history("nobody") == []


@pytest.mark.skipif(not PAIRS.exists(), reason="the collected news data is not on this machine")
def test_pairs_of_one_address_are_one_article_with_two_versions(corpus: Corpus) -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    pairs.sort(key=lambda pair: float(pair["shingle5_jaccard"]))
    chosen = pairs[:12] + pairs[60:-1:150]
    wanted = {name for pair in chosen for name in (pair["a"], pair["b"])}
    texts: dict[str, Article] = {}
    for path in sorted(PAIRS.parent.glob("articles-*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                values = json.loads(line)
                if values["id"] in wanted:
                    texts[values["id"]] = Article(
                        values["id"], values["title"] or "", values["text"], "o", url=values["url"]
                    )
    for number, pair in enumerate(chosen):
        address = f"https://pairs.example/{number}"  # some addresses are in several pairs
        day = datetime(2026, 3, 5, tzinfo=UTC)
        one, two = (replace(texts[pair[side]], url=address) for side in ("a", "b"))
        with corpus.writing() as writer:
            writer.add([replace(one, id=f"{number}", published=day)])
            (outcome,) = writer.add([replace(two, id=f"other-{number}")])
        assert outcome.article_id == f"{number}"
        if one.version == two.version:
            continue
        assert len(corpus.versions(f"{number}")) == 2
        assert outcome.reused == (float(pair["shingle5_jaccard"]) < 0.01)
    assert corpus.status().articles == len(chosen)
