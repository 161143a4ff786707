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
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
