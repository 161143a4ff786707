"""Words of a question that say nothing of what it is about: thanks, and how it is to be told."""

import re
from typing import NamedTuple

_FOR = r"(?: (?:a lot|so much|very much|again|for (?:that|this|the \w+|your \w+)))?"
_COURTESY = (
    rf"(?:(?:many )?thanks{_FOR}|thank you{_FOR}|thx|ok(?:ay)?|o\.k|all ?right|great"
    r"|got it|i see|understood)"
)
_GREETING = (
    r"(?:hello|hi|hey|hi there|hello there|good (?:morning|afternoon|evening|day|night)"
    r"|bye|goodbye|yes|no|please|sorry|never mind|cheers|good|very good|perfect|excellent)"
)
_ONLY_POLITE = re.compile(rf"\W*(?:\b(?:{_COURTESY}|{_GREETING})\b\W*)+", re.IGNORECASE)
_POLITE_FIRST = re.compile(
    rf"^\W*(?:no,? )?{_COURTESY}\b(?:\W+{_COURTESY}\b)*\s*[,.;:!–—-]+\s*(?=\w)", re.IGNORECASE
)
_READ = 200
"""So many characters of a question are read for courtesies, which are short."""

_FORM = (
    r"(?:time ?lines?|chronolog(?:y|ies)|chronicle|summar(?:y|ies)|overview|synopsis|recap|rundown"
    r"|round-?up|(?:sequence|course) of events)"
)
_FORM_FIRST = re.compile(
    r"^\W*(?:(?:please|can you|could you|would you|will you)\s+)*"
    r"(?:"
    r"(?:(?:give|show|make|write|draw up|prepare|i (?:want|need)|i(?: would|['’]d) like)\s+"
    r"(?:(?:me|us)\s+)?|what(?:['’]s| is| was)\s+)?(?:(?:a|an|the)\s+)?"
    rf"(?:(?:short|brief|quick|full|complete|detailed)\s+)?{_FORM}\s+(?:of|on|about|for)\s+"
    r"|(?:summari[sz]e|recap|sum up)\s+(?:for (?:me|us)\s+)?"
    r")(?=\S)",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:(?:(?:have|has|had) to )?(?:say|tell us|tell)|said|told|write|written|reported|report"
    r"|think)"
)
_ASKED_OF_OUTLETS = re.compile(
    r"^\W*(?:what|how)\s+(?:did|does|do|has|have|had)\b(?:\s*(?:\b(?:and|or|both|the)\b|[,&]))*"
    rf"(?:\s+{_SAYING})?\s+(?:about|on|of|regarding|concerning)\s+(?=\S)",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """How a question wishes to be answered, in its words, as "Timeline of", and what it is about.

    `form` is empty where it does not say.
    """

    form: str
    subject: str


def without_courtesy(question: str) -> str:
    """The question without the thanks before it; empty where it is nothing but polite."""
    if len(question) <= _READ and _ONLY_POLITE.fullmatch(question):
        return ""
    found = _POLITE_FIRST.match(question[:_READ])
    return question[found.end() :] if found else question


def told_as(question: str) -> Told:
    """A question apart: "Summarise the storm" is about the storm."""
    found = _FORM_FIRST.match(question)
    end = found.end() if found else 0
    return Told(question[:end], question[end:])


def said_of(rest: str) -> str:
    """What outlets are asked about, where a question without their names is "What did say about".

    It stays a question, which is nearer in meaning to what answers it than a noun alone.
    """
    return _ASKED_OF_OUTLETS.sub("What about ", rest)
