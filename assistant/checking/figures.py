"""Numbers and days that the sources do not tell, or tell of something else."""

from itertools import pairwise

from assistant.checking.case import Case, bears_out_day, bears_out_number, shown
from assistant.checking.numbers import Amount, rate_of
from assistant.checking.wording import Wording

_UNIT_AHEAD = 2
_SCORE = 2


def invented_number(case: Case) -> str | None:
    """A number that no quote tells."""
    for number, amount in enumerate(case.statement.amounts):
        if not any(map(bears_out_number(number, case), case.quotes)):
            return f"The number {shown(case, amount.span)} is not in the sources."
    return None


def invented_day(case: Case) -> str | None:
    """A day that no quote tells."""
    for number, day in enumerate(case.statement.days):
        if not any(map(bears_out_day(number, case), case.quotes)):
            return f"The date {shown(case, day.span)} is not in the sources."
    return None


def other_number(case: Case) -> str | None:
    """A number of something of which the quotes tell another number."""
    for amount in case.statement.amounts:
        of = _units(case.statement).get(amount.span.start)
        if of is None:
            continue
        told = [
            (other, _units(one.wording).get(other.span.start))
            for one in case.quotes
            for other in one.wording.amounts
        ]
        same = [other for other, unit in told if unit == of]
        if same and not any(amount.agrees(other) for other in same):
            return f"The sources tell another number than {shown(case, amount.span)}."
    return None


def _units(wording: Wording) -> dict[int, str]:
    """What each amount counts: the next word that tells something, by where the amount stands."""
    found = {}
    for place, token in enumerate(wording.tokens):
        if token.kind == "amount":
            ahead = wording.tokens[place + 1 : place + 1 + _UNIT_AHEAD]
            unit = next((one for one in ahead if one.stem), None)
            if unit is not None and unit.kind == "word":
                found[token.span.start] = unit.stem
    return found


def other_rate(case: Case) -> str | None:
    """A number that is told a month, say, where its quotes tell it a year."""
    for amount in case.statement.amounts:
        mine = rate_of(case.statement.text, amount)
        theirs = {
            rate_of(one.wording.text, other)
            for one in case.quotes
            for other in one.wording.amounts
            if amount.agrees(other)
        } - {""}
        if mine and theirs and mine not in theirs:
            return f"The source says this of a {min(theirs)}, not of a {mine}."
    return None


def day_from_elsewhere(case: Case) -> str | None:
    """A day that only another sentence tells, where the best one tells a day of its own."""
    best = case.quotes[0]
    mine = case.statement.days
    for number, day in enumerate(mine):
        if not bears_out_day(number, case)(best):
            for other in best.wording.days:
                if not any(one.agrees(other, best.published) for one in mine):
                    told, theirs = (
                        text[slice(*span)]
                        for text, span in (
                            (case.statement.text, day.span),
                            (best.wording.text, other.span),
                        )
                    )
                    return f"The source has {theirs} in place of {told}."
    return None


def number_from_elsewhere(case: Case) -> str | None:
    """A number that only another sentence tells, where the best one tells one of its own."""
    best = case.quotes[0]
    mine = case.statement.amounts
    for number, amount in enumerate(mine):
        if not bears_out_number(number, case)(best) and not _set_off(amount, case.statement):
            for other in best.wording.amounts:
                free = not any(one.agrees(other) or other.agrees(one) for one in mine)
                if free and other.unit == amount.unit:
                    there = best.wording.text[slice(*other.span)].strip()
                    return f"The source has {there} in place of {shown(case, amount.span)}."
    return None


def _set_off(amount: Amount, wording: Wording) -> bool:
    """Whether a number stands between commas, as an age does."""
    before, behind = wording.text[: amount.span.start], wording.text[amount.span.end :]
    return before.rstrip().endswith(",") and behind.startswith(",")


def figure_of_something_else(case: Case) -> str | None:
    """A number or day of which the sentences that tell it tell nothing else of the statement."""
    told = {one.stem for one in case.statement.tokens if one.stem and one.kind == "word"}
    tests = [(one.span, bears_out_number(n, case)) for n, one in enumerate(case.statement.amounts)]
    tests += [(one.span, bears_out_day(n, case)) for n, one in enumerate(case.statement.days)]
    for span, bears_out in tests:
        holding = [one for one in case.quotes if bears_out(one)]
        if holding and not any(told & one.wording.stems for one in holding):
            return f"The sources tell {shown(case, span)} of something else."
    return None


def turned_figure(case: Case) -> str | None:
    """A number or day that the statement denies and the best sentence tells: "not 3, but 4"."""
    denied = {one.key for one in case.main.tokens if one.kind != "word" and one.negated}
    told = {one.key for one in case.main.tokens if one.kind != "word" and not one.negated}
    for one in case.statement.tokens:
        if one.kind != "word" and one.negated and denied and one.key in told - denied:
            return f"The source denies another thing than {shown(case, one.span)}."
    return None


def exchanged_numbers(case: Case) -> str | None:
    """Two numbers beside each other, as of a score, that the best sentence has the other way."""
    mine, theirs = _neighbours(case.statement), _neighbours(case.main)
    for one, other in mine - theirs:
        if (other, one) in theirs:
            return f"The source has {one} and {other} the other way round."
    return None


def _neighbours(wording: Wording) -> set[tuple[str, str]]:
    told = [(place, one.key) for place, one in enumerate(wording.tokens) if one.kind == "amount"]
    return {
        (one, other)
        for (start, one), (end, other) in pairwise(told)
        if end - start <= _SCORE and one != other
    }
