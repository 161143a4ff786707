"""False statements about the sample articles in the words of these, and true ones beside them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.checking import Checker, Sources
from corpus import Article, Hit, Passage

SAMPLES = Path(__file__).parents[3] / "corpus" / "articles" / "samples"

INQUIRY = "2026-03-16-derailment-interim-report.md"
TOLL = "2026-03-18-bridge-toll-cut.md"
CASTELL = "2026-03-20-castell-appointed.md"
RESIGNS = "2026-03-09-rail-chief-resigns.md"
TABB = "2026-03-02-tabb-trial-opens.md"

FALSE = {
    TOLL: [
        # Of another clause, or exchanged
        "The bridge is to open in September.",
        "Work is now to begin in the spring of 2031.",
        "The bridge is to open in June.",
        "Work is now to begin in June instead of September.",
        "Drivers will pay 3.50 marks to cross the Harbour Bridge.",
        "The repayment period grows from 27 to 22 years.",
        "The government won the vote on 5 March by 33 to 41.",
        # Opposites
        "People who live outside Port Orrim will be able to buy a pass for 38 marks a month.",
        "The chain ferries will stop for the whole building period.",
        "The lower toll will increase income by some six million marks a year.",
        "A plan to drop the last sailing at 11.40 p.m. has been approved.",
        "The bridge is to open in the spring of 2031, half a year earlier than planned.",
        "The piles for the western pylon must be driven 31 metres deep.",
        "The piles for the eastern pylon must be driven 22 metres deep.",
        # Units, rates, bounds
        "The lower toll will reduce income by some six billion marks a year.",
        "People who live in Port Orrim will be able to buy a pass for 38 marks a week.",
        # Denied, or not
        "Nadia Brück was satisfied.",
        "Members of the Coast Alliance would defend the toll in their constituencies.",
        # Somebody else
        "Lionel Brace is the leader of the Uplands Party.",
        "Fenn stands by his own estimate of 530 million.",
        "Transport Minister Nadia Brück announced a lower toll.",
        "The petition was handed in on Monday by the Coast Alliance.",
        # Told as done, or as decided
        "The group decided to organise a second march.",
        "The chain ferries ran for the whole building period.",
        # Claiming more
        "All members of the Coast Alliance had made it known that they would not defend the toll.",
        "The noise barrier explains 27 of the additional 34 million marks.",
        "Brace welcomed the old figure as “a step in my direction”.",
    ],
    INQUIRY: [
        "The report recommends that the railway treat a working sensor as an alarm.",
        "The railway treats a silent sensor as an alarm.",
        "All 212 slopes along Orrimar's railway lines were inspected by 30 June.",
        "The sensor had been out of order for 18 days when a train ran into the debris.",
        "The derailment killed 18 people and injured two.",
        "The part needed to repair it was lying in a storeroom in Tarnholt.",
        "The train came round the bend at 80 kilometres an hour.",
        "Corvell had 260 metres.",
        "The train was doing 120.",
        "Corvell exceeded the limit during the whole journey.",
        "Excessive speed has been confirmed.",
        "The High Valley line reopened on 30 March.",
        "The High Valley line would reopen on 30 March, a week earlier than she had last said.",
        "The railway's maintenance budget had been raised by four per cent last year.",
        "Hallward said that not a single post in slope monitoring had been saved.",
        "The public prosecutor's office in Kellmoor has opened an investigation.",
        "Irena Ambrey, the mother of Walter Ambrey, sat in the second row.",
        "Walter Ambrey sat in the second row.",
        "The joint was delivered to the depot on 13 February.",
        "Sensor No. 4 fell silent on 13 February.",
        "A technician visited on 19 February.",
        "Sunniva Pell rejected all three on the spot.",
        "The joint was never delivered to the depot.",
        "The first two of the four cars left the rails.",
        "The final report is due in June.",
        "Storm Ottilie closed the site for three weeks.",
        "Storm Ottilie opened the site for three days.",
        "Trains on the Coast Line are running up to 12 hours late.",
        "Eleven sensors are buried in the slope below the Corrie Gap cutting.",
        "The order to fit it was written.",
        "Ostrey said that a working sensor would have prevented the accident.",
        "Dario Fenn replied that not a single post in slope monitoring had been lost.",
        "Hallward demanded that Dario Fenn explain to the Assembly why the budget had been cut.",
    ],
    CASTELL: [
        "The tramways cut the number of breakdowns by two per cent.",
        "The cost per kilometre rose by 38 per cent.",
        "The High Valley line will not reopen on 7 April.",
        "The High Valley line will reopen on 30 March.",
        "The High Valley line reopened on 7 April.",
        "Sunniva Pell takes over on Monday from Ifor Castell.",
        "The supervisory board appointed Sunniva Pell as the company's new director.",
        "His contract runs for 38 years.",
        "The annual salary is 265,000 marks, 30,000 more than his predecessor's.",
        "The buses cost the railway 9.8 million marks a day.",
        "Insurance covers 9.8 million.",
        "The board's decision was divided.",
        "The union welcomed the appointment without reservations.",
        "The Transport Ministry paid half of that.",
        "Drivers want a second person in the cab, a demand Castell had refused as too expensive.",
        "Pell, who applied for the post, returns to her old job as head of operations.",
        "Castell resigned on 9 March.",
    ],
    RESIGNS: [
        "Gerrit Malvane has resigned, six days before the derailment at Corrie Gap.",
        "Hanna Corvell, 61, died of her injuries on Sunday.",
        "Walter Ambrey, 44, was killed at the scene.",
        "Eighty other people were hurt.",
        "The journey takes 58 minutes, against an hour and fifty minutes by train.",
        "The railway had promised trains again from 23 March.",
        "Malvane thanked Anneke Hallward for “a decency that is rarer than it ought to be”.",
        "The Accident Investigation Office published first findings within two weeks.",
        "Anneke Hallward said a resignation was no substitute for an answer.",
        "Dario Fenn resigned as chief executive of Orrimar Rail.",
        "Sunniva Pell joined the railway as a driver 23 years ago.",
    ],
    TABB: [
        "Cornelius Tabb was convicted of diverting 2.1 million marks.",
        "Cornelius Tabb diverted 2.1 million marks of depositors' money.",
        "Tabb had opened 312 accounts in the names of savers.",
        "The bank has 26 members.",
        "The guarantee fund has so far paid 2.1 million marks to members.",
        "Ludo Harker is the judge.",
        "Yildan disputes that money is missing.",
        "The bank, founded in 1989, has 312 members.",
        "The widow of a skipper withdrew 11,000 marks for a new roof.",
        "Prosecutor Sefa Yildan told the court that Tabb had opened 26 accounts.",
        "Tabb's lawyer went on trial at the Port Orrim Regional Court.",
    ],
}

TRUE = {
    TOLL: [
        "Work is now to begin in September instead of June.",
        "Work is now to begin in September.",
        "The bridge is to open in the spring of 2031.",
        "Drivers will pay 2.80 marks instead of 3.50 to cross the Harbour Bridge.",
        "Transport Minister Anneke Hallward on Wednesday announced a lower toll.",
        "The ministry has raised its own estimate of the cost from 412 to 446 million marks.",
        "People who live in Port Orrim will be able to buy a pass for 38 marks a month.",
        "The lower toll will reduce income by some six million marks a year, the ministry says.",
        "The repayment period grows from 22 to 27 years.",
        "Nadia Brück, the spokeswoman of Toll-Free Quill, was not satisfied.",
        "The piles for the eastern pylon must be driven 31 metres deep.",
        "The rest is for a noise barrier along Ropewalk Lane.",
        "The chain ferries will run for the whole building period.",
        "A plan to drop the last sailing at 11.40 p.m. has been shelved.",
        "The Uplands Party renewed its call to stop the project.",
    ],
    INQUIRY: [
        "The part needed to repair it, worth 380 marks, was lying in a storeroom in Kellmoor.",
        "The sensor had been out of order for 20 days when a train ran into the debris.",
        "A train ran into the debris, killing two people and injuring 18.",
        "On 11 February sensor No. 4 fell silent.",
        "A technician visited on 13 February and ordered a new one.",
        "The joint was delivered to the depot on 19 February.",
        "The order to fit it was never written.",
        "The driver, Hanna Corvell, braked at once.",
        "The first two of the three cars left the rails.",
        "Early speculation about excessive speed has been ruled out.",
        "Corvell kept below the limit during the whole journey.",
        "The report recommends that the railway treat a silent sensor as an alarm.",
        "Sunniva Pell accepted all three on the spot.",
        "Pell announced that the High Valley line would reopen on 30 March.",
        "Irena Ambrey, the daughter of Walter Ambrey, sat in the second row.",
        "Hallward replied that not a single post in slope monitoring had been lost.",
        "Storm Ottilie closed the site for three days.",
        "The final report is due in November.",
        "The public prosecutor's office in Kellmoor has not opened an investigation.",
    ],
    CASTELL: [
        "The supervisory board appointed Ifor Castell as the company's new director.",
        "Under Castell the tramways cut the number of breakdowns by 38 per cent.",
        "The cost per kilometre rose by only two per cent.",
        "His contract runs for five years.",
        "The annual salary is 265,000 marks, 30,000 less than his predecessor's.",
        "The board's decision was unanimous.",
        "The union welcomed the appointment with reservations.",
        "The Transport Ministry has promised to pay half of that.",
        "The buses cost the railway 41,000 marks a day.",
        "Insurance covers 6.5 million.",
    ],
    RESIGNS: [
        "The chief executive of Orrimar Rail, Gerrit Malvane, has resigned.",
        "Hanna Corvell, 44, died of her injuries on Sunday.",
        "Walter Ambrey, 61, was killed at the scene.",
        "Eighteen other people were hurt.",
        "The railway had promised trains again from 15 March.",
        "The journey takes an hour and fifty minutes, against 58 minutes by train.",
    ],
    TABB: [
        "The bank, founded in 1889, has 312 members.",
        "Six days of hearings are planned.",
        "A verdict is expected on 17 March.",
        "The guarantee fund of the savings banks has so far paid 1.3 million marks to members.",
    ],
}


def _cases(by_file: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(file, text) for file, texts in by_file.items() for text in texts]


@pytest.fixture(scope="module")
def sources(checker: Checker) -> dict[str, Sources]:
    """The articles, each read for itself."""
    return {file: _read(file, checker) for file in FALSE}


def _read(file: str, checker: Checker) -> Sources:
    _, head, body = (SAMPLES / file).read_text(encoding="utf-8").split("---\n", 2)
    title = next(line for line in head.splitlines() if line.startswith("title:"))
    published = datetime.strptime(file[:10], "%Y-%m-%d").replace(tzinfo=UTC)
    article = Article(
        file, title.removeprefix("title:").strip(' "'), body, origin=file, published=published
    )
    passage = Passage(article.id, article.version, 0, 0, len(body), body)
    return checker.read([Hit(article, passage, 1.0, 1, 1, 0.5)])


@pytest.mark.parametrize(("file", "statement"), _cases(FALSE))
def test_what_the_article_does_not_say_does_not_pass(
    checker: Checker, sources: dict[str, Sources], file: str, statement: str
) -> None:
    verdict = checker.check(statement, sources[file])
    assert not verdict.supported, verdict.probability


@pytest.mark.parametrize(("file", "statement"), _cases(TRUE))
def test_what_the_article_says_passes(
    checker: Checker, sources: dict[str, Sources], file: str, statement: str
) -> None:
    verdict = checker.check(statement, sources[file])
    assert verdict.supported, (verdict.reason, verdict.probability)


@pytest.mark.parametrize(
    "statement",
    ["The High Valley line will reopen on 7 April.", "The line will reopen on 7 April."],
)
def test_what_is_told_behind_not_but_is_no_denial(
    checker: Checker, sources: dict[str, Sources], statement: str
) -> None:
    found = checker.examine(statement, sources[CASTELL])
    assert found is not None
    assert found.objection == ""


PAIRS = (
    "Rents in Marl rose by 3 per cent in March and fell by 5 per cent in April. "
    "Edda Roon beat Ilse Tarn in the final after losing to her in 2022. "
    "Roon's father, a tanner, was jailed for two years; her mother was acquitted. "
    "Sales of the tannery reached 4 million marks in 2024, compared with 6 million in 2023. "
    "The new bath was backed by Roon but opposed by Tarn. "
    "Critics praised the bath. "
    "The council agreed to sell the mill, and will reopen the market hall in May."
)


@pytest.fixture(scope="module")
def pairs(checker: Checker) -> Sources:
    """An article that tells two things in each sentence, read."""
    article = Article("pairs", "News from Marl", PAIRS, origin="made")
    passage = Passage(article.id, article.version, 0, 0, len(PAIRS), PAIRS)
    return checker.read([Hit(article, passage, 1.0, 1, 1, 0.5)])


@pytest.mark.parametrize(
    "statement",
    [
        "Rents in Marl rose by 5 per cent in March.",
        "Rents in Marl rose by 3 per cent in April.",
        "Rents in Marl fell by 5 per cent in March.",
        "Rents in Marl fell by 3 per cent in March and rose by 5 per cent in April.",
        "Edda Roon beat Ilse Tarn in 2022.",
        "Roon's mother was jailed for two years.",
        "Roon was jailed for two years.",
        "Edda Roon was jailed for two years.",
        "Sales of the tannery reached 4 million marks in 2023.",
        "Sales of the tannery reached 6 million marks in 2024.",
        "The new bath was backed by Tarn.",
        "The new bath was opposed by Roon.",
        "All critics praised the bath.",
        "The council sold the mill.",
        "The council reopened the market hall in May.",
        "The council will reopen the mill.",
    ],
)
def test_the_parts_of_one_sentence_are_not_mixed(
    checker: Checker, pairs: Sources, statement: str
) -> None:
    verdict = checker.check(statement, pairs)
    assert not verdict.supported, verdict.probability


@pytest.mark.parametrize(
    "statement",
    [
        "Rents in Marl rose by 3 per cent in March.",
        "Rents in Marl fell by 5 per cent in April.",
        "Edda Roon beat Ilse Tarn in the final.",
        "Roon's father was jailed for two years.",
        "Sales of the tannery reached 4 million marks in 2024.",
        "The new bath was backed by Roon.",
        "The new bath was opposed by Tarn.",
        "Critics praised the bath.",
        "The council agreed to sell the mill.",
    ],
)
def test_a_part_of_a_sentence_passes(checker: Checker, pairs: Sources, statement: str) -> None:
    verdict = checker.check(statement, pairs)
    assert verdict.supported, (verdict.reason, verdict.probability)
