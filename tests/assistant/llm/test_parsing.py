"""What language models write, as statements: whatever they make of the format."""

from collections.abc import Iterator
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.parsing import Said, read

K1, K2 = "bkx47", "tqz12"
KEYS = {K1: 0, K2: 1}

WRITTEN = [
    (f"The bridge is shut. [{K1}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut [{K1}].", [("The bridge is shut.", K1)]),
    (f"The bridge is shut.[{K1}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [{K1}, {K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1}; {K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1} and {K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1}-{K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1}][{K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1}] [{K2}]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [[{K1}], [{K2}]]", [("The bridge is shut.", K1, K2)]),
    (f"The bridge is shut. [{K1}, {K1}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. ({K1})", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. 【{K1}】", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. <{K1}>", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [^{K1}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [key: {K1}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. (source {K1})", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [{K1.upper()}]", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [{K1}](https://far.example/x)", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. [{K1}", [("The bridge is shut.", K1)]),
    (f"The bridge is shut. {K1}", [("The bridge is shut.", K1)]),
    (f"[{K1}] The bridge is shut.", [("The bridge is shut.", K1)]),
    (f"[{K1}]: The bridge is shut.", [("The bridge is shut.", K1)]),
    (f"- **The bridge** is shut. [{K1}]", [("The bridge is shut.", K1)]),
    (f"1. The bridge is shut. [{K1}]", [("The bridge is shut.", K1)]),
    (f"> `The bridge` is shut. [{K1}]", [("The bridge is shut.", K1)]),
    (f"```\nThe bridge is shut. [{K1}]\n```", [("The bridge is shut.", K1)]),
    (
        f"The bridge [{K1}] and the pier [{K2}] are shut.",
        [("The bridge and the pier are shut.", K1, K2)],
    ),
    (
        f"The bridge is shut. [{K1}] The pier is open. [{K2}]",
        [("The bridge is shut.", K1), ("The pier is open.", K2)],
    ),
    (
        f"The bridge is shut [{K1}]. The pier is open [{K2}].",
        [("The bridge is shut.", K1), ("The pier is open.", K2)],
    ),
    (
        f"The bridge is shut. The pier is open. [{K2}]",
        [("The bridge is shut.", K2), ("The pier is open.", K2)],
    ),
    (
        f"The bridge is shut. [{K1}]\n\nThe pier is open. [{K2}]\n",
        [("The bridge is shut.", K1), ("The pier is open.", K2)],
    ),
    (
        f"The bridge is shut. [{K1}] The moon is green.",
        [("The bridge is shut.", K1), ("The moon is green.",)],
    ),
    ("The bridge is shut.", [("The bridge is shut.",)]),
    ("The bridge is shut. [vvv99]", [("The bridge is shut.",)]),
    (f"The bridge is shut. [vvv99, {K1}]", [("The bridge is shut.", K1)]),
    ("The bridge is shut. [1]", [("The bridge is shut.",)]),
    ("The bridge is shut. [1, 2-4]", [("The bridge is shut.",)]),
    ("The bridge is shut. []", [("The bridge is shut. []",)]),
    (f"He said [the mayor] went. [{K1}]", [("He said [the mayor] went.", K1)]),
    (f"It is called x{K1}.", [(f"It is called x{K1}.",)]),
    (f"[{K1}]", []),
    ("***\n---\n", []),
    ("", []),
]


@pytest.mark.parametrize(("written", "expected"), WRITTEN)
def test_statements_are_read_whatever_brackets_they_have(
    written: str, expected: list[tuple[str, ...]]
) -> None:
    assert [(one.text, *one.keys) for one in read([written], KEYS)] == expected


@given(
    st.lists(st.sampled_from([written for written, _ in WRITTEN]), max_size=4),
    st.lists(st.integers(1, 9), min_size=1),
)
def test_how_a_text_is_cut_into_chunks_changes_nothing(lines: list[str], sizes: list[int]) -> None:
    text, chunks = "\n".join(lines), []
    rest, turn = text, 0
    while rest:
        size = sizes[turn % len(sizes)]
        chunks.append(rest[:size])
        rest, turn = rest[size:], turn + 1
    assert list(read(chunks, KEYS)) == list(read([text], KEYS))


@given(st.text(alphabet="[](), .;-\n*_`" + K1 + "AB", max_size=200))
def test_any_text_is_read(text: str) -> None:
    for said in read([text], KEYS):
        assert said.text
        assert set(said.keys) <= set(KEYS)


def test_a_statement_comes_as_soon_as_it_is_complete() -> None:
    taken: list[str] = []

    def chunks() -> Iterator[str]:
        for one in (f"The bridge is shut. [{K1}", "]", " ", "The", " pier is open.", "\n", "More"):
            taken.append(one)
            yield one

    statements = read(chunks(), KEYS)
    assert next(statements) == Said("The bridge is shut.", (K1,))
    assert taken[-1] == "The"
    assert next(statements) == Said("The pier is open.", ())
    assert taken[-1] == "\n"


def test_what_is_read_is_bounded() -> None:
    chunks = repeat("word " * 100)
    assert 0 < sum(len(one.text) for one in read(chunks, KEYS)) <= 25_000
    assert list(read(["x" * 10_000], KEYS))
