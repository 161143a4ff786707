"""Corrections, clarifications and updates: what an outlet says about its own article in it.

A notice shows in how its paragraph begins and in its form: a label with a colon behind it
("Correction:", "Update, 3 March:", "Fe de errores:"), or a sentence about the article itself
("An earlier version of this story said ..."). Labels that other notes have as well ("Editor's
note:") count where the text tells of a change.
"""

import re
from collections.abc import Iterator

from corpus.article import Span

MAX_NOTICE_CHARS = 1_500
"""The longest paragraph that is taken for a notice."""

MAX_UPDATES = 3
"""With more updates than this an article is a chronicle, and they are its text."""

_OPEN = r"[\s*•■▪◆♦†_\[({–—-]{0,6}"
_CLOSE = r"[\s*_\])}]{0,4}"
_CORRECTION = (
    "corrections?(?: (?:and|&) clarifications?)?|clarifications?|amendment|erratum|errata"
    "|corrigendum|retraction"
    "|corrección|correcciones|rectificación|aclaración|fe de (?:errores|erratas)"
    "|rectificatif|rectification|précision|errata corrige|korrektur|berichtigung|richtigstellung"
    "|rettifica|correzione|precisazione|correção|retificação|correctie|rectificatie|rättelse"
    "|rettelse|sprostowanie|oprava|oikaisu|исправление|уточнение|訂正|更正|정정"
)
_UPDATE = (
    "updated?|editor[’']s update|actualización|mise à jour|mis à jour|aktualisierung|aktualisiert"
    "|aggiornamento|atualização|bijgewerkt|uppdatering|aktualizacja|обновление|обновлено"
)
_NOTE = (
    r"(?:editor|editors|publisher|author)[’']?s?[’']? notes?|note to readers|editorial note"
    r"|notas? del editor|nota de (?:la )?redacción|n\.? ?de (?:la )?r\.?"
    r"|note de la rédaction|ndlr|anm\. ?d\. ?red\.?|anmerkung der redaktion"
    r"|hinweis der redaktion|transparenzhinweis|nota della redazione|n\.? ?d\.? ?r\.?"
    r"|nota da redação|nota do editor|noot van de redactie"
)
_MONTH = (
    r"(?:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|maj|jun|jui|jul|lug|aug|aoû|ago|sep|set|oct|okt"
    r"|ott|out|nov|dec|dez|déc|dic|gen|ene)[^\W\d]{0,8}\.?"
)
# What may stand between a label and its colon: a date, a time, which correction it is.
_WHEN = (
    rf"(?:[\s,(#|–—-]{{1,3}}(?:\d{{1,4}}(?:st|nd|rd|th|º|er|h)?|[\d:./h-]{{3,16}}|{_MONTH}"
    r"|[ap]\.?m\.?|[ECMP][SD]?T|GMT|UTC|CET|CEST|BST|uhr|heures|ore|at|on|of|the|de|del|am|um|le"
    r"|vom|à|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[.,)]?){0,10}"
)
_LABELLED = re.compile(
    rf"{_OPEN}(?:(?:{_CORRECTION})|(?P<update>{_UPDATE})|(?P<note>{_NOTE})){_WHEN}{_CLOSE}"
    rf"(?:(?<!\d)[:：]|[:：](?!\d)|\s[–—-]\s|[–—](?=\w)|[|])(?P<rest>.*)",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"{_OPEN}(?:{_CORRECTION}){_WHEN}{_CLOSE}[.:]?", re.IGNORECASE)
_STAMP = re.compile(
    rf"{_OPEN}(?:last )?updated?(?: (?:at|on))?(?=[^\d]{{0,14}}\d){_WHEN}{_CLOSE}\.?", re.IGNORECASE
)

_THIS = (
    "(?:article|story|report|post|piece|column|headline|item|analysis|review|obituary|page"
    "|graphic|chart|map|caption|transcript|interview|essay|editorial|list|blog(?: post)?|video"
    "|dispatch|newsletter|file|text|news (?:article|story))"
)
_CHANGED = (
    "(?:updated|corrected|amended|edited|revised|clarified|modified|changed|republished|retracted)"
)
_TELLS = (
    (
        rf"(?:an?|the|in an?) (?:earlier|previous|prior|original|initial|older|first) "
        rf"(?:online )?(?:version|draft|edition) of (?:this|the|our) (?:[\w’'-]+ )?{_THIS}\b"
    ),
    (
        rf"this (?:[\w’'-]+ )?{_THIS}(?: and (?:its |the )?headlines?)? "
        rf"(?:was|were|has been|have been|had been) (?:(?:first|last|since|also) )?{_CHANGED}"
        r"(?! for (?:a|an|the) (?:new|modern|young))(?! (?:and condensed|for (?:length|clarity)))"
        r"(?: (?:and|to) \w+)?(?=[\s:;,.)]|$)"
    ),
    (
        rf"this {_THIS} (?:(?:originally|initially|previously|incorrectly|mistakenly|erroneously) "
        r"(?:said|stated|reported|misstated|misidentified|identified|listed|named|gave|claimed)"
        r"|misstated|misidentified|misspelled)\b"
    ),
    r"(?:due to|because of|owing to) an? (?:editing|production|reporting|editor[’']s|typing) error",
    r"a correction was (?:made|published|issued|appended) (?:on|to|in|at)\b",
    rf"we (?:have )?(?:corrected|amended|updated|clarified) this {_THIS}\b",
    r"\((?:this )?(?:corrects|clarifies|removes|fixes)\b",
    r"(?:una?|en una) (?:versión|edición) (?:anterior|previa) de (?:este|esta)\b",
    r"una primera versión de (?:este|esta)\b",
    (
        r"(?:este|esta) (?:artículo|noticia|información|texto|nota|reportaje|crónica) "
        r"(?:ha sido|fue) (?:actualizad|corregid|modificad|rectificad|editad)[oa]"
    ),
    r"(?:une|dans une) (?:première )?version (?:(?:précédente|antérieure) )?de cet(?:te)?\b",
    (
        r"(?:cet article|cette (?:dépêche|version|page)|ce texte) a été "
        r"(?:mis[e]? à jour|corrigée?|modifiée?|actualisée?|amendée?)"
    ),
    (
        r"(?:in )?eine[r]? (?:früheren?|vorherigen?|ersten?|ursprünglichen?|älteren?|vorigen?) "
        r"(?:version|fassung) (?:dieses|des|der|dieser)\b"
    ),
    (
        r"(?:in )?eine[r]? (?:früheren?|vorherigen?|ursprünglichen?|älteren?) (?:version|fassung) "
        r"(?:war|hieß|stand|hatten|haben|wurde)\b"
    ),
    (
        r"(?:dieser|der) (?:artikel|text|beitrag|bericht) wurde (?:(?:[^.]|\d\.){0,60} )?"
        r"(?:aktualisiert|korrigiert|geändert|ergänzt|überarbeitet|berichtigt)\b"
    ),
    r"(?:una|in una) (?:precedente versione|versione precedente) d(?:i questo|ell[’']articolo)\b",
    (
        r"(?:questo articolo|questa notizia|questo testo) è stat[oa] "
        r"(?:aggiornat|corrett|modificat|rettificat)[oa]"
    ),
    r"(?:uma|em uma|numa|na) versão (?:anterior|prévia|inicial) d(?:este|esta|o texto)\b",
    (
        r"(?:este artigo|esta (?:reportagem|notícia|matéria)|este texto) foi "
        r"(?:atualizad|corrigid|alterad|modificad|retificad)[oa]"
    ),
    r"(?:een|in een) eerdere versie van dit (?:artikel|bericht)\b",
    r"(?:en|i en) tidigare version av (?:denna|den här)\b",
)
_TELLING = re.compile(rf"{_OPEN}(?:{'|'.join(f'(?:{s})' for s in _TELLS)})", re.IGNORECASE)
_EVIDENCE = re.compile(
    rf"\b(?:(?:earlier|previous|prior|original|initial) (?:\w+ )?versions?"
    rf"|(?:was|were|been|we|we have) (?:(?:last|first|since|also) )?{_CHANGED}"
    r"|error|mistakenly|incorrect(?:ly)?|erroneously|inaccurate(?:ly)?|misstated|misidentified"
    r"|misspelled|misquoted|removed from|retract\w*"
    r"|actualizad[oa]|corregid[oa]|versión anterior|por error|mis[e]? à jour|corrigée?|erreur"
    r"|version précédente|korrigiert|aktualisiert|geändert|frühere[nr]? (?:version|fassung)"
    r"|ursprünglich|fälschlich\w*|irrtümlich\w*|aggiornat[oa]|corrett[oa]|versione precedente"
    r"|atualizad[oa]|corrigid[oa]|versão anterior)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"\s.*[.!?…。][\"”’»)\]*_]{0,3}\s*", re.DOTALL)
_UPDATED = re.compile(rf"{_OPEN}(?:last )?(?:{_UPDATE})\b", re.IGNORECASE)
_MIN_CHARS = 10


def notices(body: str) -> tuple[Span, ...]:
    """The paragraphs of a body that correct, clarify or update it, as spans of the body.

    A label that stands alone in its line counts with the paragraph below it.
    """
    return tuple(_notices(body))


def _notices(body: str) -> Iterator[Span]:
    found = list(_each(body))
    updates = sum(1 for _, update in found if update)
    yield from (span for span, update in found if not update or updates <= MAX_UPDATES)


def _each(body: str) -> Iterator[tuple[Span, bool]]:
    """What may be notices, and of each whether it is an update with a label."""
    heading: Span | None = None  # a label that stood alone in the line above
    for span in _paragraphs(body):
        text = body[span.start : span.end]
        if len(text) > MAX_NOTICE_CHARS:
            heading = None
            continue
        if _ALONE.fullmatch(text):
            heading = span
            continue
        if heading is not None and _EVIDENCE.search(text):
            yield heading, False
            yield span, False
        elif _is_notice(text):
            yield span, _UPDATED.match(text) is not None
        heading = None


def _is_notice(text: str) -> bool:
    if _TELLING.match(text) or _STAMP.fullmatch(text):
        return True
    label = _LABELLED.match(text)
    if label is None or len(label["rest"].strip()) < _MIN_CHARS:
        return False
    if label["note"] is None and label["update"] is None:
        return True
    if _EVIDENCE.search(label["rest"]):
        return True
    # "Update:Harbour wall gives way" is a link to another article, and no sentence.
    return label["update"] is not None and _SENTENCE.fullmatch(label["rest"]) is not None


def _paragraphs(body: str) -> Iterator[Span]:
    """The lines of a body without the white space around them; empty ones are left out."""
    start = 0
    for line in body.split("\n"):
        text = line.strip()
        if text:
            first = start + len(line) - len(line.lstrip())
            yield Span(first, first + len(text))
        start += len(line) + 1


def corrections(body: str) -> tuple[Span, ...]:
    """Those notices that tell what an article got wrong: nothing to answer a question with.

    An update tells something new, and is no correction.
    """
    return tuple(span for span in notices(body) if not _UPDATED.match(body, *span))
