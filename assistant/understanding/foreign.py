"""Times in German, French and Spanish questions, put into English, in which they are then read.

dateparser knows single dates of these languages, but neither "depuis", nor ranges, nor which days
"letzte Woche" means; the grammar of English times does.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.understanding.expressions import MONTHS

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = ("day", "week", "month", "quarter", "year", "decade")
_COUNTS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NAMED = (*_UNITS, *_COUNTS, *_WEEKDAYS, *MONTHS)
_LEADING_ON = ("", "and", "in", "on", "to", "from")
_NUMBER = r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,4}(?:\.(?=\s)|er\b)?"


class Translated(NamedTuple):
    """Words of a question that may name a time, from `start` to `end`, in English."""

    start: int
    end: int
    english: str


class _Language(NamedTuple):
    known_by: re.Pattern[str]
    """Words of which a question of the language holds one, and hardly any English question."""
    words: dict[str, str]
    run: re.Pattern[str]
    token: re.Pattern[str]


def is_foreign(question: str) -> bool:
    """Whether a question is in one of the languages whose times are known."""
    return any(language.known_by.search(question) for language in _LANGUAGES)


def in_english(question: str) -> Iterator[Translated]:
    """What may name a time in a question of another language; nothing in an English one."""
    plain = question.replace("’", "'")
    for language in _LANGUAGES:
        if language.known_by.search(plain) is None:
            continue
        for run in language.run.finditer(plain):
            words = [
                (found, language.words.get(_folded(found.group()), _number(found.group())))
                for found in language.token.finditer(plain, *run.span())
            ]
            english = [word for _, word in words]
            first, end = 0, len(words)
            while end and english[end - 1] in _LEADING_ON:
                end -= 1
            while first < end and (english[first] == "and" or _stray(english[first:end])):
                first += 1
            if first < end:
                said = _in_order(" ".join(filter(None, english[first:end])))
                yield Translated(words[first][0].start(), words[end - 1][0].end(), said)


def _number(digits: str) -> str:
    """A number without what makes it an ordinal, as in "5." or "1er"."""
    return re.sub(r"\D+$", "", digits)


def _stray(words: list[str]) -> bool:
    """Whether they begin with "last" and not what is the last: "passé" may be a verb."""
    return words[0] == "last" and words[1:2] != [] and words[1] not in _NAMED


def _in_order(words: str) -> str:
    """The words as English has them: "week last" is last week, "three last months" the last three.

    "Before two weeks" is two weeks ago, in these languages.
    """
    count, unit = rf"(\d+|{'|'.join(_COUNTS)})", rf"({'|'.join(_UNITS)})s?"
    words = re.sub(rf"\b{count} last\b", r"last \1", words)
    words = re.sub(rf"\b({'|'.join(_NAMED)}) last\b", r"last \1", words)
    return re.sub(rf"\b(?:before|ago) {count} {unit}\b", r"\1 \2s ago", words)


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())


def _language(
    known_by: str, *, months: str, weekdays: str, units: str, counts: str, others: dict[str, str]
) -> _Language:
    """A language from its words; several for the same thing have strokes between them."""
    words = {
        word: english
        for known, meant in (
            (months, MONTHS),
            (weekdays, _WEEKDAYS),
            (units, _UNITS),
            (counts, _COUNTS),
        )
        for one, english in zip(known.split(), meant, strict=True)
        for word in one.split("|")
    }
    words |= {word: english for known, english in others.items() for word in known.split("|")}
    known = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    token = rf"(?<!\w)(?:{known}|{_NUMBER})(?!\w)".replace(r"\ ", r"\s+")
    return _Language(
        re.compile(rf"(?<!\w)(?:{known_by})(?!\w)", re.IGNORECASE),
        words,
        re.compile(rf"{token}(?:[\s,]+{token}|-{token})*", re.IGNORECASE),
        re.compile(token, re.IGNORECASE),
    )


_LANGUAGES = (
    _language(
        "wer|wie|wann|warum|wieso|wo|welche[rnms]?|ist|wurden?|geschah|passierte?|im|und"
        r"|sagten?|wird|werden|haben|nicht|eine[rnms]?|zum|zur|vom|auf|für|nach|am \d{1,2}\."
        "|gestern|heute|letzte[rnms]?|vergangene[rnms]?|seit|über",
        months="januar|jänner februar märz april mai juni"
        " juli august september oktober november dezember",
        weekdays="montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
        units="tag|tage|tagen woche|wochen monat|monate|monaten|monats quartal|quartals"
        " jahr|jahre|jahren|jahres jahrzehnt",
        counts="ein|eine|einer|einem zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
        others={
            "im|in|im jahr|im jahre": "in",
            "am": "on",
            "seit|ab": "since",
            "vor": "before",
            "nach": "after",
            "bis|bis zum": "until",
            "von|vom": "from",
            "zwischen": "between",
            "und": "and",
            "der|die|das|den|dem|des": "",
            "letzte|letzten|letzter|letztes|letztem|vergangene|vergangenen|vergangener"
            "|vergangenes|vergangenem|vorige|vorigen|voriges": "last",
            "diese|diesen|dieser|dieses|diesem": "this",
            "erste|ersten|erstes": "first",
            "zweite|zweiten|zweites": "second",
            "dritte|dritten|drittes": "third",
            "vierte|vierten|viertes": "fourth",
            "anfang": "early",
            "mitte": "mid",
            "ende": "late",
            "gestern": "yesterday",
            "vorgestern": "the day before yesterday",
            "heute": "today",
        },
    ),
    _language(
        "qui|que|quoi|quels?|quelles?|où|comment (?:le|la|les|est|se|ont)|pourquoi|quand"
        "|est-ce|combien|dans|une|depuis|avec|s'est|c'est|a-t-il|a-t-elle",
        months="janvier février mars avril mai juin"
        " juillet août septembre octobre novembre décembre",
        weekdays="lundi mardi mercredi jeudi vendredi samedi dimanche",
        units="jour|jours semaine|semaines mois trimestre|trimestres an|ans|année|années décennie",
        counts="un|une deux trois quatre cinq six sept huit neuf dix onze douze",
        others={
            "en|au|dans|pendant|durant": "in",
            "depuis": "since",
            "avant": "before",
            "après": "after",
            "jusqu'en|jusqu'au|jusqu'à": "until",
            "entre": "between",
            "et": "and",
            "à": "to",
            "le|la|les|l'|de|du|des|d'": "",
            "dernier|dernière|derniers|dernières|passé|passée": "last",
            "l'an|l'année": "year",
            "ce|cet|cette|ces": "this",
            "premier": "first",
            "deuxième": "second",
            "troisième": "third",
            "quatrième": "fourth",
            "début": "early",
            "mi": "mid",
            "fin": "late",
            "il y a": "ago",
            "hier": "yesterday",
            "avant-hier": "the day before yesterday",
            "aujourd'hui": "today",
        },
    ),
    _language(
        "qué|que|quién|quien|quiénes|cómo|cuándo|cuánt[oa]s?|dónde|cuál|cuáles|por|una|desde"
        "|ayer|hoy|hace|semana|año",
        months="enero febrero marzo abril mayo junio julio"
        " agosto septiembre|setiembre octubre noviembre diciembre",
        weekdays="lunes martes miércoles jueves viernes sábado domingo",
        units="día|días semana|semanas mes|meses trimestre|trimestres año|años década",
        counts="un|una dos tres cuatro cinco seis siete ocho nueve diez once doce",
        others={
            "en|durante": "in",
            "desde": "since",
            "antes de|antes del": "before",
            "después de|después del|tras": "after",
            "hasta": "until",
            "entre": "between",
            "y": "and",
            "a": "to",
            "el|la|los|las|de|del": "",
            "pasado|pasada|pasados|pasadas|último|última|últimos|últimas": "last",
            "este|esta|estos|estas": "this",
            "primer|primero": "first",
            "segundo": "second",
            "tercer": "third",
            "cuarto": "fourth",
            "a principios de": "early",
            "a mediados de": "mid",
            "a finales de": "late",
            "hace": "ago",
            "ayer": "yesterday",
            "anteayer": "the day before yesterday",
            "anoche": "last night",
            "hoy": "today",
        },
    ),
)
