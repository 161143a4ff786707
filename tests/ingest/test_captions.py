"""The texts under images: apart from the body, each once."""

import json

import pytest

from ingest.captions import MAX_CAPTION_CHARS, MAX_CAPTIONS
from ingest.draft import Draft
from ingest.webpage import read_webpage

STORY = "".join(
    f"<p>The {name} ferry crossed the Fenn this morning, and the whole town came to see it.</p>"
    for name in ("first", "second", "third", "fourth")
)
IMAGE = '<img src="f.jpg" alt="A ferry on a river">'


def read(markup: str, head: str = "") -> Draft:
    page = f"""<html><head><title>Ferry sails</title>{head}</head><body><article>
    <h1>Ferry sails</h1>{markup}{STORY}</article></body></html>"""
    return read_webpage(page.encode())


NOON = "The ferry at noon. Photo: Ada Fenn"


@pytest.mark.parametrize(
    "markup",
    [
        f"<figure>{IMAGE}<figcaption>{NOON}</figcaption></figure>",
        f"<figure>{IMAGE}<figcaption>{NOON.replace(' P', '<span>P')}</span></figcaption></figure>",
        f'<div class="wp-caption">{IMAGE}<p class="wp-caption-text">{NOON}</p></div>',
        f'<div itemscope>{IMAGE}<span itemprop="caption">{NOON}</span></div>',
        f'<div>{IMAGE}<p class="imageCaption">{NOON} <button>Enlarge this image</button></p></div>',
    ],
)
def test_a_caption_with_its_credit_is_none_of_the_body(markup: str) -> None:
    draft = read(markup)
    assert draft.captions == (NOON,)
    assert len(draft.blocks) == 4
    assert "noon" not in " ".join([*(block.text for block in draft.blocks), *draft.cut])


def test_an_alternative_text_is_no_caption() -> None:
    assert read(f"<figure>{IMAGE}</figure>").captions == ()


def test_captions_of_json_ld_come_after_those_that_are_seen_and_each_once() -> None:
    linked = {
        "@type": "NewsArticle",
        "headline": "Ferry sails",
        "image": [
            {"@type": "ImageObject", "caption": "The ferry at noon"},
            {"@type": "ImageObject", "caption": "The quay at night."},
            "https://osk.example/f.jpg",
        ],
    }
    head = f'<script type="application/ld+json">{json.dumps(linked)}</script>'
    figure = f"<figure>{IMAGE}<figcaption>The ferry at noon. Photo: Ada</figcaption></figure>"
    captions = read(figure * 2, head).captions
    assert captions == ("The ferry at noon. Photo: Ada", "The quay at night.")


def test_quotes_tables_and_teasers_are_no_images() -> None:
    draft = read(
        "<figure><blockquote><p>We shall sail at noon, come rain or shine, said the ferryman, and "
        "nobody doubted him.</p></blockquote><figcaption>Cy Poe, ferryman</figcaption></figure>"
        f"<aside><figure>{IMAGE}<figcaption>Depot sold</figcaption></figure></aside>"
        f'<figure>{IMAGE}<figcaption><a href="/d">Depot sold</a></figcaption></figure>'
        '<div class="text-with-caption-toggle">Captions can be switched on here.</div>'
    )
    assert draft.captions == ()


def test_captions_of_other_articles_stay_out() -> None:
    page = f"""<html><body><article><h1>Ferry sails</h1>{STORY}</article><article><h2>Depot</h2>
    <figure>{IMAGE}<figcaption>The depot in June.</figcaption></figure></article></body></html>"""
    assert read_webpage(page.encode()).captions == ()


def test_captions_are_bounded() -> None:
    figure = "<figure><img src='f'><figcaption>{}</figcaption></figure>"
    many = "".join(figure.format(f"Boat number {n:03}.") for n in range(MAX_CAPTIONS + 20))
    assert len(read(many).captions) == MAX_CAPTIONS
    assert read(figure.format("Boat. " * MAX_CAPTION_CHARS)).captions == ()


def test_a_page_of_pictures_is_an_article_of_captions() -> None:
    figures = "".join(
        f"<figure>{IMAGE}<figcaption>Boat {n} leaves the quay.</figcaption></figure>"
        for n in range(3)
    )
    draft = read_webpage(f"<html><body><h1>Boats</h1>{figures}</body></html>".encode())
    assert [block.text for block in draft.blocks] == [
        f"Boat {n} leaves the quay." for n in range(3)
    ]
