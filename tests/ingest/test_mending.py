"""What an extractor misses or takes too much of on a page, and how the page's build tells."""

import pytest

from ingest.webpage import read_webpage

STORY = (
    "The weir at Osk has been closed since Monday, and nobody can say for how long it will be.",
    "Divers found a crack as long as a bus in its oldest wall, the council said in a statement.",
    "The miller has sent his three workers home. His wheel has stood still for the first time.",
    "Engineers from the coast are expected on Thursday with a barge and two hundred sandbags.",
    "Until then the river is held by an earth bank that volunteers raised in a single night.",
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(body: str) -> list[str]:
    page = f"<html><head><title>Weir closed</title></head><body>{body}</body></html>"
    return [block.text for block in read_webpage(page.encode()).blocks]


def test_an_article_in_parts_between_advertisements_is_read_to_its_end() -> None:
    part = '<div class="grid"><div class="article__body grid__item">{}</div></div>'
    advert = '<div class="row-ad"><div class="ad">Advertisement</div></div>'
    body = advert.join(part.format(paragraphs(text, text.upper())) for text in STORY)
    read = texts(f'<main><h1>Weir closed</h1><div class="wrap">{body}</div></main>')
    assert read == [one for text in STORY for one in (text, text.upper())]


def test_comments_in_containers_of_the_same_kind_stay_out() -> None:
    comment = '<li class="comment"><div class="text">{}</div></li>'
    comments = "".join(comment.format(paragraphs(f"I say: {text}")) for text in STORY)
    read = texts(
        f'<div class="post"><h1>Weir closed</h1><div class="text">{paragraphs(*STORY)}</div></div>'
        f'<ol class="comments">{comments}</ol>'
    )
    assert read == list(STORY)


def test_a_notice_of_the_publisher_is_not_taken_for_the_article() -> None:
    notice = "This copy is for your own use only. © 2026 Osk Herald. All rights reserved."
    read = texts(
        f'<div class="main"><div class="print-header">{paragraphs(notice)}</div></div>'
        f'<article><h1>Weir closed</h1><div class="body">{paragraphs(*STORY)}</div></article>'
    )
    assert read == list(STORY)


def test_embedded_posts_are_quotes_of_the_article() -> None:
    said = "We shall have the weir open by Easter, rain or shine, and the wheel will turn."
    post = f'<div class="embed"><blockquote class="twitter-tweet"><p>{said}</p></blockquote></div>'
    read = texts(
        f'<article><h1>Weir closed</h1><div class="body">{paragraphs(*STORY[:3])}{post}'
        f"{paragraphs(*STORY[3:])}</div></article>"
    )
    assert read == [*STORY[:3], said, *STORY[3:]]


@pytest.mark.parametrize(
    "link",
    [
        '<p><a href="/a">Old depot sold to a dancer from the coast</a></p>',
        '<p><strong>See more:</strong> <a href="/a">Old depot sold to a dancer</a></p>',
        '<h3><a href="/a">Old depot sold to a dancer from the coast</a></h3>',
    ],
)
def test_a_line_that_is_a_link_leads_elsewhere(link: str) -> None:
    body = paragraphs(*STORY[:3]) + link + paragraphs(*STORY[3:])
    assert texts(f"<article><h1>Weir closed</h1>{body}</article>") == list(STORY)


def test_linked_words_of_a_sentence_stay() -> None:
    linked = '<p>The <a href="/r">whole report of the divers</a> is in the library of Osk.</p>'
    body = f"{paragraphs(*STORY[:3])}{linked}{paragraphs(*STORY[3:])}"
    read = texts(f"<article><h1>Weir closed</h1>{body}</article>")
    assert "The whole report of the divers is in the library of Osk." in read


def test_other_articles_inside_or_beside_the_article_stay_out() -> None:
    other = "<article><p>{}</p></article>"
    teasers = "".join(other.format(f"Elsewhere in the valley: {text}") for text in STORY)
    read = texts(
        f"<article><h1>Weir closed</h1>{paragraphs(*STORY)}<section>{teasers}</section></article>"
        f"<article><h2>Depot sold</h2><p>The depot was sold. {STORY[0]}</p></article>"
    )
    assert read == list(STORY)


def test_a_menu_inside_a_sentence_is_no_part_of_it() -> None:
    links = "".join(f'<a href="/{n}">Story number {n}</a> ' for n in range(4))
    body = f"<p>The mayor, Ada Fenn<span class='card'>{links}</span>, saw the crack herself.</p>"
    read = texts(f"<article><h1>Weir closed</h1>{body}{paragraphs(*STORY)}</article>")
    assert read[0] == "The mayor, Ada Fenn, saw the crack herself."


def test_notices_about_the_article_stay() -> None:
    notices = (
        "Correction: The weir was built in 1840, not in 1804.",
        "This article was amended on 3 March 2026 to add a statement of the council.",
    )
    assert texts(f"<article><h1>Weir closed</h1>{paragraphs(*STORY, *notices)}</article>") == [
        *STORY,
        *notices,
    ]


def test_what_is_shown_beside_the_article_is_kept_apart() -> None:
    page = f"""<html><head><title>Weir closed</title><style>p {{}}</style></head><body>
    <nav><a href="/">Home</a> <a href="/w">World</a></nav><script>let x = "unseen";</script>
    <div hidden>Unseen dialogue</div>
    <article><h1>Weir closed</h1>{paragraphs(*STORY)}</article>
    <aside><h3>Related</h3><ul><li><a href="/a">Old depot sold</a></li></ul></aside>
    <footer><p>© 2026 Osk Herald</p></footer></body></html>"""
    draft = read_webpage(page.encode())
    assert draft.cut == ("Home World", "Related", "Old depot sold", "© 2026 Osk Herald")


def test_a_page_that_repeats_itself_takes_no_time() -> None:
    assert len(texts(f"<article><h1>Weir closed</h1>{paragraphs(STORY[0]) * 2_000}</article>")) > 1
