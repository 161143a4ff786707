"""Who wrote a saved page and when, and above all: when the page does not say."""

from datetime import UTC, datetime
from textwrap import dedent

import pytest

from ingest.bylines import describe
from ingest.plaintext import read_page

MARCH = datetime(2026, 3, 5, tzinfo=UTC)

UNDATED = {
    "dates of related links": """\
        Mill wheel turns again

        The mill wheel of Osk is turning. The miller worked on it for three winters.

        Related
        Storks land on fire station
        3 January 2019
        Old depot sold to brewery
        5 February 2018""",
    "date of a comment": """\
        Mill wheel turns again

        The mill wheel of Osk is turning. The miller worked on it for three winters.

        Comments

        grumbler
        5 February 2018
        It squeaks, and nobody sleeps.""",
    "a labelled date below a label": """\
        Mill wheel turns again

        The mill wheel of Osk is turning. The miller worked on it for three winters.

        More stories
        Storks land on fire station
        Published: 3 January 2019""",
    "links that no label stands over": """\
        Mill wheel turns again

        The mill wheel of Osk is turning. The miller worked on it for three winters.

        Storks Land on Fire Station
        3 January 2019
        Old Depot Sold to Brewery
        5 February 2018""",
    "a chronicle": """\
        Three winters at the mill

        The wheel broke on a Sunday, and nobody in Osk knew how to mend it.

        3 January 2019

        The miller buys a book about oak wheels.

        5 February 2020

        The first spoke is done, and the river freezes.""",
    "the page's own date is no date": """\
        Mill wheel turns again
        Published last Tuesday

        The mill wheel of Osk is turning. The miller worked on it for three winters.

        Posted: 3 January 2019""",
}


@pytest.mark.parametrize("page", UNDATED.values(), ids=UNDATED)
def test_an_unknown_date_stays_unknown(page: str) -> None:
    assert read_page(dedent(page)).description.published is None


@pytest.mark.parametrize(
    "below",
    ["Published: 5 March 2026", "Posted on 5 March 2026", "Photo: Ivo Brandt\nDate: 2026-03-05"],
)
def test_a_labelled_date_directly_below_the_text_counts(below: str) -> None:
    page = read_page(
        f"Ferry sold\n\nThe ferry has been sold. It leaves in May.\n\n{below}\n\nShare"
    )
    assert page.description.published == MARCH
    assert page.description.problems == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Posted on 5 March 2026 by Ada Fenn", ("Ada Fenn",)),
        ("Posted by Ada Fenn on March 5, 2026", ("Ada Fenn",)),
        ("Published by admin on March 5, 2026", ()),
        ("By Ada Fenn and Bo Lindqvist, 5 March 2026", ("Ada Fenn", "Bo Lindqvist")),
        ("By Ada Fenn Published 5 March 2026", ("Ada Fenn",)),
        ("5. März 2026 von Greta Aumann", ("Greta Aumann",)),
        ("Von Greta Aumann am 5. März 2026", ("Greta Aumann",)),
        ("5 de marzo de 2026 por Inés Otero", ("Inés Otero",)),
        ("Par Odile Marchais, le 5 mars 2026", ("Odile Marchais",)),
        ("5 marzo 2026 di Pia Conti", ("Pia Conti",)),
        ("5 maart 2026 door Jan Visser", ("Jan Visser",)),
        ("5 mars 2026 av Siv Holm", ("Siv Holm",)),
        ("by 물레방아 2026. 3. 5.", ("물레방아",)),
    ],
)
def test_a_date_and_a_name_in_one_line(line: str, authors: tuple[str, ...]) -> None:
    about = describe(line)
    assert about is not None
    assert (about.published, about.authors, about.problems) == (MARCH, authors, ())


@pytest.mark.parametrize(
    "line",
    [
        "By 2026 the ferry will be gone",
        "Ferry sold on 5 March 2026 by the council",
        "Struck by Lightning 5 March 2026",
        "Poems by Ada Fenn",
    ],
)
def test_a_headline_describes_nothing(line: str) -> None:
    assert describe(line) is None
