"""Languages of texts, and those that a model says it knows."""

from pathlib import Path

import pytest

from corpus import Article, Corpus
from corpus.languages import declared_language, known_languages, language_of

TEXTS = {
    "en": "The council of Kellmoor has closed the old bridge after the storm of Monday night. "
    "Nobody was hurt, but the ferry will not sail before the weekend.",
    "de": "Der Rat der Stadt hat die alte Brücke nach dem Sturm am Montag gesperrt. Verletzt wurde "
    "niemand, doch die Fähre wird vor dem Wochenende nicht fahren können.",
    "es": "El ayuntamiento ha cerrado el viejo puente después de la tormenta del lunes. "
    "Nadie resultó herido, pero el ferry no saldrá antes del fin de semana.",
    "fr": "La mairie a fermé le vieux pont après la tempête de lundi. Personne n'a été blessé, "
    "mais le bac ne partira pas avant la fin de la semaine prochaine.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_a_text(code: str) -> None:
    assert language_of(TEXTS[code], None) == code
    assert language_of(TEXTS[code], f"{code}-XX") == f"{code}-XX"


def test_a_template_that_declares_another_language_is_not_believed() -> None:
    assert language_of(TEXTS["es"], "en") == "es"
    assert language_of("El puente.", "en") == "en", "too short to tell"
    assert language_of("The bridge.", None) is None


def test_kin_languages_are_as_declared() -> None:
    danish = "Kommunen har lukket den gamle bro efter stormen natten til mandag, og ingen kom til "
    danish += "skade. Færgen sejler ikke før weekenden, siger havnefogeden i byen."
    assert language_of(danish, "nb") == "nb"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        *(("en", "en"), ("pt_BR", "pt-BR"), ("zh-Hant-TW", "zh-Hant-TW"), ("DE", "de")),
        *(("nn", "nn"), ("tl", "tl"), ("gsw", "gsw"), ("gom", "gom")),
        *(("eng", "en"), ("ger", "de"), ("iw", "he"), ("in", "id")),
        *(("English", "en"), ("swedish", "sv"), ("Ewe", "ee")),
        *(("xx-yy-zz", None), ("unknown", None), ("none", None), ("root", None), ("", None)),
        *(("und", None), ("mul-Latn", None), ("zxx", None), ("qqq", None), ("12", None)),
    ],
)
def test_only_languages_that_exist_are_believed(said: str, meant: str | None) -> None:
    assert declared_language(said) == meant


def test_the_language_is_stored_with_the_article(corpus: Corpus) -> None:
    with corpus.writing() as writer:
        (outcome,) = writer.add([Article("a", "Puente", TEXTS["es"], "o")])
        assert outcome.language == "es"
        assert writer.add([Article("a", "Puente", TEXTS["es"], "o")])[0].change == "unchanged"
    found = corpus.article("a")
    assert found is not None
    assert found.language == "es"
    assert corpus.languages == frozenset({"en"})


@pytest.mark.parametrize(
    ("card", "known"),
    [
        ("---\nlanguage: en\nlicense: x\n---\n", {"en"}),
        ("---\nlicense: x\nlanguage:\n- en\n- de\ntags:\n- zz\n---\n", {"en", "de"}),
        ("---\nlanguage: [en, fr]\n---\n", {"en", "fr"}),
        ("---\nlanguage: multilingual\n---\n", None),
        ("---\nlicense: x\n---\nlanguage: en\n", None),
        ("no card", None),
    ],
)
def test_what_a_model_says_of_itself(tmp_path: Path, card: str, known: set[str] | None) -> None:
    (tmp_path / "README.md").write_text(card, encoding="utf-8")
    assert known_languages(tmp_path) == known


def test_a_model_that_says_nothing(tmp_path: Path) -> None:
    assert known_languages(tmp_path) is None
    assert known_languages(None) is None
