"""How well statements are checked against their source, beside simpler checks: prints a table.

    python -m tests.benchmarks.faithfulness [--data FILE] [--fit] [--wrong N]

The file holds articles with machine-written sentences, each of which three people found supported
or not (QAGS, Wang et al. 2020); most of them decide. A third of the articles, chosen by the hash of
their text, is held out: nothing is tuned on it. On the others, figures are those of weights fitted
without the article that they judge (ten folds). `--fit` prints weights fitted to all of them, as
`assistant/checking/signs.py` has them. A simpler check passes what is above the score from which
nine of ten are supported, as found on the articles to tune on: nothing where there is none.
`--wrong` shows so many of the worst mistakes there.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.checking import Checker, Verdict
from assistant.checking.checker import Finding
from assistant.checking.signs import Decision, Signs
from corpus import Article, Corpus, Hit, Passage

from .columns import aligned

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("DATELINE_DATA", ROOT.parent / "shared" / "data"))
FILE = DATA / "faithfulness" / "qags-cnndm.jsonl"
UNUSABLE = 2

PRECISION = 0.9
"""What share of the statements that pass people have to find supported."""

_SPLIT_NUMBER = re.compile(r"(?<=\d)([,.]) (?=\d)")
"""The articles come in tokens, and what was "3,800" is "3, 800" there."""

_FOLDS = 10
_DRAWS = 10
_RIDGE = 10.0
_STEPS = 30
_HELD_OUT = 3
_MOST = 2

Numbers = NDArray[np.float64]


class Judged(NamedTuple):
    """A sentence that people judged: what the check says of it, and they."""

    article: int
    held_out: bool
    text: str
    supported: bool
    finding: Finding
    verdict: Verdict
    overlap: float
    """The share of its words that the article holds."""


def judge(path: Path) -> tuple[list[Judged], float]:
    """All sentences of the file, and how many milliseconds the check of one takes."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found: list[Judged] = []
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder), create=True) as corpus:
        checker = Checker(corpus)
        started = perf_counter()
        for number, row in enumerate(rows):
            found.extend(_judge(number, row, checker, corpus))
        return found, 1000 * (perf_counter() - started) / len(found)


def _judge(number: int, row: dict[str, object], checker: Checker, corpus: Corpus) -> list[Judged]:
    given = str(row["article"])
    hashed = int(hashlib.sha256(given.encode()).hexdigest(), 16)
    body = _SPLIT_NUMBER.sub(r"\1", given)
    article = Article(str(number), "", body, origin="judged")
    passage = Passage(article.id, article.version, 0, 0, len(body), body)
    sources = checker.read([Hit(article, passage, 1.0, 1, 1, 1.0)])
    held = set(corpus.terms(body))
    found = []
    sentences = row["summary_sentences"]
    assert isinstance(sentences, list)
    for one in sentences:
        text = one["sentence"]
        finding = checker.examine(text, sources)
        if finding is None:
            continue  # not a word of it is there: nothing that signs could tell
        votes = sum(vote["response"] == "yes" for vote in one["responses"])
        terms = set(corpus.terms(text))
        overlap = len(terms & held) / max(1, len(terms))
        out = hashed % _HELD_OUT == 0
        verdict = checker.check(text, sources)
        found.append(Judged(number, out, text, votes >= _MOST, finding, verdict, overlap))
    return found


def fit(signs: Numbers, supported: Numbers, ridge: float = _RIDGE) -> Numbers:
    """The weights of a logistic regression, the last of which is the bias (Newton's method)."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-9
    rows = np.c_[(signs - mean) / spread, np.ones(len(signs))]
    weights = np.zeros(rows.shape[1])
    penalty = np.diag([*[ridge] * signs.shape[1], 0.0])
    for _ in range(_STEPS):
        guess = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (guess - supported) + penalty @ weights
        weights -= np.linalg.solve(
            rows.T @ (rows * (guess * (1 - guess))[:, None]) + penalty, slope
        )
    scaled = weights[:-1] / spread
    return np.append(scaled, weights[-1] - scaled @ mean)


def cross_validated(judged: Sequence[Judged]) -> Numbers:
    """The probability of each sentence by weights fitted without its article, mean of draws."""
    signs, supported, passing = _arrays(judged)
    articles = np.array([one.article for one in judged])
    total = np.zeros(len(judged))
    for draw in range(_DRAWS):
        names = np.unique(articles)
        folds = dict(
            zip(np.random.default_rng(draw).permutation(names), range(len(names)), strict=True)
        )
        fold = np.array([folds[one] % _FOLDS for one in articles])
        for number in range(_FOLDS):
            weights = fit(signs[passing & (fold != number)], supported[passing & (fold != number)])
            total[fold == number] += _probabilities(signs[fold == number], weights)
    return np.where(passing, total / _DRAWS, 0.0)


def _arrays(judged: Sequence[Judged]) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    signs = np.array([one.finding.evidence.signs for one in judged], dtype=float)
    supported = np.array([one.supported for one in judged], dtype=float)
    return signs, supported, np.array([not one.finding.objection for one in judged])


def _probabilities(signs: Numbers, weights: Numbers) -> Numbers:
    found: Numbers = 1 / (1 + np.exp(-signs @ weights[:-1] - weights[-1]))
    return found


def threshold(scores: Numbers, supported: Numbers, precision: float = PRECISION) -> float:
    """The lowest score from which on that share is supported; infinite when there is none."""
    order = np.argsort(-scores, kind="stable")
    shares = np.cumsum(supported[order]) / np.arange(1, len(order) + 1)
    # Equal scores pass together.
    ends = np.append(np.diff(scores[order]) != 0, True)
    enough = np.flatnonzero((shares >= precision) & ends)
    return float(scores[order][enough[-1]]) if len(enough) else float("inf")


def line(name: str, passed: NDArray[np.bool_], supported: Numbers) -> tuple[str, ...]:
    """A line of the table: precision and recall of "supported", and the share that passes."""
    right = float(supported[passed].sum())
    precision = right / max(1, int(passed.sum()))
    figures = (precision, right / supported.sum(), passed.mean())
    return (name, *(f"{figure:.3f}" for figure in figures))


def table(judged: Sequence[Judged], decision: Decision) -> str:
    """Precision and recall of the check and of simpler ones, tuned and held out."""
    tuned = [one for one in judged if not one.held_out]
    held_out = [one for one in judged if one.held_out]
    lines: list[tuple[str, ...]] = [("", "precision", "recall", "passing")]
    mine = cross_validated(tuned)
    _, supported, _ = _arrays(tuned)
    lines.append((f"{len(tuned)} sentences to tune on, {supported.mean():.3f} supported",))
    lines.append(line("Dateline", mine >= decision.threshold, supported))
    bounds = {}
    for name, scores in _baselines(tuned).items():
        bounds[name] = threshold(scores, supported)
        lines.append(line(name, scores >= bounds[name], supported))
    _, supported, _ = _arrays(held_out)
    lines.append((f"{len(held_out)} sentences held out, {supported.mean():.3f} supported",))
    passed = np.array([one.verdict.supported for one in held_out])
    lines.append(line("Dateline", passed, supported))
    for name, scores in _baselines(held_out).items():
        lines.append(line(name, scores >= bounds[name], supported))
    return aligned(lines)


def _baselines(judged: Sequence[Judged]) -> dict[str, Numbers]:
    return {
        "cosine to a sentence": np.array([one.finding.evidence.signs.meaning for one in judged]),
        "words in the article": np.array([one.overlap for one in judged]),
        "words in a sentence": np.array([one.finding.evidence.signs.covered for one in judged]),
    }


def mistakes(judged: Sequence[Judged], count: int) -> str:
    """The statements that are judged most wrongly, of those to tune on."""
    tuned = [one for one in judged if not one.held_out]
    off = np.array([one.supported for one in tuned]) - cross_validated(tuned)
    worst = np.argsort(-np.abs(off), kind="stable")[:count]
    return "\n".join(
        f"{off[one]:+.2f} {tuned[one].text}  {tuned[one].finding.objection}" for one in worst
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="tests.benchmarks.faithfulness", description=__doc__)
    parser.add_argument("--data", type=Path, default=FILE, metavar="FILE")
    parser.add_argument("--fit", action="store_true", help="print weights fitted anew")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show so many mistakes")
    options = parser.parse_args(arguments)
    if not options.data.exists():
        print(f"{options.data} does not exist: name a file with --data", file=sys.stderr)
        return UNUSABLE
    judged, milliseconds = judge(options.data)
    if options.fit:
        tuned = [one for one in judged if not one.held_out]
        signs, supported, passing = _arrays(tuned)
        names = (*Signs._fields, "bias")
        for name, weight in zip(names, fit(signs[passing], supported[passing]), strict=True):
            print(f"{name}: {weight:.2f}")
        print(f"threshold: {threshold(cross_validated(tuned), supported):.3f}")
    else:
        print(table(judged, Decision()))
        print(f"{milliseconds:.1f} ms a statement, a whole article read for every three of them")
    if options.wrong:
        print(mistakes(judged, options.wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
