"""What makes a statement wrong however near its words are: each rule gives the reason, or None."""

from assistant.checking.case import Case, headlines_of, run_text
from assistant.checking.figures import (
    day_from_elsewhere,
    exchanged_numbers,
    invented_day,
    invented_number,
    other_number,
    other_rate,
)
from assistant.checking.governors import taken_back
from assistant.checking.names import missing
from assistant.checking.opposites import contradicted, denied
from assistant.checking.replaced import other_in_its_place
from assistant.checking.roles import other_speaker, other_subject, reversed_roles
from assistant.checking.signs import QUOTES
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
        _invented_name,
        _name_from_elsewhere,
        other_in_its_place,
        exchanged_numbers,
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
    found = contradicted(case.statement, case.main)
    return f"The source says “{found[1]}”, not “{found[0]}”." if found else None
