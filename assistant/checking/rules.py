"""What makes a statement wrong however near its words are: each rule gives the reason, or None."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from assistant.checking.governors import taken_back
from assistant.checking.names import Known, missing, names
from assistant.checking.numbers import rate_of
from assistant.checking.opposites import contradicted, denied
from assistant.checking.roles import other_speaker, other_subject, reversed_roles
from assistant.checking.signs import QUOTES
from assistant.checking.sources import Sentence, Sources
from assistant.checking.wording import Token, Wording, plain, word_set

_PRONOUNS = word_set(
    "he she it they him them his her their its who whose this that these those the mr mrs ms dr i"
    " we my our me us"
)
_BEFORE = 10
_BEHIND = 2
_UNIT_AHEAD = 2
_REPLACED = 3
_SIMILAR = 0.6
_SCORE = 2


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
    wanted = [_bears_out_number(n, case) for n in range(len(statement.amounts))]
    wanted += [_bears_out_day(n, case) for n in range(len(statement.days))]
    headlines = _headlines(case)
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


def objection(case: Case) -> str | None:
    """Why the statement does not follow from its quotes, for a person; None when nothing shows."""
    if len(case.quotes) > QUOTES:
        return f"It takes more than {QUOTES} sentences of the sources to say this."
    for rule in (
        _invented_quotation,
        _invented_number,
        _other_number,
        _other_rate,
        _invented_day,
        _day_from_elsewhere,
        _invented_name,
        _name_from_elsewhere,
        _other_in_its_place,
        _exchanged_numbers,
        _roles,
        _subject,
        _speaker,
        _denial,
        _taken_back,
        _opposite,
    ):
        reason = rule(case)
        if reason:
            return reason
    return None


def _headlines(case: Case) -> list[Wording]:
    return [case.sources.headlines[one.hit] for one in case.quotes]


def _invented_quotation(case: Case) -> str | None:
    texts = {case.sources.texts[one.hit] for one in case.quotes}
    for quotation in case.statement.quotations:
        wanted = plain(quotation).casefold().strip(" .,;:!?")
        if not any(wanted in text for text in texts):
            return f"The sources do not hold the quotation “{quotation.strip()}”."
    return None


def _bears_out_number(number: int, case: Case) -> Callable[[Sentence], bool]:
    amount = case.statement.amounts[number]

    def bears_out(one: Sentence) -> bool:
        return any(amount.agrees(other) for other in one.wording.amounts) or (
            not amount.unit and any(day.year == amount.value for day in one.wording.days)
        )

    return bears_out


def _other_rate(case: Case) -> str | None:
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


def _bears_out_day(number: int, case: Case) -> Callable[[Sentence], bool]:
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


def _invented_number(case: Case) -> str | None:
    for number, amount in enumerate(case.statement.amounts):
        if not any(map(_bears_out_number(number, case), case.quotes)):
            return f"The number {_shown(case, amount.span)} is not in the sources."
    return None


def _invented_day(case: Case) -> str | None:
    for number, day in enumerate(case.statement.days):
        if not any(map(_bears_out_day(number, case), case.quotes)):
            return f"The date {_shown(case, day.span)} is not in the sources."
    return None


def _day_from_elsewhere(case: Case) -> str | None:
    """A day that only another sentence tells, where the best one tells a day of its own."""
    best = case.quotes[0]
    mine = case.statement.days
    for number, day in enumerate(mine):
        if not _bears_out_day(number, case)(best):
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


def _invented_name(case: Case) -> str | None:
    texts = [*(one.wording for one in case.quotes), *_headlines(case)]
    for name in case.names:
        lacking = missing(name, texts)
        if lacking:
            start, end = name[0].span.start, name[-1].span.end
            return f"The name {case.statement.text[start:end]} is not in the sources."
    return None


def _name_from_elsewhere(case: Case) -> str | None:
    """A name that another sentence has must be one that the best sentence can mean by a pronoun."""
    main = case.quotes[0]
    headline = case.sources.headlines[main.hit]
    for name in case.names:
        if not missing(name, [main.wording, headline]):
            continue
        holding = [one for one in case.quotes if not missing(name, [one.wording])]
        meant = any(
            one.hit == main.hit and -_BEHIND <= main.place - one.place <= _BEFORE for one in holding
        )
        # Of a name told in full elsewhere a part may do.
        part = len(missing(name, [main.wording, headline])) < len(name)
        if not part and not (meant and _PRONOUNS & main.wording.words):
            return f"No one sentence says this of {_text(case, name)}."
    return None


def _text(case: Case, name: Sequence[Token]) -> str:
    return case.statement.text[name[0].span.start : name[-1].span.end]


def _shown(case: Case, span: tuple[int, int]) -> str:
    return case.statement.text[span[0] : span[1]].strip()


def _other_number(case: Case) -> str | None:
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
            return f"The sources tell another number than {_shown(case, amount.span)}."
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


def _other_in_its_place(case: Case) -> str | None:
    """A number, day or name where an otherwise like sentence has another."""
    named = {token.span for name in case.names for token in name}
    for mine, theirs in _replaced(case.statement, case.main):
        for token in mine:
            if token.stem in {one.stem for one in theirs}:
                continue
            if token.kind == "word" and token.span not in named:
                continue
            others = [
                one
                for one in theirs
                if one.kind == token.kind
                and (token.kind != "word" or one.key in case.sources.proper)
            ]
            rivals = [one for one in others if one.key not in case.statement.words]
            if (rivals and not _same_thing(token, rivals, case)) or (others and not rivals):
                there = case.main.text[slice(*others[0].span)]
                return f"The source has {there.strip()} in place of {_shown(case, token.span)}."
    return None


def _same_thing(token: Token, rivals: Sequence[Token], case: Case) -> bool:
    """Whether the rivals say the same in another form."""
    starts = {one.span.start for one in rivals}
    main = case.quotes[0]
    if token.kind == "amount":
        amounts = [one for one in case.main.amounts if one.span.start in starts]
        mine = next(one for one in case.statement.amounts if one.span == token.span)
        return any(mine.agrees(one) for one in amounts)
    if token.kind == "day":
        found = [one for one in case.main.days if one.span.start in starts]
        day = next(one for one in case.statement.days if one.span == token.span)
        return any(day.agrees(one, main.published) for one in found)
    # "R." for "Ruben", "WMA" for "World Meadow Alliance".
    name = next(run for run in case.names if token in run)
    return token.key not in case.main.words and not missing(name, [case.main])


def _replaced(
    statement: Wording, source: Wording
) -> Iterator[tuple[tuple[Token, ...], tuple[Token, ...]]]:
    """What differs between two sentences that are otherwise much alike: few words for few."""
    matcher = SequenceMatcher(None, statement.keys, source.keys, autojunk=False)
    blocks = matcher.get_opcodes()
    same = sum(end - start for kind, start, end, _, _ in blocks if kind == "equal")
    if same < _SIMILAR * len(statement.keys):
        return
    for kind, start, end, left, right in blocks:
        mine, theirs = statement.tokens[start:end], source.tokens[left:right]
        if kind == "replace" and max(len(mine), len(theirs)) <= 2 * _REPLACED:
            yield mine, theirs


def _exchanged_numbers(case: Case) -> str | None:
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


def _roles(case: Case) -> str | None:
    turned = reversed_roles(case.statement, case.main, case.names)
    if turned:
        one, other = (name.title() for name in turned)
        return f"The source has {one} and {other} the other way round."
    return None


def _subject(case: Case) -> str | None:
    found = other_subject(case.statement, case.main, case.names, case.sources.proper)
    return (
        f"The source says this of {found[1].title()}, not of {found[0].title()}." if found else None
    )


def _speaker(case: Case) -> str | None:
    name = other_speaker(case.statement, case.main, case.names)
    return f"The source has somebody else than {name.title()} say this." if name else None


def _denial(case: Case) -> str | None:
    others = [one.wording for one in case.quotes[1:]]
    if denied(case.statement, case.main, others):
        return "One of statement and source denies what the other says."
    return None


def _taken_back(case: Case) -> str | None:
    word = taken_back(case.statement, case.main)
    return f"The source says this only with “{word}”." if word else None


def _opposite(case: Case) -> str | None:
    found = contradicted(case.statement, case.main)
    return f"The source says “{found[1]}”, not “{found[0]}”." if found else None
