"""Newsletters that came as mail (`.eml`, RFC 5322 and MIME)."""

import email
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email import policy
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import cast

from ingest.draft import Block, Draft
from ingest.fields import draft_from, name_of, read_fields, web_address
from ingest.lines import is_prose
from ingest.plaintext import read_page
from ingest.records import NotAnArticleError
from ingest.text import Decoded, NotTextError, clean, decode, one_line

MAX_PARTS = 100
"""The most parts with parts of their own; deeper nests take the parser ever longer."""

MAX_HEADER_CHARS = 10_000
"""The longest header that is looked at."""

MAX_URL_CHARS = 200
"""A longer address of a newsletter on the web names its reader rather than its text."""

_COMPLETE = 0.8  # of the longest text that is found for a mail
_FEW_WORDS = 12
_HEADERS = re.compile(r"(?:[!-9;-~]+:.*\r?\n(?:[ \t].*\r?\n)*)+")
_NAMES = re.compile(r"^([!-9;-~]+):", re.MULTILINE)
_SAVED_PAGE = re.compile(
    r"^(?:from:\s*[\"<]?saved by|snapshot-content-location:)", re.IGNORECASE | re.MULTILINE
)
_NESTED = re.compile(rb"multipart/|message/", re.IGNORECASE)
_REPLIED = re.compile(r"(?:(re|aw|sv|antw|fwd?|wg|tr|rv|vb)(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_FORWARDS = re.compile(r"(?:^|\s)(?:fwd?|wg|tr|rv|vb)(?:\[\d+\])?\s*:", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\([^()]*\)\s*$")
_LINK = re.compile(
    r"[ \t]?[<(\[][ \t]?https?://[^\s<>()\[\]]+[ \t]?[>)\]]|^[ \t]{0,20}https?://\S+$", re.MULTILINE
)
_ANCHOR = re.compile(
    r"<a\b([^<>]{0,4000})>((?:(?!</a\b).){1,400}?)</a\b", re.IGNORECASE | re.DOTALL
)
_HREF = re.compile(r"href\s*=\s*[\"']?([^\s\"'<>]+)", re.IGNORECASE)
_HIDDEN = re.compile(  # what an inbox shows beside the subject
    r"<(div|span|p|td)\b[^<>]{0,2000}display\s*:\s*none[^<>]{0,2000}>[^<>]{0,2000}</\1\s*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_IN_BROWSER = re.compile(
    r"(?:view|read|open|see).{0,30}(?:browser|online|on the web|web version)|web ?version"
    r"|im browser|online.?(?:ansehen|version)|dans (?:le|votre) navigateur"
    r"|en (?:el|tu|su) navegador|nel browser|no navegador|in (?:de |je |uw )?browser"
    r"|i (?:din )?(?:webbläsare|nettleser|browser)|w przeglądarce|в браузере"
    r"|브라우저|ブラウザ|浏览器",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"unsubscribe|opt out of (?:these|this|our|all|future)|was sent to \S+@|add us to your address"
    r"|(?:manage|update|change) (?:your |my )?(?:e-?mail )?(?:preferences|settings|subscription)"
    r"|you(?:['’]re| are)?(?: \w+)? receiv\w+ (?:this|our|these)|forward to a friend"
    r"|vom newsletter abmelden|newsletter abbestellen|se désabonner|désinscri|vous recevez ce"
    r"|darse de baja|cancelar (?:la |tu |su |a |sua )?(?:suscripci|inscriç|assinat)|disiscriv"
    r"|uitschrijven|afmelden voor|avregistrer|avprenumerer|meld deg av|afmeld nyhed|wypisz się"
    r"|отписаться|구독\s*(?:취소|해지)|수신\s*거부|配信停止|購読解除|退订|取消订阅",
    re.IGNORECASE,
)
_TRACKER = re.compile(
    r"https?://(?:click|clicks|link|links|track|tracking|trk|email|e|r|t|go)\d*\.", re.IGNORECASE
)
_TOKEN = re.compile(r"[A-Za-z0-9_=%+]{32,}")


@dataclass(frozen=True, slots=True)
class _Mail:
    """A mail as far as it is read: its headers by name in lower case, and its texts."""

    headers: dict[str, str]
    pages: tuple[Decoded, ...]
    plain: tuple[Decoded, ...]

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


def is_mail(text: str) -> bool:
    """Whether a text begins with the headers of a mail: from whom, when, and what mails have.

    A web page that a browser saved as a mail is none.
    """
    head = _HEADERS.match(text)
    if head is None or _SAVED_PAGE.search(head[0]):
        return False
    names = {name.lower() for name in _NAMES.findall(head[0])}
    machine = {"message-id", "mime-version", "received", "return-path", "delivered-to"}
    return {"from", "date"} <= names and bool(names & machine)


def read_mail(data: bytes) -> Draft:
    """The newsletter in a mail: its subject is the headline, who sent it the outlet.

    Of the same text in two forms the more complete one is taken. Attachments are left alone. Of a
    forwarded mail neither sender nor date are those of the newsletter, so neither is used.

    Raises:
        NotAnArticleError: when it is no mail, or has no text.
    """
    mail = _parsed(data)
    subject = mail.header("subject")
    forwarded = _FORWARDS.search(subject[: _end_of_replies(subject)]) is not None
    title = subject[_end_of_replies(subject) :] or subject
    found = _most_complete([_of_page(mail.pages), _of_plain(mail.plain)])
    if found is None:
        raise NotAnArticleError("the mail has no text of its own")
    sender, _ = parseaddr(mail.header("from"))
    values: dict[str, object] = {
        "title": title or found.title,
        "source": None if forwarded or "@" in sender else name_of(sender.strip("\"' ")),
        "published": None if forwarded else _COMMENT.sub("", mail.header("date")),
        "url": _address(mail),
        "authors": list(found.authors),
        "id": mail.header("message-id").strip("<> "),
    }
    blocks, cut = _without_footer(found.blocks if forwarded else _with_own_title(found, title))
    problems = {decoded.problem for decoded in (*mail.pages, *mail.plain) if decoded.problem}
    draft = draft_from(read_fields(values), blocks, sorted(problems))
    return replace(
        draft,
        published=draft.published or found.published,
        source=draft.source or found.source,
        url=draft.url or found.url,
        cut=(*found.cut, *cut),
    )


def _parsed(data: bytes) -> _Mail:
    if len(_NESTED.findall(data)) > MAX_PARTS:
        raise NotAnArticleError(f"the mail has more than {MAX_PARTS} parts inside one another")
    # The newer policies parse each header when it is asked for, and raise on odd ones.
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        pages: list[Decoded] = []
        plain: list[Decoded] = []
        for kind, decoded in _texts(message):
            (pages if kind == "text/html" else plain).append(decoded)
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError) as error:
        raise NotAnArticleError("the mail is too broken to be read") from error
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), _readable(str(value)))
    if not {"from", "subject", "date"} & headers.keys():
        raise NotAnArticleError("it is no mail: it has neither sender nor subject nor date")
    return _Mail(headers, tuple(pages), tuple(plain))


def _texts(message: Message) -> Iterator[tuple[str, Decoded]]:
    """Each text of a message that is no attachment, with its kind, in order."""
    stack = [message]
    while stack:
        part = stack.pop()
        kind = part.get_content_type()
        if part.is_multipart():
            if kind != "message/rfc822":
                inside = cast("list[object]", part.get_payload())
                stack.extend(one for one in reversed(inside) if isinstance(one, Message))
        elif kind in ("text/html", "text/plain") and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_param("charset")
                try:
                    yield kind, decode(payload, charset if isinstance(charset, str) else None)
                except NotTextError:
                    continue  # a picture that says it is text


def _readable(raw: str) -> str:
    """A header on one line, its encoded words (RFC 2047) read, in whatever bytes it is."""
    raw = raw[:MAX_HEADER_CHARS]
    try:
        text = decode(raw.encode("utf-8", "surrogateescape")).text
        if "=?" in text:
            text = "".join(_word(*word) for word in decode_header(text))
    except (NotTextError, ValueError, LookupError):
        text = raw
    return one_line(text)


def _word(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    return decode(word, charset).text if charset else word.decode("utf-8", "replace")


def _end_of_replies(subject: str) -> int:
    match = _REPLIED.match(subject)
    return match.end() if match else 0


def _of_page(pages: Sequence[Decoded]) -> Draft:
    """The article in the page of a mail.

    Newsletters are laid out with tables. Reading them as web pages drops some of these and puts
    others in another order; their lines, taken as those of a saved page, are in the right one.
    """
    if not pages:
        return Draft(title="", blocks=())
    from ingest.webpage import fragment_blocks  # loads lxml

    html = _HIDDEN.sub("", "\n".join(page.text for page in pages))
    found = fragment_blocks(html)
    headings = {block.text for block in found if block.heading}
    draft = _as_saved("\n\n".join(block.text for block in found))
    blocks = tuple(Block(b.text, b.heading or b.text in headings) for b in draft.blocks)
    return replace(draft, blocks=blocks)


def _of_plain(texts: Sequence[Decoded]) -> Draft:
    return _as_saved(_LINK.sub("", clean("\n\n".join(text.text for text in texts))))


def _as_saved(text: str) -> Draft:
    """The article in the lines of a mail, without the links over it."""
    lines = text.split("\n")
    top = next((n for n, line in enumerate(lines) if is_prose(line) and not _is_frame(line)), 0)
    above = [line for line in lines[:top] if _is_frame(line)]
    page = read_page("\n".join([*(ln for ln in lines[:top] if ln not in above), *lines[top:]]))
    about = page.description
    return Draft(
        title=page.title,
        blocks=page.blocks,
        url=about.url,
        source=about.source,
        authors=about.authors,
        published=about.published,
        cut=(*above, *page.cut),
    )


def _most_complete(drafts: Sequence[Draft]) -> Draft | None:
    """The first draft that has nearly as much text as the one that has most."""
    lengths = [sum(len(block.text) for block in draft.blocks) for draft in drafts]
    most = max(lengths, default=0)
    return next((d for d, n in zip(drafts, lengths, strict=True) if n > most * _COMPLETE), None)


def _with_own_title(draft: Draft, subject: str) -> list[Block]:
    """The blocks, under the headline in the text where that is not the subject."""
    blocks = [block for block in draft.blocks if block.text.casefold() != subject.casefold()]
    if draft.title and subject and draft.title.casefold() not in subject.casefold():
        return [Block(draft.title, heading=True), *blocks]
    return blocks


def _without_footer(blocks: Sequence[Block]) -> tuple[list[Block], list[str]]:
    """The blocks without those below the text, and the lines that were cut.

    A footer begins with the first line of the end that speaks of the subscription; addresses
    and names follow it. Running text that speaks of something else ends the search for it.
    """
    kept = list(blocks)
    end = start = len(kept)
    while start > 0:
        text = kept[start - 1].text
        if _is_frame(text):
            end = start - 1
        elif is_prose(text) or len(text.split()) > _FEW_WORDS:
            break
        start -= 1
    return kept[:end], [block.text for block in kept[end:]]


def _is_frame(text: str) -> bool:
    """Whether a line speaks of the mail or the subscription."""
    return len(text) <= MAX_URL_CHARS * 2 and bool(_FOOTER.search(text) or _is_link_text(text))


def _is_link_text(text: str) -> bool:
    return len(text.split()) <= _FEW_WORDS and _IN_BROWSER.search(text) is not None


def _address(mail: _Mail) -> str | None:
    """Where the newsletter itself is on the web, if an address says so and names no reader.

    The archive of its list (List-Archive, RFC 2369) is that of all its issues, and no address
    of this one; Archived-At (RFC 5064) is.
    """
    found = [mail.header("archived-at").strip("<> ")]
    for page in mail.pages:
        for attributes, inner in _ANCHOR.findall(page.text):
            href = _HREF.search(attributes)
            if href and _is_link_text(one_line(_TAG.sub(" ", inner))):
                found.append(href[1].replace("&amp;", "&"))
    plausible = (web_address(url) for url in found if not _names_reader(url))
    return next(filter(None, plausible), None)


def _names_reader(url: str) -> bool:
    long = len(url) > MAX_URL_CHARS or _TOKEN.search(url) is not None
    return long or _TRACKER.match(url) is not None
