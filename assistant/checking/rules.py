"""What makes a statement wrong however near its words are: each rule gives the reason, or None."""

from assistant.checking.case import Case, headlines_of, run_text
from assistant.checking.clauses import exchanged_figures, foreign_figure, opposite_of_another
from assistant.checking.emphasis import overstated
from assistant.checking.figures import (
    day_from_elsewhere,
    exchanged_numbers,
    figure_of_something_else,
    invented_day,
    invented_number,
    number_from_elsewhere,
    other_number,
    other_rate,
    turned_figure,
)
from assistant.checking.governors import taken_back
from assistant.checking.names import missing
from assistant.checking.opposites import contradicted, denied, turned_away
from assistant.checking.replaced import other_in_its_place, other_word
from assistant.checking.roles import (
    dropped_relation,
    other_agent,
    other_speaker,
    other_subject,
    reversed_roles,
)
from assistant.checking.signs import QUOTES
from assistant.checking.tense import told_as_done
from assistant.checking.wording import plain, word_set

_PRONOUNS = word_set(
    "he she it they him them his her their its who whose this that these those the mr mrs ms dr i"
    " we my our me us"
)
_BEFORE = 10
_BEHIND = 2


def objection(case: Case) -> str | None:
    """Why the statement does not follow from its quotes, for a person; None when nothing shows."""
    if len(case.quotes) > QUOTES:
        return f"It takes more than {QUOTES} sentences of the sources to say this."
    for rule in (
        _invented_quotation,
        invented_number,
        other_number,
        other_rate,
        invented_day,
        day_from_elsewhere,
        number_from_elsewhere,
        figure_of_something_else,
        _clause,
        _invented_name,
        _name_from_elsewhere,
        other_in_its_place,
        exchanged_numbers,
        _roles,
        _agent,
        _relation,
        _subject,
        _speaker,
        turned_figure,
        _denial,
        _taken_back,
        _opposite,
        _told_as_done,
        _overstated,
        other_word,
    ):
        reason = rule(case)
        if reason:
            return reason
    return None


def _invented_quotation(case: Case) -> str | None:
    texts = {case.sources.texts[one.hit] for one in case.quotes}
    for quotation in case.statement.quotations:
        wanted = plain(quotation).casefold().strip(" .,;:!?")
        if not any(wanted in text for text in texts):
            return f"The sources do not hold the quotation “{quotation.strip()}”."
    return None


def _invented_name(case: Case) -> str | None:
    texts = [*(one.wording for one in case.quotes), *headlines_of(case)]
    for name in case.names:
        lacking = missing(name, texts)
        if lacking:
            return f"The name {run_text(case, name)} is not in the sources."
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
            return f"No one sentence says this of {run_text(case, name)}."
    return None


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
    sides = case.statement, case.main
    found = contradicted(*sides) or opposite_of_another(*sides) or turned_away(*sides)
    return f"The source says “{found[1]}”, not “{found[0]}”." if found else None


def _clause(case: Case) -> str | None:
    there = exchanged_figures(case.statement, case.main)
    if there:
        return f"The source tells this together with {there}."
    found = foreign_figure(case.statement, case.main)
    return f"The source has {found[0]} only with “{found[1]}”." if found else None


def _agent(case: Case) -> str | None:
    found = other_agent(case.statement, case.main)
    return (
        f"The source says this of {found[1].title()}, not of {found[0].title()}." if found else None
    )


def _relation(case: Case) -> str | None:
    found = dropped_relation(case.statement, case.main, case.names)
    return f"The source says this of {found[0].title()}'s {found[1]}." if found else None


def _told_as_done(case: Case) -> str | None:
    word = told_as_done(case.statement, case.main)
    return f"The source does not tell it as done: “{word}”." if word else None


def _overstated(case: Case) -> str | None:
    texts = [*(one.wording for one in case.quotes), *headlines_of(case)]
    word = overstated(case.statement, texts)
    return f"The sources do not say “{word}”." if word else None
