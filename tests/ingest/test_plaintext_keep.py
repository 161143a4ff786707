"""Saved pages of which nothing may be cut, however much it looks like furniture."""

from datetime import UTC, datetime
from textwrap import dedent

import pytest

from ingest.plaintext import read_page

KEPT = {
    "short last sentences": """\
        Mayor silent on ferry

        The mayor was asked three times about the ferry and its price.

        She declined to answer.

        So did he.""",
    "last word is a question": """\
        The last lamp lighter

        He walks from lamp to lamp, as his father did. There are eleven left.

        Who will light them when he is gone?""",
    "list after a colon, at the end": """\
        What the new rules say

        The council has passed four rules for the market square. They are:

        - no cars before noon
        - no music after ten
        - dogs on a lead
        - stalls closed on Sundays""",
    "list under its own heading, at the end": """\
        Storm over the valley

        A storm has crossed the valley. The damage is small.

        ## Key figures

        * 120 trees down
        * 14 roofs damaged
        * no one hurt""",
    "quote lines": """\
        Farewell to the old hall

        The hall is being pulled down. Many came to see it once more.

        “I was married in there”

        “We all learned to dance in that hall”

        The new one will be ready in two years.

        “Then we shall dance again”""",
    "poem at the end": """\
        A poem for the bridge

        The town poet read these lines at the opening. The crowd was still.

        O bridge of iron, bridge of rain,
        you carry us and back again,
        and where the river bends below
        the lights of Osk begin to glow""",
    "poem alone": """\
        November in Osk

        The mill is still,
        the leaves are down,
        a single lamp
        lights up the town.""",
    "correction notice": """\
        Owl count doubles

        The number of owls in the valley has doubled. There are forty now.

        Correction: An earlier version of this article gave the number as thirty.""",
    "author biography": """\
        Why I count owls

        I have counted owls for thirty years. It has taught me patience.

        Ada Fenn is a forester and writes about the woods of the upper valley.""",
    "words of furniture in sentences": """\
        Newsletter editor wins prize

        She edits a newsletter that 40,000 people read. To subscribe you write her a letter.

        Comments on her work are kind. “Share what you know,” she says, “and cookies, too.”

        Residents can sign up at the town hall.""",
    "colon-ended introduction before a quote": """\
        Judge reads verdict

        The judge needed four minutes for it. His last sentence was this:

        “Nobody in this room has won”""",
    "short lines that run on": """\
        Letter from the island

        Dear all,

        The boat comes on Tuesdays now. We have learned to wait for it.

        Yours from the rock,""",
    "Chinese": """\
        小镇买下自己的渡轮

        湖边的小镇买下了自己的渡轮。价格是四百万元。

        镇长说：“谁也不用再跑了。”

        他没有多说。""",
    "words that are labels elsewhere": """\
        Climbers missing on the pass

        Two climbers have been missing since Friday. They had food for three days.

        Search

        Forty people are looking for them. A helicopter comes at dawn.

        Privacy

        The mayor said that she had not given up hope.

        Already a member of the rescue team was on the summit.""",
    "imperatives in an article": """\
        Police ask for help

        A grey bicycle was stolen on Monday. It belongs to the postman.

        Follow the river path and you reach the place, an officer said.

        Listen to the story of the witness and you know as much as we do.

        Melden Sie sich bei der Wache in Osk.""",
    "transcript with names and repeated questions": """\
        Three candidates, three answers

        We asked all three the same thing. Here is what they said.

        Ada Fenn

        Why do you stand?

        For the ferry, and for the mill.

        Bo Lindqvist

        Why do you stand?

        Because nobody else would.

        Cy Poe

        Why do you stand?

        I have been asking myself.""",
    "note on the author without a full stop": """\
        Why the lamps went out

        The lamps went out on Friday. A marten had bitten through the cable.

        Ada Fenn writes about power for the Herald. Write to her at lamps@osk-herald.example""",
    "headline cut short": """\
        Council votes on ferry as harbour master and baker argue over ...

        The council has voted. The ferry stays.""",
    "scores and rows of numbers": """\
        Osk wins the regatta

        The home team won all three heats. The last one was close:

        3:1
        2-0
        104.5 98.2

        In the end nobody was in the water but the referee.

        2027

        The next regatta will be held on the lake.""",
    "headline again in the text": """\
        The owls of Osk are back

        The owls are back in the valley. There are forty of them.

        Video: The owls of Osk are back

        A forester counted them by night. She needed two weeks for it.

        Nobody knows why they had gone. Nobody asks, as long as they stay.""",
    "short headline over a longer standfirst": """\
        Tunnel opens

        Villages in the Mountains Are Now Twenty Minutes From the Sea

        The tunnel was opened on Monday. The first to drive through it was a milk lorry.""",
    "Thai has no full stops": """\
        เมืองริมทะเลสาบซื้อเรือข้ามฟากของตัวเอง

        เมืองริมทะเลสาบได้ซื้อเรือข้ามฟากที่เชื่อมสองฝั่งหลังจากมีข้อพิพาทมานานถึงสามปีเต็ม

        นายกเทศมนตรีกล่าวว่าจะไม่มีใครต้องวิ่งอีกต่อไปเพราะเรือจะรอผู้โดยสารทุกคนที่ท่าเรือ""",
}


@pytest.mark.parametrize("page", KEPT.values(), ids=KEPT)
def test_nothing_is_cut(page: str) -> None:
    lines = [line for line in dedent(page).split("\n") if line.strip()]
    read = read_page(dedent(page))
    assert read.cut == ()
    assert [read.title, *(block.text for block in read.blocks)] == lines


def test_headings_are_lines_with_text_below_them() -> None:
    page = read_page(
        dedent("""\
        Tunnel opens after nine years

        Mountain Villages Are Now Twenty Minutes From the Sea

        The tunnel was opened on Monday. The first to drive through it was a milk lorry.

        Why it took so long

        Water broke in twice. The third time the builders were ready for it.

        What happens to the old road?

        It stays open for bicycles.
        """)
    )
    assert [block.text for block in page.blocks if block.heading] == [
        "Mountain Villages Are Now Twenty Minutes From the Sea",
        "Why it took so long",
        "What happens to the old road?",
    ]


def test_a_standfirst_that_is_a_sentence_is_a_paragraph() -> None:
    page = read_page("Tunnel opens\n\nIt took nine years to build.\n\nThe first lorry came at six.")
    assert page.title == "Tunnel opens"
    assert not any(block.heading for block in page.blocks)


def test_a_short_headline_above_a_button_is_no_menu() -> None:
    page = read_page(
        "Tunnel opens\nBy Ada Fenn\nShare\n\nVillages are twenty minutes from the sea\n\n"
        "The tunnel was opened on Monday. The first through it was a milk lorry."
    )
    assert page.title == "Tunnel opens"
    assert page.blocks[0].text == "Villages are twenty minutes from the sea"


def test_an_interviewers_questions_are_text() -> None:
    page = read_page(
        "“I never wanted to be mayor”\n\nAda Fenn has been mayor of Osk for a year.\n\n"
        "Do you sleep well?\n\nYes, mostly.\n\nWhat was your worst day?\n\nThe day of the flood."
        "\n\nWill you stand again?\n\nAsk me in spring."
    )
    assert [block.text for block in page.blocks][1:3] == ["Do you sleep well?", "Yes, mostly."]
    assert not any(block.heading for block in page.blocks)
    assert page.cut == ()


def test_wrapped_lines_are_joined() -> None:
    page = read_page(
        dedent("""\
        Old weir to be rebuilt

        The weir below the mill has been leaking for many years now, and the
        council has at last found the money to rebuild it. Work is to begin as
        soon as the trout have spawned, which is usually in the first weeks of
        December.

        Until then a fence keeps walkers away from the edge, where the bank has
        already given way in two places.
        """)
    )
    assert [len(block.text.split()) for block in page.blocks] == [44, 20]
    assert page.title == "Old weir to be rebuilt"


def test_lines_of_their_own_stay_apart() -> None:
    page = read_page(
        "Results of the spring regatta\n\nThe regatta was won by the home team on Sunday.\n"
        "It was their first victory on this water since the year the dam was built.\n"
        "A storm ended it."
    )
    assert len(page.blocks) == 3


def test_lines_that_describe_the_article() -> None:
    page = read_page(
        dedent("""\
        Ferry sold
        By Ada Fenn | 5 March 2026 | 3 min read
        Updated: 6 March 2026 08:15
        Source: Osk Herald
        https://osk-herald.example/ferry-sold

        The ferry has been sold. The buyer lives across the lake.
        """)
    )
    about = page.description
    assert about.authors == ("Ada Fenn",)
    assert about.published == datetime(2026, 3, 5, tzinfo=UTC)
    assert about.updated == datetime(2026, 3, 6, 8, 15, tzinfo=UTC)
    assert (about.source, about.url) == ("Osk Herald", "https://osk-herald.example/ferry-sold")
    assert len(page.blocks) == 1


@pytest.mark.parametrize(
    "page",
    [
        "By the river the ferry lay, and nobody had seen who moored it there. It was empty.",
        "The ferry has been sold.\n\nThe buyer lives across the lake.",
    ],
)
def test_a_sentence_is_no_headline(page: str) -> None:
    read = read_page(page)
    assert read.title == ""
    assert read.blocks[0].text == page.split("\n", maxsplit=1)[0]


def test_a_date_that_is_none_is_told() -> None:
    page = read_page("Ferry sold\n\nPublished last Tuesday\n\nThe ferry has been sold to a friend.")
    assert page.description.published is None
    assert "last Tuesday" in page.description.problems[0]
