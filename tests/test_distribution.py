"""The wheel: all that is needed is in it, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built wheel."""
    target = tmp_path_factory.mktemp("dist")
    copy = tmp_path_factory.mktemp("source")
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in names:
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    # Somebody's own article beside the samples, which is nobody else's business.
    (copy / "corpus/articles/private.txt").write_text("Mine\n\nNot for others.", "utf-8")
    subprocess.run(  # noqa: S603
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, copy],
        check=True,
        capture_output=True,
    )
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_the_packages_their_data_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert tops == {"assistant", "corpus", "ingest", "ui"}
    for package in tops:
        assert f"{package}/py.typed" in names
    for name in ("style.css", "page.js"):
        assert f"ui/web/{name}" in names
    samples = [p.name for p in (ROOT / "corpus/articles/samples").iterdir()]
    assert len(samples) > 25
    for sample in samples:
        assert f"corpus/articles/samples/{sample}" in names
    assert not [name for name in names if "private" in name]
    (entry_points,) = [name for name in names if name.endswith("entry_points.txt")]
    assert "dateline = ui.cli:main" in zipfile.ZipFile(wheel).read(entry_points).decode()


def test_the_wheel_runs_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    zipfile.ZipFile(wheel).extractall(place)
    program = (
        f"import sys; sys.path.insert(0, {str(place)!r})\n"
        "import ui.cli, corpus\n"
        f"assert corpus.__file__.startswith({str(place)!r})\n"
        "ui.cli.main()\n"
    )

    def dateline(*words: str) -> str:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", program, *words, "--corpus", "c"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert " 0 changed, 0 unchanged" in dateline("ingest")
    assert "model railway" in dateline("ask", "What did Tabb spend 240,000 marks on?")
