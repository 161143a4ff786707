"""Which language a text is in, and which languages an embedding model knows."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 600
_ENOUGH = 100
_LIKELY = 0.8
_SURE = 0.95
_KIN = ({"no", "nb", "nn", "da"}, {"sr", "hr", "bs", "sh"}, {"id", "ms"}, {"cs", "sk"})
"""Languages that a statistic over letters takes for each other."""

_FRONT = re.compile(r"---\s*\n(.*?)\n---", re.DOTALL)
_LANGUAGE = re.compile(r"^language:[ \t]*(.*(?:\n[ \t]*-[ \t]*.+)*)", re.MULTILINE)
_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8})*)")
_NO_LANGUAGE = {"und", "mul", "mis", "zxx", "root"}  # codes for: unknown, several, other, none
_CODE = re.compile(r"[a-z]{2,3}\b")
_ANY = re.compile(r"multilingual|\bxx\b")


def language_of(text: str, declared: str | None) -> str | None:
    """The language of a text: as declared, unless the text is clearly in another; or None.

    By naive Bayes over letter n-grams (Lui and Baldwin, ACL 2012), which says little of a text
    of a line. Sites often declare the language of their template.
    """
    if len(text) < _ENOUGH:
        return declared
    found, likely = _identifier().classify(text[:_SAMPLE])
    if declared is None:
        return str(found) if likely >= _LIKELY else None
    own = declared.partition("-")[0].lower()
    kin = any(own in family and found in family for family in _KIN)
    return str(found) if likely >= _SURE and own != found and not kin else declared


def declared_language(said: str) -> str | None:
    """The language tag (BCP 47) that a declaration means, such as `en` or `pt-BR`, or None.

    Its first part must be a code of ISO 639 that CLDR or the detector knows: templates declare
    languages that do not exist. Older and longer codes that the detector does not use become
    those in use (`eng` is `en`), and so do English names of languages.
    """
    match = _TAG.fullmatch(said)
    if match is None:
        return _named().get(said.casefold())
    code = match[1].lower()
    if code in _in_use() and code not in _identifier().nb_classes:
        code = _in_use()[code]
    if code in _names() or code in _identifier().nb_classes:
        return None if code in _NO_LANGUAGE else code + match[2].replace("_", "-")
    return _named().get(said.casefold())


def known_languages(folder: Path | None) -> frozenset[str] | None:
    """The codes (ISO 639) that the model card in the folder names, or None when it names none.

    A model card is a `README.md` that begins with YAML, as on the Hugging Face hub.
    """
    try:
        card = (folder / "README.md").read_text(encoding="utf-8") if folder else ""
    except (OSError, UnicodeDecodeError):
        return None
    front = _FRONT.match(card)
    named = _LANGUAGE.search(front[1]) if front else None
    if named is None or _ANY.search(named[1]):
        return None
    return frozenset(_CODE.findall(named[1])) or None


@cache
def _names() -> dict[str, str]:
    """The English names of languages by their codes, from CLDR."""
    from babel import Locale

    return {code: name for code, name in Locale("en").languages.items() if code.isalpha()}


@cache
def _named() -> dict[str, str]:
    return {name.casefold(): code for code, name in _names().items() if code not in _NO_LANGUAGE}


@cache
def _in_use() -> dict[str, str]:
    """The codes in use by those that stood for the same languages before, or in three letters."""
    from babel.core import get_global

    aliases = get_global("language_aliases").items()
    return {old: new for old, new in aliases if old.isalpha() and new.isalpha()}


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
