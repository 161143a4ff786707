"""A process that opens a corpus and answers one question; tells its memory and time as JSON."""

import json
import sys
from pathlib import Path
from time import perf_counter

from .measuring import peak_memory


def main(folder: Path, question: str) -> None:
    """Print how many seconds it took from the imports to the answer, and the most memory."""
    started = perf_counter()
    from assistant import Assistant

    with Assistant.open(folder) as assistant:
        opened = perf_counter()
        assistant.ask(question)
        done = perf_counter()
    facts = {"opening": opened - started, "asking": done - opened, "memory": peak_memory()}
    print(json.dumps(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
