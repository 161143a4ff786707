"""The texts under a page's images: taken out of its tree, so that they are no paragraphs.

What is under an image shows in the markup: `figcaption` of HTML, `caption` of schema.org, and class
names that end in "caption" (WordPress's `wp-caption-text` and most others'). An `alt` text is
none: it stands in for an image that is not seen.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ingest.furniture import label
from ingest.lines import is_prose
from ingest.shown import HEADINGS, SILENT, hides
from ingest.text import one_line

MAX_CAPTIONS = 100
"""The most captions of one page."""

MAX_CAPTION_CHARS = 1_500
"""The longest text that is taken for a caption; a longer one is text of the article."""

_CLASS = re.compile(r"(?<!has[-_])(?<!with[-_])(?<!no[-_])[cC]aption(?![a-z])")
_CLASSED = ("figcaption", "p", "div", "span", "dd", "small")
_AROUND = frozenset(("nav", "aside", "footer"))
_IMAGES = ("img", "picture", "video", "noscript", "amp-img")
_OTHER = ("blockquote", "table", "pre", "code")  # what a figure may hold instead of an image
_JOINT = re.compile(r"[.!?…)\]\"”’]$|[^\W\d_A-Z]$")
_BUTTON = re.compile(
    r"\b(?:hide|toggle|show|image|open|close) caption\b"
    r"|\benlarge(?: this)? image\b|\bimage source\b",
    re.IGNORECASE,
)


class Caption(NamedTuple):
    """The text under an image, and the `article` element that it stood in, if any."""

    text: str
    article: Any


def take_captions(tree: Any) -> list[Caption]:  # noqa: ANN401 - lxml has no types
    """Take the captions out of a parsed page, in its order."""
    taken: list[Caption] = []
    for element in list(_marked(tree)):
        if len(taken) == MAX_CAPTIONS:
            break
        text = _text(element)
        above = list(element.iterancestors())
        if text is None or not above or above[-1] is not tree:  # inside one that was taken
            continue
        if any(one.tag in _AROUND or (one.tag == "a" and _has(one, HEADINGS)) for one in above):
            continue
        figure = next((one for one in above if one.tag == "figure"), None)
        if figure is not None and _has(figure, _OTHER):
            continue
        if figure is None and element.tag != "figcaption" and not _near_image(above):
            continue
        if text and label(text) is None:
            article = next((one for one in above if one.tag == "article"), None)
            taken.append(Caption(text, article))
        element.drop_tree()
    return taken


def captions_of(taken: Iterable[Caption], home: Any, described: object) -> tuple[str, ...]:  # noqa: ANN401
    """The captions of one article, each once.

    Args:
        taken: Those of the whole page.
        home: The element that the text of the article stands in, or None. Captions in `article`
            elements beside it are those of other articles.
        described: What the page's JSON-LD has as `image` of the article.
    """
    around = [] if home is None else [home, *home.iterancestors()]
    article = next((one for one in around if one.tag == "article"), None)
    texts = [
        caption.text
        for caption in taken
        if article is None
        or caption.article is None
        or caption.article in around
        or article in caption.article.iterancestors()
    ]
    texts += [text for text in _described(described) if 0 < len(text) <= MAX_CAPTION_CHARS]
    kept: dict[str, str] = {}
    for text in sorted(texts, key=len, reverse=True):  # one with its credit says all of the other
        key = text.casefold().rstrip(". ")
        if not any(key in other for other in kept):
            kept[key] = text
    inside = set(kept.values())
    return tuple(dict.fromkeys(text for text in texts if text in inside))[:MAX_CAPTIONS]


def _marked(tree: Any) -> Iterator[Any]:  # noqa: ANN401
    for element in tree.iter(*_CLASSED):
        if (
            element.tag == "figcaption"
            or "caption" in (element.get("itemprop") or "").lower().split()
            or _CLASS.search(element.get("class") or "")
        ):
            yield element


def _text(element: Any) -> str | None:  # noqa: ANN401
    """The text of a caption, "" where there is none; None where it is more than a caption."""
    if hides(element):
        return ""
    text, linked = "", 0
    for node in element.iter():
        if node.tag not in SILENT and node.text:
            text = _joined(text, node.text)
            linked += len(node.text) if node.tag == "a" else 0
        if node is not element and node.tail:
            text = _joined(text, node.tail)
        if len(text) > 2 * MAX_CAPTION_CHARS:
            return None
    line = one_line(_BUTTON.sub(" ", text))
    if len(line) > MAX_CAPTION_CHARS or (linked * 10 > len(line) * 9 and not is_prose(line)):
        return None  # a headline under a picture that leads elsewhere
    return line


def _joined(text: str, more: str) -> str:
    """Two pieces of text; a blank between them where only the looks of the page parted them."""
    parted = more[:1].isupper() and _JOINT.search(text)
    return f"{text} {more}" if parted else text + more


def _near_image(above: Sequence[Any]) -> bool:
    """Whether an image stands beside an element: in its container, or in that of its container."""
    return any(
        _has(one, _IMAGES) for one in above[:2] if one.tag not in ("body", "main", "article")
    )


def _has(element: Any, tags: Iterable[str]) -> bool:  # noqa: ANN401
    return next(element.iter(*tags), None) is not None


def _described(value: object) -> Iterator[str]:
    """The captions of schema.org's ImageObjects."""
    for image in value if isinstance(value, list) else [value]:
        if isinstance(image, dict) and isinstance(image.get("caption"), str):
            yield one_line(image["caption"])
