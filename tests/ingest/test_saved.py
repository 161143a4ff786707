"""Pages as browsers save them: their parts are no articles, their address is known."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from ingest import saved
from ingest.files import discover
from ingest.readers import read
from ingest.report import Failure
from ingest.saved import parts_folders, saved_from
from ingest.webpage import read_webpage

TEXT = "The sluice of Marn was opened on Monday, and forty people watched it from the bridge. " * 3
URL = "https://marn-echo.example/news/sluice?a=1&b=2"


def page(head: str = "", more: str = "", title: str = "Sluice opened") -> str:
    return (
        f"<!DOCTYPE html>\n{head}<html><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1><p>{TEXT}</p></article>{more}</body></html>"
    )


def found(folder: Path) -> list[str]:
    return [
        str(item.relative_to(folder))
        for item in discover([folder])
        if not isinstance(item, Failure)
    ]


def save(folder: Path, name: str, parts: str, address: str, tag: str = "img src") -> None:
    (folder / parts).mkdir(parents=True)
    (folder / parts / "frame.html").write_text(page(title="Buy now"), "utf-8")
    (folder / parts / "data.json").write_text("{}", "utf-8")
    linked = page(more=f'<{tag}="{address}/x"><a href="https://marn-echo.example/next.html">x</a>')
    (folder / name).write_text(linked, "utf-8")


@pytest.mark.parametrize(
    ("name", "parts", "address"),
    [
        ("Sluice.html", "Sluice_files", "Sluice_files"),
        ("Sluice opened.htm", "Sluice opened_files", "./Sluice%20opened_files"),
        ("Sluice.HTML", "Sluice-Dateien", "Sluice-Dateien"),
        ("A & B.html", "A & B_fichiers", "A%20&amp;%20B_fichiers"),
        ("Écluse_1.html", "Écluse_1_archivos", "%C3%89cluse_1_archivos"),
        ("水门.html", "水门_文件", "水门_文件"),
        ("sluice.htm", "sluice.files", "sluice.files"),
    ],
)
@pytest.mark.parametrize("tag", ["img src", "iframe class=x src", "link rel=x href"])
def test_parts_are_no_articles(
    tmp_path: Path, name: str, parts: str, address: str, tag: str
) -> None:
    save(tmp_path, name, parts, address, tag)
    save(tmp_path / "sub", name, parts, address, tag)
    assert found(tmp_path) == sorted([name, f"sub/{name}"])
    assert len(list(discover([tmp_path / parts]))) == 2  # a folder that is named is meant


def test_other_folders_beside_a_page_are_read(tmp_path: Path) -> None:
    (tmp_path / "news.html").write_text(
        page(more='<a href="news-archive/frame.html">x</a><img src="news-archive/a.png">'), "utf-8"
    )
    for name in ("news-archive", "news_files", "news-2024", "news", "else_files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "frame.html").write_text(page(), "utf-8")
    assert len(found(tmp_path)) == 6


def test_no_page_is_opened_without_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look(page: Path, _: str) -> bool:
        looked.append(page.name)
        return False

    monkeypatch.setattr(saved, "_loads_from", look)
    names = [f"page {number}.html" for number in range(50)] + ["a.html", "a_files", "b.txt"]
    for name in names[:-2]:
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "a_files").mkdir()
    assert parts_folders(tmp_path, names) == set()
    assert looked == ["a.html"]


def test_a_page_that_cannot_be_opened_hides_nothing(tmp_path: Path) -> None:
    save(tmp_path, "a.html", "a_files", "a_files")
    (tmp_path / "a.html").unlink()
    assert found(tmp_path) == ["a_files/data.json", "a_files/frame.html"]
    (tmp_path / "a.html").symlink_to(tmp_path / "gone")
    assert found(tmp_path) == ["a_files/data.json", "a_files/frame.html"]


@pytest.mark.parametrize(
    "head",
    [
        f"<!-- saved from url=(0048){URL.replace('&', '&amp;')} -->\n",
        f"<!-- saved from url=({len(URL):04}){URL} -->\n",
        f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Thu Mar 05 2026\n-->",
    ],
)
def test_the_address_that_a_browser_wrote(tmp_path: Path, head: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page(head), "utf-8")
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.url == URL
    canonical = '<link rel="canonical" href="https://marn.example/1">'
    draft = read_webpage(page(head).replace("</title>", f"</title>{canonical}").encode())
    assert draft.url == "https://marn.example/1"


@pytest.mark.parametrize(
    "head",
    [
        "<!-- saved from url=(0014)about:internet -->",
        "<!-- saved from url=(0022)file:///C:/a/b/c.html -->",
        "<!-- saved from url=(0022)javascript:alert(1) -->",
    ],
)
def test_what_is_no_address_is_none(head: str) -> None:
    draft = read_webpage(page(head).encode())
    assert draft.url is None
    assert draft.problems == ()


@given(st.text(alphabet='<!- saved from url=(1)https://x\n"href', max_size=300))
def test_any_text_is_looked_through(text: str) -> None:
    address = saved_from(text)
    assert address is None or address in text


def test_hostile_pages_take_no_time(tmp_path: Path) -> None:
    started = time.monotonic()
    for piece in ("<a ", "<a href=", '<a src="', "<!-- saved from url=(1)", "<a " + "src=" * 400):
        text = piece * (2_000_000 // len(piece))
        saved_from(text)
        (tmp_path / "a.html").write_text(text, "utf-8")
        (tmp_path / "a_files").mkdir(exist_ok=True)
        assert parts_folders(tmp_path, ["a.html", "a_files"]) == set()
    assert time.monotonic() - started < 20
