"""An answer for use elsewhere: Markdown, plain text, JSON, and its sources for bibliographies.

All that comes from articles is data, and is escaped so that none of it becomes markup, a command or
another entry. BibTeX has no standard beyond its manual (Patashnik, "BibTeXing", 1988); CSL-JSON
follows the CSL 1.0.2 data schema (csl-data.json).
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from assistant.answer import Answer, also_in, one_line, show_date
from corpus import Article

Format = Literal["text", "markdown", "json", "bibtex", "csl"]

_FIRST = 5
_URL_SIGNS = "%/:=&?~#+!$,;'@*-._"
_MONTHS = (
    *("jan", "feb", "mar", "apr", "may", "jun"),
    *("jul", "aug", "sep", "oct", "nov", "dec"),
)
"""The names of months that BibTeX defines."""
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~$&^@]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_LIST = re.compile(r"^(\d+(?=[.)])|(?=[-+=:]))")
_CSL_TAG = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span)\b)", re.IGNORECASE)
_LATEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces also behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}


def export(answer: Answer, form: Format) -> str:
    """The answer in a format; `bibtex` and `csl` are its sources only, each article once.

    Raises:
        ValueError: when there is no such format.
    """
    if form == "text":
        return answer.text
    if form == "markdown":
        return _markdown(answer)
    if form == "json":
        return _json(answer.to_dict())
    if form == "bibtex":
        return "\n\n".join(map(_bibtex, _sources(answer)))
    if form == "csl":
        return _json([_csl(article) for article in _sources(answer)])
    raise ValueError(f"there is no format {form!r}: choose text, markdown, json, bibtex or csl")


def _json(value: Any) -> str:  # noqa: ANN401 - JSON of any shape
    return json.dumps(value, ensure_ascii=False, indent=2)


def _sources(answer: Answer) -> list[Article]:
    return list({one.article.id: one.article for one in answer.citations}.values())


def key_of(article: Article) -> str:
    """The key of an article in bibliographies: the same in every answer, and its alone.

    It is made of ASCII letters and digits: outlet, year and the longest of the first words of the
    headline, for people, and a digest of the article's id.
    """
    word = max(map(_ascii, article.title.split()[:_FIRST]), key=len, default="")
    year = str(article.published.year) if article.published else ""
    digest = hashlib.sha256(article.id.encode()).hexdigest()[:10]
    return "".join(part[:20] for part in (_ascii(article.outlet or ""), year, word, digest))


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def _plain(text: str) -> str:
    """A text in one line, without characters that command."""
    return one_line(_CONTROLS.sub(" ", text))


def _url(article: Article) -> str:
    """The web address of an article in ASCII; empty when it has none that can be opened."""
    try:
        scheme = urlsplit(article.url or "").scheme
    except ValueError:
        return ""
    return quote(article.url or "", safe=_URL_SIGNS) if scheme in ("http", "https") else ""


def _markdown(answer: Answer) -> str:
    """Statements with footnotes that hold their quotes, as GitHub and pandoc read them."""
    parts = [f"# {_escaped(answer.question)}"]
    if answer.lead_in:
        parts.append(_escaped(answer.lead_in))
    if answer.lead is not None:
        parts.append(f"**{_escaped(answer.lead.text)}** [^{answer.lead.citation}]")
    for statement in answer.statements:
        notes = "".join(f"[^{number}]" for number in statement.citations)
        label = f"**{_escaped(statement.label)}:** " if statement.label else ""
        parts.append(f"{label}{_escaped(statement.text)} {notes}")
    if answer.status == "not_found" and answer.nearest:
        parts.append("\n".join(f"- {_described(article)}" for article in answer.nearest))
    parts.extend(map(_escaped, (*answer.remarks, *answer.notes)))
    for citation, notices in zip(answer.citations, answer.notices, strict=True):
        lines = [citation.quote, *notices]
        quoted = "\n\n".join(f"    > {_escaped(line)}" for line in lines)
        names = ", ".join(map(_escaped, also_in(citation.article, citation.also)))
        also = f" · also in {names}" if names else ""
        parts.append(f"[^{citation.number}]: {_described(citation.article)}{also}\n\n{quoted}")
    return "\n\n".join(parts) + "\n"


def _described(article: Article) -> str:
    title, url = _escaped(article.title or "(no headline)"), _url(article)
    linked = f"[{title}](<{url.replace('&', chr(92) + '&')}>)" if url else title
    outlet = _escaped(article.outlet or "outlet unknown")
    return f"{linked} · {outlet} · {show_date(article.published)}"


def _escaped(text: str) -> str:
    """A text in one line that Markdown shows as it stands."""
    signs = _MARKDOWN.sub(lambda found: "\\" + found.group(), _plain(text))
    return _LIST.sub(lambda found: found.group() + "\\", signs)


def _bibtex(article: Article) -> str:
    kind = "article" if article.outlet else "misc"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(article))
    return f"@{kind}{{{key_of(article)},\n{fields}}}"


def _fields(article: Article) -> Iterator[tuple[str, str]]:
    # Braced, a name is not taken apart: it may be that of an agency.
    if names := [f"{{{_latex(name)}}}" for name in article.authors if _plain(name)]:
        yield "author", f"{{{' and '.join(names)}}}"
    # Braced twice, the headline keeps its capitals.
    yield "title", f"{{{{{_latex(article.title or '(no headline)')}}}}}"
    if article.outlet:
        yield "journal", f"{{{_latex(article.outlet)}}}"
    if article.published:
        yield "year", f"{{{article.published.year}}}"
        yield "month", _MONTHS[article.published.month - 1]
        yield "day", f"{{{article.published.day}}}"
    if url := _url(article):
        yield "url", f"{{{url}}}"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _plain(text))


def _csl(article: Article) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": key_of(article),
        "type": "article-newspaper" if article.outlet else "webpage",
        "title": _untagged(article.title or "(no headline)"),
        "container-title": _untagged(article.outlet or ""),
        "author": [{"literal": _untagged(name)} for name in article.authors if _plain(name)],
        "section": _untagged(article.section or ""),
        "language": _plain(article.language or ""),
        "URL": _url(article),
    }
    if article.published:
        day = article.published
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return {name: value for name, value in item.items() if value}


def _untagged(text: str) -> str:
    """A text in which nothing is one of the tags that CSL processors heed, such as <i>."""
    return _CSL_TAG.sub("<\u2060", _plain(text))
