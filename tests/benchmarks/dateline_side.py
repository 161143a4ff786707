"""Dateline's side: ingests the articles in this process, its stages timed from outside."""

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from .measuring import LOADING, Again, First, Stages, clocked, peak_memory, save, size_of

WARMING = "Harbour reopens\n\nThe harbour of Kellmoor reopened on Tuesday. The mayor was there.\n"


def instrument(stages: Stages) -> None:
    """Replace the methods that the stages are made of."""
    import openvino

    import corpus.batch
    import corpus.corpus
    import corpus.placing
    import corpus.writer
    import ingest.reading
    from corpus.catalog import Catalog
    from corpus.inputs import Inputs
    from corpus.lexical import Lexical
    from corpus.places import Places
    from corpus.vectors import Vectors

    opening: Any = corpus.corpus
    reading: Any = ingest.reading
    load = opening.load_embedder

    def load_timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        with stages.loading():
            embedder = load(*args, **kwargs)
        stages.wrap(embedder, "counting word pieces", "count")
        stages.wrap(embedder, "tokenising, batching", "embed")
        return embedder

    opening.load_embedder = load_timed
    stages.wrap(openvino.InferRequest, "the model", "infer", "start_async", "wait")
    stages.wrap(openvino.AsyncInferQueue, "the model", "start_async", "wait_all")
    reading.read = stages.stepped("reading and parsing", reading.read)
    stages.wrap(corpus.batch, "sentences and passages", "split_passages")
    stages.wrap(corpus.placing, "stories", "signature", "bands", "same_text")
    stages.wrap(corpus.writer, "languages", "language_of")
    stages.wrap_class(Vectors, "vectors")
    stages.wrap_class(Lexical, "lexical index")
    for tables in (Catalog, Inputs, Places):
        stages.wrap_class(tables, "catalog, docstore")


def main(step: str, articles: Path, target: Path) -> None:
    """Measure the first ingestion into `target`, or the one again."""
    started = perf_counter()
    # The converter would report its use over the network; Dateline shuts it out alike.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    from corpus import Corpus
    from ingest import ingest

    stages = Stages()
    instrument(stages)
    imports = perf_counter() - started
    note = target / f"warming-{step}.txt"
    note.write_text(WARMING, encoding="utf-8")
    with clocked(stages) as warming:
        ingest(note, corpus=target / "warming")
    loading = stages.seconds[LOADING]
    home = target / "corpus"
    if step == "again":
        save(_again(articles, home, stages), target)
        return
    with clocked(stages) as clock:
        report = ingest(articles, corpus=home)
    if not clock.stages["the model"]:
        raise RuntimeError("no inference was seen: the timers do not fit the code any more")
    peak = peak_memory()
    with Corpus.open(home) as opened:
        status = opened.status()
        pieces = _word_pieces(opened)
    if report.new != status.articles or report.changed or report.unchanged:
        raise RuntimeError(f"not the same articles: {report}")
    result = First(
        articles=report.new,
        passages=status.passages,
        word_pieces=pieces / status.passages,
        seconds=clock.seconds,
        cpu_seconds=clock.cpu_seconds,
        imports=imports,
        loading=loading,
        warming=warming.seconds,
        peak_memory=peak,
        stages=clock.stages,
        disk={**status.sizes, "in all": size_of(home)},
    )
    save(result, target)


def _word_pieces(opened: Any) -> int:  # noqa: ANN401 - a corpus, imported when it is time
    """How many word pieces were embedded, without the special ones."""
    from corpus.passages import embedding_texts

    embedder = opened.embedder
    total = 0
    for article in opened.articles():
        cut = opened.passages(article)
        texts = embedding_texts(article, cut, embedder.count, embedder.window)
        total += sum(embedder.count(texts))
    return total


def _again(articles: Path, home: Path, stages: Stages) -> Again:
    from ingest import ingest

    with clocked(stages) as same:
        ingest(articles, corpus=home)
    with articles.open("ab") as file:
        file.write(b"\n")
    with clocked(stages) as changed:
        report = ingest(articles, corpus=home)
    if report.new or report.changed:
        raise RuntimeError(f"unchanged articles are not known again: {report}")
    return Again(same.seconds, changed.seconds)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
