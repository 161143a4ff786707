"""What a web page shows, block by block in page order, with where each block stands.

A block is a run of text between two elements that part text. Elements are those of the parsed
page (lxml); nothing here needs the library itself.
"""

from typing import Any, NamedTuple

from ingest.text import one_line

MIN_MENU_LINKS = 3
"""How many links make a menu."""

CELL_BAR = " | "
"""What stands between two cells of a row."""

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
"""The elements whose text heads what is below it."""

SILENT = frozenset(
    "head script style noscript template svg iframe object form button select".split()  # noqa: SIM905
)
"""The elements whose text is not read."""

_LISTED = frozenset(["ul", "ol", "li", "dl", "dt", "dd", "p", "blockquote"])
_PARTING = (
    HEADINGS
    | _LISTED
    | frozenset(["html", "body", "div", "section", "article", "main", "header", "footer"])
    | frozenset(["aside", "nav", "pre", "table", "tr", "caption", "figure", "figcaption"])
    | frozenset(["address", "details", "summary", "hr", "br"])
)
_CELLS = frozenset(["td", "th"])
_CELL_END = "\x1f"  # no such character is left in a cleaned text


class Shown(NamedTuple):
    """One block of a page.

    `linked` is the share of its characters that are links, `tag` the kind of the element that
    it is the text of, `home` the container of that element: what lists, quotes and paragraphs
    stand in, `quoted` whether that element is inside a quotation.
    """

    text: str
    linked: float
    tag: str
    home: Any
    quoted: bool


def shown(tree: Any) -> list[Shown]:  # noqa: ANN401 - lxml has no types
    """The blocks of a parsed page in their order; no recursion, it may be nested at will."""
    blocks = _Blocks(tree)
    stack: list[tuple[Any, bool]] = [(tree, False)]  # each element is entered, then left
    while stack:
        node, leaving = stack.pop()
        if leaving:
            blocks.leave(node)
        elif isinstance(node.tag, str) and node.tag not in SILENT and not hides(node):
            blocks.enter(node)
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node))
            continue
        if node is not tree:
            blocks.add(node.tail)
    blocks.flush()
    return blocks.done


def hides(element: Any) -> bool:  # noqa: ANN401
    """Whether an element says of itself that it is not to be seen."""
    if element.get("hidden") is not None:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def drop_menus(tree: Any) -> None:  # noqa: ANN401
    """Take out the menus inside sentences: links in a row with no word between them.

    They open where the pointer is over a name, and are no part of the sentence.
    """
    for span in list(tree.iter("span")):
        links = list(span.iter("a"))
        if len(links) < MIN_MENU_LINKS or span.getparent() is None:
            continue
        if sum(map(_letters, links)) == _letters(span):
            span.drop_tree()


class _Blocks:
    """The blocks so far, and the pieces of the one that is being read."""

    def __init__(self, tree: Any) -> None:  # noqa: ANN401
        self.done: list[Shown] = []
        self._pieces: list[str] = []
        self._linked = 0  # characters of the pieces that are links
        self._links = 0  # how many links are open
        self._open = [tree]  # the elements that part text

    def enter(self, node: Any) -> None:  # noqa: ANN401
        if node.tag in _PARTING:
            self.flush()
            self._open.append(node)
        elif node.tag == "a":
            self._links += 1
        self.add(node.text)

    def leave(self, node: Any) -> None:  # noqa: ANN401
        if node.tag in _PARTING:
            self.flush()
            self._open.pop()
        elif node.tag in _CELLS:
            self._pieces.append(_CELL_END)
        elif node.tag == "a":
            self._links -= 1

    def add(self, text: str | None) -> None:
        if text:
            self._pieces.append(text)
            if self._links:
                self._linked += len(text)

    def flush(self) -> None:
        if self._pieces:
            whole = "".join(self._pieces)
            cells = (one_line(cell) for cell in whole.split(_CELL_END))
            text = CELL_BAR.join(filter(None, cells))
            if text:
                owner = self._open[-1]
                home, quoted = _home(owner)
                share = self._linked / len(whole)
                self.done.append(Shown(text, share, owner.tag, home, quoted))
            self._pieces.clear()
        self._linked = 0


def _home(element: Any) -> tuple[Any, bool]:  # noqa: ANN401
    """The container in which the text of an element stands, and whether it is a quotation."""
    quoted = False
    while element.tag in _LISTED or element.tag in HEADINGS or element.tag == "br":
        above = element.getparent()
        if above is None:
            break
        quoted = quoted or element.tag == "blockquote"
        element = above
    return element, quoted


def _letters(element: Any) -> int:  # noqa: ANN401
    return sum(char.isalnum() for text in element.itertext() for char in text)
