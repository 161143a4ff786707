"""The house: which package may import which, where libraries are used, and what stays away."""

import ast
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Python = Callable[..., subprocess.CompletedProcess[str]]

MAY_IMPORT = {
    "corpus": set(),
    "ingest": {"corpus"},
    "assistant": {"corpus"},
    "ui": {"assistant", "corpus", "ingest"},
}
"""`ui -> assistant -> corpus <- ingest`, and `ui -> ingest`.

The ui names values of the corpus (articles, filters) where it shows them.
"""

SEAMS = {
    "chromadb": ("corpus/vectors.py",),
    "rapidfuzz": ("corpus/lexical.py",),
    "tantivy": ("corpus/lexical.py",),
    "sentence_transformers": ("corpus/embedding.py",),
    "openvino": ("corpus/embedding.py", "corpus/int8.py"),
    "openvino_telemetry": (),
    "torch": ("assistant/llm/gguf.py", "assistant/reader/training/", "corpus/embedding.py"),
    "transformers": ("assistant/llm/gguf.py", "assistant/reader/training/", "corpus/embedding.py"),
    "sklearn": ("assistant/reader/training/",),
    "tokenizers": ("assistant/reader/", "corpus/embedding.py"),
    "sqlite3": (
        "corpus/catalog.py",
        "corpus/database.py",
        "corpus/tables.py",
        "corpus/vectors.py",
    ),
    "sentencex": ("corpus/sentences.py",),
    "courlan": ("corpus/identity.py", "ingest/web/sections.py"),
    "datasketch": ("corpus/stories.py",),
    "gradio": ("ui/web/",),
    "typer": ("ui/chatting.py", "ui/cli.py", "ui/ingesting.py", "ui/keeping.py", "ui/options.py"),
    "rich": ("ui/terminal.py",),
    "trafilatura": ("ingest/webpage.py",),
    "lxml": ("ingest/webpage.py", "ingest/xml.py"),
    "feedparser": ("ingest/feed.py",),
    "dateparser": ("ingest/dates.py", "assistant/understanding/dates.py"),
    "yaml": ("ingest/markdown.py",),
    "markdown_it": ("ingest/markdown.py",),
    "docx": ("ingest/word.py",),
    "pyarrow": ("ingest/parquet.py",),
    "pypdf": ("ingest/pdf.py",),
    "charset_normalizer": ("ingest/text.py",),
    "warcio": ("ingest/warc.py",),
    "brotli": ("ingest/coding.py",),
    "watchfiles": ("ingest/watching.py",),
    "py3langid": ("corpus/languages.py",),
    "babel": ("corpus/languages.py",),
    "llama_index": (
        "assistant/engines.py",
        "assistant/llm/gguf.py",
        "assistant/llm/models.py",
        "assistant/retriever.py",
    ),
    "httpx": ("ingest/web/transport.py",),
    "protego": ("ingest/web/robots.py",),
    "idna": ("ingest/web/addresses.py",),
    "socket": ("assistant/llm/line.py", "ingest/web/", "ui/web/"),
}
"""The only files that may import a library; a folder stands for all below it."""

NETWORK = {
    "httpx",
    "httpcore",
    "urllib3",
    "requests",
    "aiohttp",
    "urllib.request",
    "http.client",
    "ftplib",
    "smtplib",
}
"""What asks other machines for something: for `ingest/web/` only."""

FETCHERS = {
    *("fetch_url", "fetch_response", "buffered_response", "focused_crawler", "find_feed_urls"),
    *("sitemap_search", "redirection_test", "check_url", "urlopen", "urlretrieve"),
}
"""Functions of libraries in use that would fetch past `ingest/web/`: for nobody."""

SLOW = {
    "torch",
    "gradio",
    "llama_index",
    "sentence_transformers",
    "trafilatura",
    "feedparser",
    "protego",
    "docx",
    "datasketch",
    "pyarrow",
    "pypdf",
}

IMPORTED = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""

OFFLINE = """
import json, sys
reached = []
def listen(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        reached.append([event, repr(arguments)])
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        if isinstance(arguments[1], tuple):
            reached.append([event, repr(arguments[1])])
sys.addaudithook(listen)
import socket
probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
probe.connect(("127.0.0.1", 9))
probe.close()
assert [event for event, _ in reached] == ["socket.connect"], "the hook hears what it should"
reached.clear()
from ui.cli import app
for arguments in (["ingest"], ["ask", "Why was the bridge closed?"], ["search", "toll"]):
    code = app([*arguments, "--corpus", sys.argv[1]], standalone_mode=False)
    assert not code, (arguments, code)
print(json.dumps(reached), file=sys.stderr)
"""


def _sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def _imports(source: str) -> Iterator[str]:
    """The top-level names of all modules imported anywhere in a source, in functions as well."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0] if node.level == 0 else "."
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in ("import_module", "__import__"):
                yield str(node.args[0].value).partition(".")[0]


def _against_the_arrow(package: str, source: str) -> set[str]:
    allowed = MAY_IMPORT[package] | {package}
    return {name for name in _imports(source) if name == "." or name in MAY_IMPORT} - allowed


def _across_a_seam(file: str, source: str) -> set[str]:
    return {
        name
        for name in _imports(source)
        if name in SEAMS
        and not any(
            file == place or (place[-1] == "/" and file.startswith(place)) for place in SEAMS[name]
        )
    }


def _reaches_out(file: str, source: str) -> set[str]:
    """What a source uses of the network although it is not for that."""
    modules: set[str] = set()
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.update((node.module, *(f"{node.module}.{one.name}" for one in node.names)))
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Name):
            names.add(node.id)
    inside = {one for one in NETWORK for name in modules if f"{name}.".startswith(f"{one}.")}
    return (set() if file.startswith("ingest/web/") else inside) | (names & FETCHERS)


def _does_more_than_export(source: str) -> list[str]:
    """The statements of an `__init__.py` that are no docstring, import or list of names."""
    first, *rest = ast.parse(source).body
    extra = []
    if not (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
        extra.append(ast.unparse(first))
    for statement in rest:
        match statement:
            case ast.ImportFrom():
                continue
            case ast.Assign(targets=[ast.Name(id="__all__")], value=ast.List(elts=names)) if all(
                isinstance(name, ast.Constant) for name in names
            ):
                continue
        extra.append(ast.unparse(statement))
    return extra


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_data_flows_one_way(package: str) -> None:
    assert len(_sources(package)) > 1
    wrong = {
        str(path.relative_to(ROOT)): found
        for path in _sources(package)
        if (found := _against_the_arrow(package, path.read_text("utf-8")))
    }
    assert wrong == {}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_libraries_stay_behind_their_seams(package: str) -> None:
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in _sources(package)}
    wrong = {file: found for file, text in files.items() if (found := _across_a_seam(file, text))}
    assert wrong == {}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_only_one_place_uses_the_network(package: str) -> None:
    files = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in _sources(package)}
    wrong = {file: found for file, text in files.items() if (found := _reaches_out(file, text))}
    assert wrong == {}


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("ingest/web/transport.py", "import httpx\nfrom urllib.request import getproxies", set()),
        ("ingest/feed.py", "def f():\n    from urllib.request import urlopen", None),
        ("ingest/run.py", "import http.client", {"http.client"}),
        ("corpus/embedding.py", "from urllib import request", {"urllib.request"}),
        ("ingest/webpage.py", "import trafilatura\ntrafilatura.fetch_url(x)", {"fetch_url"}),
        ("ingest/web/sections.py", "from courlan import check_url", {"check_url"}),
        ("ui/cli.py", "import requests_like, httpx2", set()),
    ],
)
def test_what_reaches_out_is_noticed(file: str, source: str, found: set[str] | None) -> None:
    expected = {"urllib.request", "urlopen"} if found is None else found
    assert _reaches_out(file, source) == expected


@pytest.mark.parametrize("file", sorted({one for places in SEAMS.values() for one in places}))
def test_every_seam_exists(file: str) -> None:
    assert (ROOT / file).exists()


@pytest.mark.parametrize("package", [*MAY_IMPORT, "assistant/llm", "ingest/web", "ui/web"])
def test_packages_only_export(package: str) -> None:
    source = (ROOT / package / "__init__.py").read_text("utf-8")
    assert _does_more_than_export(source) == []


def test_no_code_lies_elsewhere() -> None:
    folders = {path.parts[len(ROOT.parts)] for path in ROOT.glob("[!.]*/**/*.py")}
    assert folders <= {*MAY_IMPORT, "tests", "build", "dist"}
    assert list(ROOT.glob("*.py")) == []


@pytest.mark.parametrize(
    ("package", "source", "found"),
    [
        ("corpus", "import ingest.run", {"ingest"}),
        ("corpus", "def f():\n    from assistant import Assistant", {"assistant"}),
        ("ingest", "from ui.cli import main\nfrom corpus import Article", {"ui"}),
        ("assistant", "import importlib\nimportlib.import_module('ui.web')", {"ui"}),
        ("assistant", "from . import answer", {"."}),
        ("ui", "import assistant, ingest, json", set()),
    ],
)
def test_what_goes_against_the_arrow_is_noticed(package: str, source: str, found: set[str]) -> None:
    assert _against_the_arrow(package, source) == found


@pytest.mark.parametrize(
    ("file", "source", "found"),
    [
        ("corpus/vectors.py", "import chromadb.config", set()),
        ("corpus/catalog.py", "def f():\n    import chromadb", {"chromadb"}),
        ("ui/web/page.py", "import gradio as gr", set()),
        ("ui/cli.py", "import gradio, typer", {"gradio"}),
        ("assistant/assistant.py", "if True:\n    from llama_index.core import x", {"llama_index"}),
        ("corpus/embedding.py", "import openvino_telemetry", {"openvino_telemetry"}),
    ],
)
def test_what_crosses_a_seam_is_noticed(file: str, source: str, found: set[str]) -> None:
    assert _across_a_seam(file, source) == found


def test_what_an_init_does_beside_exporting_is_noticed() -> None:
    assert _does_more_than_export('"""Doc."""\nfrom a.b import c\n__all__ = ["c"]\n') == []
    for more in ("import a", "X = 1", "def f(): ...", "__all__ = f()", "print()"):
        assert _does_more_than_export(f'"""Doc."""\n{more}\n') != []
    assert _does_more_than_export("from a import b\n") != []


@pytest.mark.parametrize("module", ["ui.cli", "assistant", "corpus", "ingest", "ingest.web"])
def test_importing_is_light(module: str, python: Python) -> None:
    done = python(IMPORTED, module, strict=True)
    imported = set(json.loads(done.stdout))
    assert module.partition(".")[0] in imported
    assert imported & SLOW == set()


def test_the_web_is_loaded_for_addresses_only(python: Python) -> None:
    code = "import sys, ingest, ingest.web; print('ingest.web.transport' in sys.modules)"
    assert python(code).stdout == "False\n"


@pytest.mark.usefixtures("embedder")
def test_nothing_reaches_for_the_network(tmp_path: Path, python: Python) -> None:
    done = python(OFFLINE, str(tmp_path / "corpus"))
    assert json.loads(done.stderr.splitlines()[-1]) == []
    assert "[1]" in done.stdout
