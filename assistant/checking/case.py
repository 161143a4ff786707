"""A statement beside the sentences that are to support it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from assistant.checking.names import Known, missing, names
from assistant.checking.signs import QUOTES
from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Token, Wording


class Case(NamedTuple):
    """A statement with the sentences that are to support it, the best first."""

    statement: Wording
    quotes: tuple[Sentence, ...]
    sources: Sources
    names: Sequence[tuple[Token, ...]]

    @property
    def main(self) -> Wording:
        """The best sentence."""
        return self.quotes[0].wording


def case_of(statement: Wording, quotes: Sequence[Sentence], sources: Sources, known: Known) -> Case:
    """The statement with its quotes, and those that hold what the quotes lack, if there is room."""
    found = names(statement, lambda word: known(word) and word not in sources.proper)
    main, *others = quotes
    case = Case(statement, (main,), sources, found)
    wanted = [bears_out_number(n, case) for n in range(len(statement.amounts))]
    wanted += [bears_out_day(n, case) for n in range(len(statement.days))]
    headlines = headlines_of(case)
    wanted += [partial(_holds, run) for run in found if missing(run, headlines)]
    for bears_out in wanted:
        if not any(map(bears_out, case.quotes)):
            more = _nearest(case, bears_out, others)
            case = case._replace(quotes=(*case.quotes, *more))
    room = QUOTES - len(case.quotes)
    more = [one for one in others if one not in case.quotes]
    return case._replace(quotes=(*case.quotes, *more[: max(0, room)]))


def _holds(name: Sequence[Token], one: Sentence) -> bool:
    return not missing(name, [one.wording])


def _nearest(
    case: Case, bears_out: Callable[[Sentence], bool], preferred: Sequence[Sentence]
) -> list[Sentence]:
    """The sentence that bears something out, of several one that is quoted anyway or is near."""
    main = case.quotes[0]
    fitting = [one for one in case.sources.sentences if bears_out(one)]
    fitting.sort(
        key=lambda one: (one not in preferred, one.hit != main.hit, abs(one.place - main.place))
    )
    return fitting[:1]


def headlines_of(case: Case) -> list[Wording]:
    """The headlines of the articles that are quoted."""
    return [case.sources.headlines[one.hit] for one in case.quotes]


def bears_out_number(number: int, case: Case) -> Callable[[Sentence], bool]:
    """Whether a sentence tells the number of the statement's amounts."""
    amount = case.statement.amounts[number]

    def bears_out(one: Sentence) -> bool:
        return any(amount.agrees(other) for other in one.wording.amounts) or (
            not amount.unit and any(day.year == amount.value for day in one.wording.days)
        )

    return bears_out


def bears_out_day(number: int, case: Case) -> Callable[[Sentence], bool]:
    """Whether a sentence tells the day of the statement's days."""
    day = case.statement.days[number]
    only_year = day.year if day[1:5] == (None,) * 4 else None

    def bears_out(one: Sentence) -> bool:
        if any(day.agrees(other, one.published) for other in one.wording.days):
            return True
        if only_year is None:
            return False
        if any(amount.value == only_year for amount in one.wording.amounts):
            return True
        # News of a year leaves it out.
        told = any(other.year for other in one.wording.days)
        return not told and one.published is not None and one.published.year == only_year

    return bears_out


def shown(case: Case, span: tuple[int, int]) -> str:
    """What stands there in the statement."""
    return case.statement.text[span[0] : span[1]].strip()


def run_text(case: Case, name: Sequence[Token]) -> str:
    """A name as the statement writes it."""
    return case.statement.text[name[0].span.start : name[-1].span.end]
