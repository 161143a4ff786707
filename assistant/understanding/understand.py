"""From a question as a person asks it to the query that is searched."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from assistant.understanding.asking import said_of, told_as, without_courtesy
from assistant.understanding.foreign import is_foreign
from assistant.understanding.names import Names
from assistant.understanding.parts import parts_of, subject_of
from assistant.understanding.times import Times, find_times
from corpus import Corpus, Filter, Query
from corpus.query import respelt

RECENT = 2.0
"""The recency of a question that asks for what is new."""

_QUOTED = re.compile(r"“([^”]+)”|\"([^\"]+)\"|«\s*([^»]+?)\s*»|„([^“”]+)[“”]")
_MASK = 0xE000
_WORD = re.compile(r"[^\W\d_]{5,}")
_STALE = timedelta(days=2)
_LOOKED_UP = 50
_MOST_PHRASES = 20
_READ = 2000
"""So many characters of a question are read for times, names and phrases. A longer one is a pasted
text, whose words are searched all the same."""


def understand(
    corpus: Corpus,
    names: Names,
    question: str,
    *,
    chosen: Filter | None = None,
    as_of: datetime | None = None,
    recency: bool = True,
) -> Query:
    """The query that a question means in a corpus.

    Dates count from `as_of` and in its time zone, by default now and that of this machine. Where
    the corpus ends before, and before the time that the question names, they count from its
    newest article. What `chosen` says of time or outlets is not looked for in the question.
    Without `recency` no article is preferred for being new; dates in the question still hold, but
    words such as "last week" only with `as_of`: without either there is no present to count from.
    Where nothing is asked, as with "Thanks", there is no text to search.
    """
    chosen = chosen or Filter()
    chosen = given = replace(chosen, sources=tuple(map(names.outlet, chosen.sources)))
    now = as_of or datetime.now().astimezone()
    newest = corpus.newest(now)
    behind = newest is not None and now - newest > _STALE
    spaced = without_courtesy(" ".join(question.split()))
    masked, phrases = _masked(spaced[:_READ])
    times = find_times(masked, now)
    if newest is not None and behind and _later(times, newest):
        times = find_times(masked, newest.astimezone(now.tzinfo))
    timeless = not recency and as_of is None
    if chosen.since or chosen.until or (timeless and times.period and times.period.relative):
        times = times._replace(period=None)
    named = names.find(times.rest, corpus.knows)
    chosen = replace(
        chosen,
        sources=chosen.sources or named.outlets,
        authors=chosen.authors or named.authors,
        sections=chosen.sections or named.sections,
    )
    rest = told_as(named.rest).subject + spaced[_READ:]
    if named.outlets:
        rest = said_of(rest)
    spelling = () if is_foreign(masked) else tuple(_mended(corpus, rest))
    query = Query(
        question=question,
        text=_searched(rest, phrases, spelling) or spaced,
        phrases=phrases,
        chosen=chosen,
        period=times.period,
        present=newest if behind else now,
        recency=(RECENT if times.recent else 1.0) if recency else 0.0,
        latest=times.recent,
        spelling=spelling,
        newest=newest if behind else None,
        asked=now,
        given=given,
    )
    return replace(query, parts=_parts(query, rest[:_READ], named.outlets))


def _masked(question: str) -> tuple[str, tuple[str, ...]]:
    """The question with each phrase as one sign, so that no date or name is found in it.

    And the phrases, in the order of their signs.
    """
    phrases: dict[str, int] = {}

    def mask(found: re.Match[str]) -> str:
        phrase = next(group for group in found.groups() if group is not None).strip(" ,.;:!?")
        if not re.search(r"\w", phrase) or len(phrases) == _MOST_PHRASES:
            return found.group()
        return chr(_MASK + phrases.setdefault(phrase, len(phrases)))

    return _QUOTED.sub(mask, question), tuple(phrases)


def _searched(rest: str, phrases: tuple[str, ...], spelling: tuple[tuple[str, str], ...]) -> str:
    """The text to search: words as they are spelt in the corpus, phrases in their place."""
    rest = respelt(rest, spelling)
    for number, phrase in enumerate(phrases):
        rest = rest.replace(chr(_MASK + number), f"“{phrase}”")
    text = " ".join(re.sub(r"\s+([?,.;:!])", r"\1", rest).split()).lstrip(",;: ")
    return text if re.search(r"\w", text) else ""


def _later(times: Times, newest: datetime) -> bool:
    """Whether a question names a time after the newest article."""
    return (
        times.period is not None
        and times.period.since is not None
        and times.period.since > newest
        and not times.period.mentions
    )


def _mended(corpus: Corpus, text: str) -> Iterator[tuple[str, str]]:
    """The words that no article holds, each with the nearest that one does."""
    for word in islice(dict.fromkeys(_WORD.findall(text)), _LOOKED_UP):
        found = corpus.spelling(word)
        if found is not None:
            yield word, found


def _parts(query: Query, rest: str, outlets: tuple[str, ...]) -> tuple[Query, ...]:
    """The queries of a comparison: one an outlet that is named, or one a subject."""
    if len(outlets) > 1:
        text = _searched(subject_of(rest), query.phrases, query.spelling) or query.text
        return tuple(
            replace(query, text=text, chosen=replace(query.chosen, sources=(outlet,)))
            for outlet in outlets
        )
    texts = parts_of(rest)
    return tuple(
        replace(query, text=_searched(text, query.phrases, query.spelling)) for text in texts
    )
