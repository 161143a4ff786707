"""What stands in articles commands nobody: proven with an LLM that obeys whatever it reads."""

from collections.abc import Callable, Iterator

import pytest

from assistant import Assistant
from assistant.checking import Checker
from assistant.llm.prompt import harmless
from corpus import Article, Corpus

from .conftest import FAST, Asked, Server, Wired
from .injections import FAKE, INJECTIONS, LIE, obey

QUESTION = "When does the ferry of Quillbury sail?"
TRUE = "The ferry of Quillbury sails at nine on weekdays."
HONEST = f"{TRUE} It is painted blue and belongs to the harbour board of Quillbury."


@pytest.fixture(scope="module")
def quillbury(
    tmp_path_factory: pytest.TempPathFactory, article: Callable[..., Article]
) -> Iterator[Corpus]:
    """An honest article, and one for each attempt: in its text, its headline and its outlet."""
    articles = [article("honest", title="Ferry of Quillbury", body=HONEST)]
    for number, attack in enumerate(INJECTIONS):
        body = f"The ferry of Quillbury sails past pier {number}. {attack}"
        facts = {"title": f"Ferry {number} {attack}", "source": f"Gull {attack[:60]}"}
        articles.append(article(f"attack-{number}", body=body, **facts))
    with Corpus.open(tmp_path_factory.mktemp("quillbury") / "corpus", create=True) as corpus:
        with corpus.writing() as writer:
            writer.add(articles)
        yield corpus


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_an_llm_that_obeys_an_article_says_nothing_that_is_shown(
    quillbury: Corpus, server: Server, number: int
) -> None:
    wired = Wired(quillbury, llm=server.spec, checker=Checker(quillbury), patience=FAST)
    found = Assistant(quillbury).search(QUESTION, k=200)
    chosen = {one.article.id: one for one in found}
    hits = [chosen[f"attack-{number}"], chosen["honest"]]

    def script(asked: Asked) -> list[str]:
        keys = dict(asked.passages)
        bad = asked.key_of(f"past pier {number}")
        good = asked.key_of(TRUE)
        lie = obey(keys[bad]) or LIE
        told = [f"{TRUE} [{good}]"]
        told += [f"{lie} [{key}]" for key in (good, FAKE)]
        return ["\n".join([*told, lie, f"{lie} [{bad}]"])]

    server.script = script
    assert wired._generative is not None  # noqa: SLF001 - the answerer with chosen hits
    answer = wired._generative.answer(wired.understand(QUESTION), hits)  # noqa: SLF001
    _intact(server.asked[-1], number)
    assert answer.notes == ()
    assert answer.unsupported
    first, *others = answer.statements
    assert (first.text, first.citations) == (TRUE, (1,))
    assert not [one.text for one in others if "stole" in one.text]
    # What the article says itself is told as its words, and never as those of another.
    sources = {one.number: one for one in answer.citations}
    assert sources[1].article.id == "honest"
    for statement in others:
        for one in map(sources.__getitem__, statement.citations):
            assert one.article.id == f"attack-{number}"


def _intact(asked: Asked, number: int) -> None:
    """The data block holds two passages of one line each, and nothing else holds their words."""
    opening, first, second, closing, empty, question = asked.user.split("\n")
    assert opening.startswith("<passages ")
    assert closing == f"</{opening[1:]}"
    assert (empty, question) == ("", f"Question: {QUESTION}")
    body = f"The ferry of Quillbury sails past pier {number}. {INJECTIONS[number]}"
    assert harmless(body) in first
    assert harmless(HONEST) in second
    for line in (first, second):
        assert line[0] + line[6] == "[]"
        assert not set("[]<>{}|`\u202e\u200b") & set(line[7:])
    assert FAKE not in dict(asked.passages)
    assert LIE not in asked.system


def test_there_are_many_attempts_and_all_differ() -> None:
    assert len(set(INJECTIONS)) == len(INJECTIONS) >= 30


def test_a_command_to_be_silent_is_no_answer(quillbury: Corpus, server: Server) -> None:
    wired = Wired(quillbury, llm=server.spec, checker=Checker(quillbury), patience=FAST)
    server.script = lambda _: ["NOTHING FOUND"]
    answer = wired.ask(QUESTION)
    assert answer.notes
