"""Lines that describe an article: who wrote it, when, for whom, where it is on the web."""

import re
from dataclasses import dataclass
from datetime import datetime

from ingest.dates import parse_time
from ingest.fields import short, split_authors, web_address
from ingest.furniture import label

MAX_CHARS = 160
"""The longest line that is looked at."""

_MAX_DATE_CHARS = 60
_PUBLISHED = (
    "first published|published|posted|date|created|veröffentlicht|erschienen|publié|publicado"
    "|publicada|fecha|pubblicato|data|gepubliceerd|opublikowano|publicerad|publisert|udgivet"
    "|입력|등록|작성|公開日?|掲載|公開日時|发布时间|发布|發布|日期|опубликовано|дата"
    "|yayınlanma(?: tarihi)?|yayın tarihi|تاريخ النشر|نشر"
)
_UPDATED = (
    "last updated|last modified|updated|modified|aktualisiert|zuletzt aktualisiert|stand"
    "|mis à jour|actualizado|actualizada|aggiornato|atualizado|bijgewerkt|aktualizacja"
    "|uppdaterad|oppdatert|opdateret|수정|업데이트|更新日?|更新时间|обновлено|güncelleme|آخر تحديث"
)
_LINK = r"(?:\s*[:：]\s*|\s+(?:on|at|am|um|le|el|il|em|op|den|dnia)\s+|\s+)"
_DATED = re.compile(rf"(?:(?P<p>{_PUBLISHED})|(?P<u>{_UPDATED})){_LINK}(?P<when>.+)", re.IGNORECASE)
_NEAR = re.compile(
    r"\d|\b(?:today|yesterday|last|ago|gestern|heute|hier|aujourd|ayer|hoy|ieri|oggi|ontem|hoje"
    r"|вчера|сегодня)\b|어제|오늘|昨日|今日|昨天|今天",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\D{0,12}\d{1,2}[:.h]\d{2}\D{0,12}")
_YEAR = re.compile(r"(?:^|\D)[12]\d{3}(?:\D|$)")
_SOURCE = re.compile(
    r"(?:source|quelle|fuente|fonte|bron|źródło|källa|kilde|출처|来源|來源|出典|источник|المصدر|kaynak)"
    r"\s*[:：]\s*(\S.*)",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:(?:url|link|canonical|permalink)\s*:\s*)?(https?://\S+)", re.IGNORECASE)
_NAME = (
    r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*)(?:\s+(?:(?:de|da|do|dos|der|den|del|della|di|van|von|zu|la|le"
    r"|el|al|bin|ibn|af|av)\s+){0,2}[^\W\d_a-zß-ÿ][\w.'’-]*){1,3}"
)
_NAMES = re.compile(
    rf"({_NAME}(?:(?:\s*,\s*|\s*,?\s+(?:and|und|et|y|e|en|och|og|&)\s+){_NAME}){{0,4}})"
    r"(?:\s*,\s*[\w ]{2,40})?"
)
_BY = "by|von|par|por|di|door|av|af"
_WROTE = "written|posted|geschrieben|verfasst|rédigé|écrit|escrito|scritto|geschreven|skriven"
_ISSUED = "published|veröffentlicht|publié|publicado|pubblicato|gepubliceerd|publicerad"
_OPENING = re.compile(
    rf"(?:(?:{_WROTE})\s+)?(?:{_BY})\s+|글\s+"
    r"|(?:text|tekst|texte|words|author|autor|auteur|story by|reported by)\s*:\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\s+(?:{_BY})\s+", re.IGNORECASE)
_SIGNED = re.compile(rf"(?:(?:{_WROTE}|{_ISSUED})\s+)?(?:{_BY})\s+", re.IGNORECASE)
_ON = re.compile(r"^(?:on|am|le|el|il|em|op|den|dnia|[–—-])\s+", re.IGNORECASE)
_SOMEONE = re.compile(r"[^\W\d_][\w.'’-]{1,40}")
_EAST_ASIAN = re.compile(
    r"(?:\[[^\]]{1,20}\s*)?([가-힣]{2,4})\s*기자\]?(?:\s+\S+@\S+)?"
    r"|(?:文|作者|记者|記者|撰文)\s*[:：|/丨 ]\s*([\u4e00-\u9fff·]{2,8})"
    r"|(?:文|執筆|取材)\s*[:：=＝/ ]\s*([\u3040-\u30ff\u4e00-\u9fff・ ]{2,12})"
)
_CONNECTIVES = re.compile(r"\s+(?:und|et|y|e|en|och|og)\s+")
_SEPARATORS = re.compile(r"\s+[|·•/–—]\s+|\s*[|•·]\s*")


@dataclass(frozen=True, slots=True)
class Description:
    """What one or more lines say about their article.

    `bare` when a date among it stands without a word that says what is dated.
    """

    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    source: str | None = None
    url: str | None = None
    problems: tuple[str, ...] = ()
    bare: bool = False

    def joined(self, later: "Description") -> "Description":
        """This with what only a later line says."""
        return Description(
            self.authors or later.authors,
            self.published or later.published,
            self.updated or later.updated,
            self.source or later.source,
            self.url or later.url,
            self.problems + later.problems,
            self.bare or later.bare,
        )


def describe(line: str) -> Description | None:
    """What a line says about its article, if the whole line unmistakably does only that.

    "By Jane Doe | 5 March 2026 | 4 min read" is such a line; "Published poets by Jane Doe" is
    not. A time that cannot be read becomes a problem, when the line says it is one.
    """
    if len(line) > MAX_CHARS:
        return None
    whole = _part(line)
    if whole is not None:
        return whole
    parts = [part for part in _SEPARATORS.split(line) if part.strip()]
    if len(parts) < 2:  # noqa: PLR2004
        return None
    joined, found = Description(), False
    for part in parts:
        known = _part(part.strip())
        if known is None and label(part.strip()) is None:
            return None
        found = found or known is not None
        joined = joined.joined(known or Description())
    return joined if found else None


def _part(text: str) -> Description | None:
    url = _URL.fullmatch(text)
    if url:
        return Description(url=web_address(url[1]))
    source = _SOURCE.fullmatch(text)
    if source and len(source[1]) <= MAX_CHARS // 2:
        address = web_address(source[1])
        return Description(url=address) if address else Description(source=source[1].strip())
    return _signed(text) or _dated(text) or _byline(text)


def _signed(text: str) -> Description | None:
    """A date and a name in one phrase: "3 March 2026 by Ann Roe", "By Ann Roe on 3 March 2026"."""
    for match in _BETWEEN.finditer(text):
        names = _names(text[match.end() :])
        when = None if names is None else _dated(text[: match.start()])
        if names and when:
            return names.joined(when)
    opening = _SIGNED.match(text)
    if opening is None or not _YEAR.search(text):
        return None
    rest = text[opening.end() :]
    if _bare(rest):
        return None  # "By Monday 5 March 2026"
    blanks = [match.span() for match in re.finditer(r"\s+", rest)]
    for begin, end in blanks:
        names = _names(rest[:begin].rstrip(" ,;:–—-"))
        when = None if names is None else _dated(_ON.sub("", rest[end:]))
        if names and when and not when.problems:
            return names.joined(when)
    return None


def _names(text: str) -> Description | None:
    """The names that stand beside a date, where one word is enough; names of programs are none."""
    names = _NAMES.fullmatch(text) or _SOMEONE.fullmatch(text)
    if names is None:
        return None
    name = names[1] if names.re is _NAMES else names[0]
    return Description(authors=split_authors(_CONNECTIVES.sub(" and ", name)))


def _dated(text: str) -> Description | None:
    match = _DATED.fullmatch(text)
    if match and _NEAR.search(match["when"]) and len(match["when"]) <= _MAX_DATE_CHARS:
        return _time("published" if match["p"] else "updated", match["when"].strip(" .()"))
    return _bare(text)


def _bare(text: str) -> Description | None:
    """A line that is a date and nothing else."""
    if len(text) > _MAX_DATE_CHARS or not _YEAR.search(text):
        return None
    try:
        return Description(published=parse_time(text.strip(" .()")), bare=True)
    except ValueError as error:
        if "ambiguous" not in str(error):
            return None
        problem = f"published {error}; the article is in, its date unknown"
        return Description(problems=(problem,), bare=True)


def _time(field: str, when: str) -> Description:
    """What a line that says it is a time says, or what is wrong with it."""
    if _CLOCK.fullmatch(when):
        return Description()  # a time of an unsaid day
    try:
        moment = parse_time(when)
    except ValueError as error:
        told = str(error) if short(when) in str(error) else f"{short(when)}: {error}"
        return Description(problems=(f"{field} {told}; the article is in, its date unknown",))
    if field == "updated":
        return Description(updated=moment)
    return Description(published=moment)


def _byline(text: str) -> Description | None:
    asian = _EAST_ASIAN.fullmatch(text)
    if asian:
        return Description(authors=(next(name for name in asian.groups() if name).strip(),))
    opening = _OPENING.match(text)
    names = _NAMES.fullmatch(text[opening.end() :].strip(" :")) if opening else None
    if names is None:
        return None
    return Description(authors=split_authors(_CONNECTIVES.sub(" and ", names[1])))
