"""Pages as browsers save them: the folder of their parts, and the address they came from."""

import re
from collections.abc import Collection
from html import unescape
from pathlib import Path
from urllib.parse import unquote

MAX_LOOK_BYTES = 4 * 1024**2
"""How much of a page is looked through for what it loads."""

_PAGES = (".html", ".htm", ".xhtml")
_WORD = re.compile(r"[ _.-][^\W\d_]{2,20}")  # "_files", "-Dateien", ".files", "_fichiers"
_LOADED = re.compile(
    r"<(\w{1,20})\s[^<>]{0,2000}?\b(?:src|href|data)\s*=\s*"
    r"(?:\"([^\"<>]{1,1000})\"|'([^'<>]{1,1000})')",
    re.IGNORECASE,
)
_HEAD_CHARS = 16_384
_FROM = (
    re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,4000})\s", re.IGNORECASE),
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,4000})\s", re.IGNORECASE),
)


def saved_from(html: str) -> str | None:
    """The address that a browser wrote into a page when it saved it, as it stands there.

    Chrome, Edge and Internet Explorer do ("saved from url"), and the extension SingleFile.
    """
    head = html[:_HEAD_CHARS]
    found = (pattern.search(head) for pattern in _FROM)
    return next((unescape(match[1]) for match in found if match), None)


def parts_folders(folder: Path, names: Collection[str]) -> set[str]:
    """Which of `names` in `folder` are folders with the parts of a saved page: frames, scripts.

    Such a folder has the name of a page beside it and a word behind it, in the browser's
    language. The page loads from it and links to no page in it, as it would to further articles.
    Only pages that have a folder of such a name beside them are opened.
    """
    pages: dict[str, str] = {}
    for name in names:
        path = Path(name)
        if path.suffix.lower() in _PAGES:
            pages[path.stem] = name
    return {
        name
        for name in names
        if pages
        and (page := pages.get(_stem(name)))
        and name != page
        and (folder / name).is_dir()
        and _loads_from(folder / page, name)
    }


def _stem(name: str) -> str:
    """What a page is called whose parts are in the folder `name`; empty when there is no such."""
    separator = max(map(name.rfind, " _.-"))
    return name[:separator] if separator > 0 and _WORD.fullmatch(name, separator) else ""


def _loads_from(page: Path, name: str) -> bool:
    try:
        with page.open("rb") as file:
            text = file.read(MAX_LOOK_BYTES).decode("utf-8", "replace")
    except OSError:
        return False  # it is reported when its turn comes
    loads = False
    for tag, quoted, single in _LOADED.findall(text):
        address = unquote(unescape(quoted or single)).removeprefix("./")
        if address.startswith(f"{name}/"):
            if tag.lower() in ("a", "area") and address.lower().endswith(_PAGES):
                return False
            loads = True
    return loads
