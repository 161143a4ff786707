"""Fit what weighs sentences and what refuses, with the reader or without: prints the weights.

    python -m tests.benchmarks.fitting [--corpus DIR] [--cache DIR] [--no-reader]

needs the development data, as `retrieval.py` does. Fitted is on the dev questions of the days that
the reader was not trained on. "Fits" is validated across: each fifth of the questions is judged by
what the others give. "Now" was fitted to the same questions before, and is flattered by that; so
are the lead lines. What it prints is written by hand into `sentences.READ`, `evidence.READ` and
`lead.py` (without a reader `UNREAD`), so that people see what changes.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from statistics import fmean
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from assistant import Assistant
from assistant.extractive import evidence, pooled
from assistant.extractive.lead import read_lead
from assistant.extractive.question import Question as Asked
from assistant.extractive.sentences import (
    EMBEDDED,
    READ,
    UNREAD,
    Sentence,
    Weights,
    score,
    sentences,
    signs,
)
from assistant.reader.training.measuring import f1, normalised
from assistant.reader.training.news import is_kept
from corpus import Hit

from .answers import held_out, holds
from .archive import (
    Archive,
    Question,
    add_options,
    addresses,
    corpus_folder,
    missing_data,
    questions,
    say,
)
from .columns import aligned

_HITS = 10
_PARTS = 5
_PULL = 0.05
"""How strongly weights are pulled to 0, so that few questions make none of them large."""
_WRONGLY = 0.10
"""The share of the questions that may be refused although the articles tell."""
_LIKELY = (0.03, 0.05, 0.07, 0.1, 0.15, 0.2)

Matrix = NDArray[np.float64]


class Now(NamedTuple):
    """What is fitted anew: its name, and as it is."""

    name: str
    weights: Weights
    decision: evidence.Decision
    unused: str
    """A sign that is not there: with a reader most sentences are dropped before they have it."""
    looked_at: int | None


_READ = Now("READ", READ, evidence.READ, "meaning", EMBEDDED)
_UNREAD = Now("UNREAD", UNREAD, evidence.UNREAD, "read", None)


class Case(NamedTuple):
    """A question with the sentences found, and with those found when what answers is held out."""

    question: Question
    asked: Asked
    found: list[Sentence]
    without: list[Sentence]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which of the sentences found hold an answer."""
        return np.array([holds(one.text, self.question.answers) for one in self.found], bool)

    @property
    def signs(self) -> Matrix:
        """A row a sentence, a column a sign."""
        return _signs(self.asked, self.found)


def main() -> int:
    """Print the weights; 0, also when there is no data to fit to."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.fitting", description=__doc__)
    parser.add_argument("--no-reader", action="store_true", help="fit what is used without it")
    add_options(parser)
    options = parser.parse_args()
    now = _UNREAD if options.no_reader else _READ
    lack = missing_data()
    if lack is not None:
        print(lack)
        return 0
    folder = corpus_folder(options.corpus, options.cache)
    asked = [one for one in questions("dev") if is_kept(one.date)]
    with (
        closing(Archive(folder)) as archive,
        Assistant.open(folder, reader=not options.no_reader) as assistant,
    ):
        size = assistant.corpus.size()
        cases = list(_cases(archive, assistant, asked))
    answerable = sum(case.right.any() for case in cases)
    print(f"{len(cases)} questions, {answerable} with an answer among the sentences\n")
    weights = _fitted(cases, now)
    across = [_fitted(_others(cases, part), now) for part in range(_PARTS)]
    _print_sentences(cases, now, weights, across)
    _print_decision(cases, now, weights, across, size)
    if not options.no_reader:
        _print_leads(cases, weights)
    return 0


def _others(cases: Sequence[Case], part: int) -> list[Case]:
    """All but one fifth of the cases: what that fifth is judged by is fitted to them."""
    return [case for number, case in enumerate(cases) if number % _PARTS != part]


def _cases(archive: Archive, assistant: Assistant, asked: Sequence[Question]) -> Iterator[Case]:
    address = addresses({one for question in asked for one in question.known})
    for number, question in enumerate(asked):
        if number % 20 == 0:
            say(f"{number} of {len(asked)} questions")
        query = assistant.understand(question.text, as_of=question.date)
        if query.parts:
            continue
        right = archive.stories([address[one] for one in question.known])
        hits = assistant.search(query, k=_HITS)
        without = held_out(archive, assistant, query, right, question)
        told = Asked(assistant.corpus, query.text)
        if not hits or not without:
            continue
        both = [_sentences(assistant, told, query.whole, ones) for ones in (hits, without)]
        if all(both):
            yield Case(question, told, *both)


def _sentences(
    assistant: Assistant, asked: Asked, said: str, hits: Sequence[Hit]
) -> list[Sentence]:
    chosen = hits[: pooled.PASSAGES]
    reader = assistant.reader
    answers = None if reader is None else pooled.read(reader, said, chosen)
    return sentences(asked, chosen, assistant.corpus.embedder, answers, most=None)


def _signs(asked: Asked, found: Sequence[Sentence]) -> Matrix:
    best = max((one.hit.score for one in found), default=0.0)
    return np.array([signs(one, asked.kind, best) for one in found])


def _ranked(asked: Asked, found: Sequence[Sentence], weights: Weights) -> list[Sentence]:
    scored = [
        replace(one, score=score(Weights(*row), weights))
        for one, row in zip(found, _signs(asked, found).tolist(), strict=True)
    ]
    return sorted(scored, key=lambda one: -one.score)


def _print_sentences(
    cases: Sequence[Case], now: Now, fitted: Weights, across: Sequence[Weights]
) -> None:
    """The weights now and those that fit; how often the first sentence is right with each."""
    answerable = [(number, case) for number, case in enumerate(cases) if case.right.any()]
    before = fmean(_is_first(case, now.weights) for _, case in answerable)
    fits = fmean(_is_first(case, across[number % _PARTS]) for number, case in answerable)
    print(
        aligned(
            [
                [f"sentences.{now.name}", *Weights._fields, "first right"],
                ["now", *(f"{one:.2f}" for one in now.weights), f"{before:.3f}"],
                ["fits", *(f"{one:.2f}" for one in fitted), f"{fits:.3f} across"],
            ]
        )
    )


def _is_first(case: Case, weights: Weights) -> bool:
    return bool(case.right[int(np.argmax(case.signs @ np.array(weights)))])


def _fitted(cases: Sequence[Case], now: Now) -> Weights:
    """The weights under which the right sentences of a question are likeliest (softmax)."""
    rows = [(case.signs, case.right) for case in cases if case.right.any()]

    def cost(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = _PULL * float(weights @ weights), 2 * _PULL * weights
        for row, right in rows:
            worth = row @ weights
            chances = np.exp(worth - worth.max())
            chances /= chances.sum()
            held = chances * right
            total -= float(np.log(held.sum()))
            slope = slope + (chances - held / held.sum()) @ row
        return total, slope

    bounds = [(0.0, 0.0) if name == now.unused else (0.0, None) for name in Weights._fields]
    found = minimize(cost, np.array(now.weights), jac=True, bounds=bounds, method="L-BFGS-B")
    return Weights(*found.x.tolist())


def _print_decision(
    cases: Sequence[Case], now: Now, weights: Weights, across: Sequence[Weights], size: int
) -> None:
    """The decision now, and those that fit the sentences as they are now and as they might be."""
    before = _chances(_judged(cases, now, now.weights, size), now.decision)
    as_now = _fitting(cases, now, now.weights, [now.weights] * _PARTS, size)
    anew = _fitting(cases, now, weights, across, size)
    told = _told(cases)
    held = np.repeat([case.right.any() for case in cases], 2)
    lines = [
        [
            f"evidence.{now.name}",
            *evidence.Decision._fields,
            "ROC area",
            "refused wrongly, of these found, rightly",
        ]
    ]
    at_wrongly = float(np.quantile(before[told], _WRONGLY))
    for name, one, found in (
        ("now", now.decision, before),
        ("now, with the threshold that fits", now.decision._replace(threshold=at_wrongly), before),
        ("fits the sentences now", *as_now),
        ("fits those that fit", *anew),
    ):
        shares = [
            float(np.mean(found[which] < one.threshold)) for which in (told, told & held, ~told)
        ]
        lines.append(
            [
                name,
                *(f"{value:.2f}" for value in one),
                f"{roc_auc_score(told, found):.3f}",
                ", ".join(f"{share:.3f}" for share in shares),
            ]
        )
    print(f"\n{aligned(lines)}")


def _fitting(
    cases: Sequence[Case], now: Now, weights: Weights, across: Sequence[Weights], size: int
) -> tuple[evidence.Decision, Matrix]:
    """The decision that fits all, and what those say that are fitted across."""
    told = _told(cases)
    chances = np.zeros(len(told))
    parts = np.arange(len(told)) // 2 % _PARTS
    for part, other in enumerate(across):
        judged = _judged(cases, now, other, size)
        here = parts == part
        chances[here] = _chances(judged[here], _decision(judged[~here], told[~here], now))
    threshold = float(np.quantile(chances[told], _WRONGLY))
    judged = _judged(cases, now, weights, size)
    return _decision(judged, told, now)._replace(threshold=threshold), chances


def _told(cases: Sequence[Case]) -> NDArray[np.bool_]:
    """Which judgements are of what is found: the two of one question stand together."""
    return np.array([True, False] * len(cases))


def _judged(cases: Sequence[Case], now: Now, weights: Weights, size: int) -> Matrix:
    """A row of evidence for what is found, and one for what is found without what answers."""
    return np.array(
        [
            evidence.evidence_of(_ranked(case.asked, found, weights)[: now.looked_at], size)
            for case in cases
            for found in (case.found, case.without)
        ]
    )


def _decision(judged: Matrix, told: NDArray[np.bool_], now: Now) -> evidence.Decision:
    """The decision that fits; the size of one archive tells nothing, so that its weight stays."""
    kept = now.decision.size
    fitted = LogisticRegression().fit(judged[:, :-1], told)
    bias = float(fitted.intercept_[0]) - kept * float(judged[0, -1])
    return evidence.Decision._make([*fitted.coef_[0].tolist(), kept, bias, 0.5])


def _chances(judged: Matrix, decision: evidence.Decision) -> Matrix:
    return np.array([decision.probability(evidence.Evidence(*row)) for row in judged.tolist()])


def _print_leads(cases: Sequence[Case], weights: Weights) -> None:
    """What the lead line is worth at several thresholds."""
    lines = [["lead.LIKELY", "exact match", "F1", "with one", "F1 of these"]]
    for likely in _LIKELY:
        scores: list[float | None] = []
        exact: list[bool] = []
        for case in cases:
            first = _ranked(case.asked, case.found, weights)[0]
            span = read_lead(case.asked, first, likely)
            text = first.article.body[span.start : span.end] if span else ""
            exact.append(normalised(text) in map(normalised, case.question.answers))
            scores.append(max(f1(text, one) for one in case.question.answers) if span else None)
        given = [one for one in scores if one is not None]
        lines.append(
            [
                f"{likely:.2f}",
                f"{fmean(exact):.3f}",
                f"{sum(given) / len(scores):.3f}",
                f"{len(given) / len(scores):.3f}",
                f"{fmean(given or [0.0]):.3f}",
            ]
        )
    print(f"\n{aligned(lines)}")


if __name__ == "__main__":
    sys.exit(main())
