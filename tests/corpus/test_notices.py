"""Corrections, clarifications and updates inside the text of an article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.notices import MAX_UPDATES, notices

STORY = "The ferry to Osk sails again. It was out of service for three winters."


def found(body: str) -> list[str]:
    return [body[span.start : span.end] for span in notices(body)]


@pytest.mark.parametrize(
    "text",
    [
        "Correction: The ferry has two engines, not three.",
        "CORRECTION — The mayor of Osk is Ada Fenn.",
        "Correction, 3 March 2026: The ferry has two engines.",
        "Corrections & Clarifications: An earlier version misnamed the harbour.",
        "(Correction: the toll is four crowns.)",
        "*Clarification: The mill is leased, not owned, by the miller.*",
        "Update, 3 March: The council has voted for the bridge.",
        "UPDATE 5:30 p.m.: The harbour is open again.",
        "Updated at 1:23 p.m.",
        "Last updated 3 March 2026.",
        "This article was amended on 3 March 2026 to correct the name of the mill.",
        "• This article was amended on 3 March 2026. The ferry has two engines.",
        "This story has been updated with a statement from the council.",
        "This story and its headline have been updated.",
        "An earlier version of this story said the ferry had sunk.",
        "In an earlier version of this article, the mill's age was wrong.",
        "The original version of this report misstated the toll.",
        "This article originally misstated who owns the mill.",
        "Editor's note: This story has been corrected to say that the mill is leased.",
        "Editor’s note: A previous version of the story misnamed the miller.",
        "Due to an editing error, the toll was given in shillings.",
        "A correction was made on March 3, 2026: the ferry has two engines.",
        "We have corrected this article after a complaint by the miller.",
        "(Corrects spelling of the miller's name in paragraph 3.)",
        "Corrección: El transbordador tiene dos motores.",
        "Fe de errores: en una versión anterior el peaje era otro.",
        "Una versión anterior de este artículo daba otro nombre al molino.",
        "Este artículo ha sido actualizado con la respuesta del alcalde.",
        "Rectificatif : le bac a deux moteurs et non trois.",
        "Cet article a été modifié le 3 mars pour corriger le nom du moulin.",
        "Une version précédente de cet article donnait un autre nom.",
        "Korrektur: Die Fähre hat zwei Motoren.",
        "In einer früheren Version dieses Artikels hieß die Mühle anders.",
        "Anm. d. Red.: In der ursprünglich veröffentlichten Fassung fehlte ein Name.",
        "Der Artikel wurde am 3. März aktualisiert.",
        "Rettifica: il traghetto ha due motori.",
        "Una precedente versione di questo articolo dava un altro nome.",
        "Errata: a balsa tem dois motores, não três.",
        "Uma versão anterior deste texto dava outro nome ao moinho.",
        "訂正：渡し船のエンジンは三基ではなく二基です。",
    ],
)
def test_a_notice_is_found_word_for_word(text: str) -> None:
    assert found(f"{STORY}\n\n{text}\n\n{STORY}") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The correction in stock markets continued on Tuesday.",
        "Correction officers at Osk prison went on strike.",
        "Corrections department: budget hearing in May",
        "Correction of the river's course will take ten years.",
        "Update your passport before the summer, the council says.",
        "Updated vaccines will be offered from May.",
        "Updates: Live coverage from the harbour",
        "Update:Harbour wall gives way, one hurt",
        "An earlier storm had damaged the wall.",
        "An earlier version of the ferry had one engine.",
        "A previous version of the law was struck down.",
        "This story is about a miller and his wheel.",
        "This story was produced by students of the Osk school of journalism.",
        "This story has been told in the valley for two hundred years.",
        "This interview has been edited for length and clarity.",
        "This interview has been edited and condensed.",
        "Editor's note: Ada Fenn is the mayor of Osk. The views are her own.",
        "Editor's note: This page will be updated through the night.",
        "Editor's note: An updated forecast for the coast is in.",
        "Anm. d. Red.: Der Autor ist Müller in Osk.",
        "Clarification of the rules is expected next week.",
        "The article was amended by parliament to allow tolls.",
        "The amendment: what it says and what it leaves out",
        "Errata sheets are rare in libraries now.",
        "Cet article coûte douze euros au marché.",
        "La corrección de los exámenes durará un mes.",
        "Korrekturen an der Mühle kosten viel Geld.",
        "“Correction,” said the miller, “it was two hundred people.”",
    ],
)
def test_what_only_begins_alike_is_none(text: str) -> None:
    assert found(f"{STORY}\n\n{text}\n\n{STORY}") == []


def test_a_label_in_a_line_of_its_own_counts_with_its_text() -> None:
    said = "An earlier edition of Sunday incorrectly named the miller."
    assert found(f"{STORY}\nCorrection\n{said}") == ["Correction", said]
    assert found(f"{STORY}\nCorrection\n{STORY}") == []


def test_many_updates_are_a_chronicle() -> None:
    updates = [f"Update, {hour} p.m.: The water is rising in Osk." for hour in range(1, 9)]
    assert found("\n\n".join(updates[:MAX_UPDATES])) == updates[:MAX_UPDATES]
    assert found("\n\n".join(updates)) == []
    corrected = "Correction: The river is the Fenn."
    assert found("\n\n".join([*updates, corrected])) == [corrected]


def test_a_long_paragraph_is_text() -> None:
    assert found("Correction: " + "The wheel turned on and on. " * 100) == []


@given(st.lists(st.sampled_from(["Update", ", ", "3 ", ": ", "\n", "(", "Correction", "é", " a"])))
def test_spans_are_ordered_and_hold_whole_lines(pieces: list[str]) -> None:
    body = "".join(pieces)
    lines = {line.strip() for line in body.split("\n")}
    edge = 0
    for start, end in notices(body):
        assert edge <= start < end <= len(body)
        assert body[start:end] in lines
        edge = end


def test_hostile_lines_take_no_time() -> None:
    for piece in ("3 ", "(3", "a.m.", ", of ", "–", "updated at ", "version "):
        notices("Update " + piece * 700)
        notices("Correction" + piece * 700)
        notices("This story was " + piece * 100)
