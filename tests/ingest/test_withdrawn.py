"""What publishers take back and give back, and that a dry run foretells all of it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus import Corpus
from ingest import Report, ingest

TEXT = "The weir of Kellmoor broke on Monday. Nobody was hurt."
SPANISH = "El ayuntamiento ha cerrado el viejo puente después de la tormenta del lunes. Nadie "
SPANISH += "resultó herido, pero el ferry no saldrá antes del fin de semana."

Item = dict[str, object]


def _item(version: int, status: str = "usable", name: str = "urn:1", **more: object) -> Item:
    return {
        "uri": name,
        "headline": "Weir breaks",
        "body_text": TEXT,
        "version": str(version),
        "versioncreated": f"2026-03-05T{version:02}:00:00Z",
        "pubstatus": status,
        **more,
    }


def _only(item: Item, fact: str) -> Item:
    """The item without what else tells which of two is later."""
    dropped = {"version", "versioncreated"} - {fact}
    return {name: value for name, value in item.items() if name not in dropped}


def _write(path: Path, *items: Item) -> Path:
    path.write_text("\n".join(map(json.dumps, items)), "utf-8")
    return path


def _retracted(directory: Path) -> list[bool]:
    with Corpus.open(directory) as corpus:
        answers = {hit.article.id for hit in corpus.search("weir broke Kellmoor")}
        shown = [one.retracted for one in corpus.articles()]
        assert len(answers) == shown.count(False)
        return shown


@pytest.mark.parametrize("fact", ["version", "versioncreated"])
@pytest.mark.parametrize("text", [TEXT, f"{TEXT} The mill is closed."])
def test_a_newer_usable_item_gives_back_what_was_canceled(
    tmp_path: Path, fact: str, text: str
) -> None:
    corpus, wire = tmp_path / "c", tmp_path / "wire.jsonl"
    items = [_only(_item(1), fact), _only(_item(2, "canceled"), fact)]
    items.append(_only(_item(3, body_text=text), fact))
    ingest(_write(wire, *items[:2]), corpus=corpus)
    assert _retracted(corpus) == [True]
    report = ingest(_write(wire, *items), corpus=corpus)
    assert _retracted(corpus) == [False]
    (note,) = report.notes
    assert "answers again" in note
    assert "urn:1" in note
    assert ingest(wire, corpus=corpus).notes == ()


def test_an_older_item_gives_nothing_back(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    ingest(_write(tmp_path / "a.jsonl", _item(1)), corpus=corpus)
    ingest(_write(tmp_path / "b.jsonl", _item(2, "canceled")), corpus=corpus)
    for again in (_item(1), _item(1, section="Region"), _item(2), _item(3, "withheld")):
        ingest(_write(tmp_path / "a.jsonl", again, again), corpus=corpus)
        assert _retracted(corpus) == [True]
    undated = {name: v for name, v in _item(9).items() if not name.startswith("version")}
    ingest(_write(tmp_path / "a.jsonl", undated), corpus=corpus)
    assert _retracted(corpus) == [True], "nothing says that it is newer"


def test_an_older_cancellation_takes_nothing_back(tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    ingest(_write(tmp_path / "a.jsonl", _item(3)), corpus=corpus)
    report = ingest(_write(tmp_path / "b.jsonl", _item(2, "canceled")), corpus=corpus)
    assert (report.retracted, _retracted(corpus)) == (0, [False])
    assert ingest(_write(tmp_path / "b.jsonl", _item(4, "canceled")), corpus=corpus).retracted == 1
    ingest(_write(tmp_path / "b.jsonl", _item(2, "canceled")), corpus=corpus)
    ingest(_write(tmp_path / "c.jsonl", _item(3, section="Region")), corpus=corpus)
    assert _retracted(corpus) == [True], "the last cancellation counts"


def test_what_was_retracted_by_hand_stays_so_and_is_told(tmp_path: Path) -> None:
    corpus, wire = tmp_path / "c", tmp_path / "wire.jsonl"
    ingest(_write(wire, _item(1)), corpus=corpus)
    with Corpus.open(corpus) as opened, opened.writing() as writer:
        writer.retract(["urn:1"])
    assert ingest(_write(wire, _item(2)), corpus=corpus).notes == (), "older than the retraction"
    later = _item(3, versioncreated="2199-01-01T00:00:00Z", body_text=f"{TEXT} Again.")
    (note,) = ingest(_write(wire, later), corpus=corpus).notes
    assert "retracted by hand" in note
    assert "urn:1" in note
    assert "dateline retract ID --undo" in note
    ingest(_write(wire, _item(2, "canceled")), corpus=corpus)
    ingest(_write(wire, _item(4, versioncreated="2199-01-02T00:00:00Z")), corpus=corpus)
    assert _retracted(corpus) == [True]
    with Corpus.open(corpus) as opened, opened.writing() as writer:
        assert writer.reinstate(["urn:1"]) == 1
    assert _retracted(corpus) == [False]


def test_a_retraction_by_hand_on_top_of_a_cancellation(tmp_path: Path) -> None:
    corpus, wire = tmp_path / "c", tmp_path / "wire.jsonl"
    ingest(_write(wire, _item(1), _item(2, "canceled")), corpus=corpus)
    with Corpus.open(corpus) as opened, opened.writing() as writer:
        assert writer.retract(["urn:1"]) == 0
    ingest(_write(wire, _item(3)), corpus=corpus)
    assert _retracted(corpus) == [True]


def test_all_names_of_an_article_are_given_back(tmp_path: Path) -> None:
    corpus, url = tmp_path / "c", "https://wire.example/weir"
    ingest(_write(tmp_path / "a.jsonl", _item(1, url=url)), corpus=corpus)
    ingest(_write(tmp_path / "b.jsonl", _item(2, "canceled")), corpus=corpus)
    ingest(_write(tmp_path / "c.jsonl", _item(3)), corpus=corpus)
    copy: Item = {"title": "Weir breaks", "text": TEXT, "url": url}
    ingest(_write(tmp_path / "d.jsonl", copy), corpus=corpus)
    assert _retracted(corpus) == [False]


def test_the_address_names_what_is_taken_back(tmp_path: Path) -> None:
    corpus, url = tmp_path / "c", "https://wire.example/weir"
    items = [_item(1, name="urn:2", url=url), _item(2, "canceled", url=url)]
    report = ingest(_write(tmp_path / "a.jsonl", *items), corpus=corpus)
    assert (report.new, report.retracted) == (1, 1)
    assert _retracted(corpus) == [True]


ITEMS = st.lists(
    st.builds(
        _item,
        st.integers(1, 4),
        st.sampled_from(["usable", "canceled"]),
        st.sampled_from(["urn:1", "urn:2"]),
        url=st.sampled_from([None, "https://wire.example/1", "https://wire.example/2"]),
        body_text=st.sampled_from([TEXT, f"{TEXT} The mill is closed.", SPANISH]),
    )
    | st.builds(
        lambda title, text: {"title": title, "text": text},
        st.sampled_from(["Weir", "Bridge"]),
        st.sampled_from([TEXT, f"{TEXT} Again.", SPANISH]),
    ),
    min_size=1,
    max_size=5,
)


def _told(report: Report) -> tuple[object, ...]:
    counts = (report.new, report.changed, report.unchanged, report.retracted)
    return (*counts, report.failed, report.notes)


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # an example takes seconds: none is made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(runs=st.lists(st.lists(ITEMS, min_size=1, max_size=2), min_size=2, max_size=3))
def test_a_dry_run_tells_what_the_run_then_does(
    tmp_path_factory: pytest.TempPathFactory, runs: Sequence[Sequence[Sequence[Item]]]
) -> None:
    folder = tmp_path_factory.mktemp("wire")
    corpus = folder / "c"
    (folder / "in").mkdir()
    for files in runs:
        for number, items in enumerate(files):
            _write(folder / "in" / f"{number}.jsonl", *items)
        planned = ingest(folder / "in", corpus=corpus, plan=True)
        done = ingest(folder / "in", corpus=corpus)
        assert _told(planned) == _told(done)
        assert (planned.planned, done.planned) == (True, False)
