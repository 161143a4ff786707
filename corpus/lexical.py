"""The lexical index: BM25 over headline and text of the passages, with tantivy."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import tantivy
from tantivy import FieldType, Filter, Occur, Query, TextAnalyzerBuilder, Tokenizer

_ANALYZER = "dateline"
_MEMORY = 50_000_000
_HEADLINE_WEIGHT = 0.5
_PRIOR_PASSAGES = 1000
_PRIOR_HOLDING = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as the lexical index sees it, with the times and outlets of all its copies.

    `published` is in seconds since 1970, UTC.
    """

    id: str
    headline: str
    text: str
    published: tuple[int, ...]
    outlets: tuple[str, ...]


class Lexical:
    """A BM25 index of passages in one directory. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Open the index in `directory`, or make an empty one there."""
        directory.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        # BM25 wants to know how often words occur, not where: a third of the index less.
        builder.add_text_field("headline", tokenizer_name=_ANALYZER, index_option="freq")
        builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
        builder.add_integer_field("published", indexed=True, fast=True)
        builder.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
        known = tantivy.Index.exists(str(directory))
        self._index = (
            tantivy.Index.open(str(directory))
            if known
            else tantivy.Index(builder.build(), str(directory))
        )
        self._schema = self._index.schema
        self._analyzer = (
            TextAnalyzerBuilder(Tokenizer.simple())
            .filter(Filter.remove_long(60))
            .filter(Filter.lowercase())
            .filter(Filter.ascii_fold())
            .filter(Filter.stopword("english"))
            .filter(Filter.stemmer("english"))
            .build()
        )
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._writer: tantivy.IndexWriter | None = None
        self._lock = RLock()

    def reload(self) -> None:
        """See what other processes have written since this index was opened."""
        self._index.reload()

    def upsert(self, entries: Iterable[Entry]) -> None:
        """Index the entries, replacing those of known ids; `commit` makes them visible."""
        with self._lock:
            writer = self._open_writer()
            for entry in entries:
                writer.delete_documents_by_term("id", entry.id)
                document = tantivy.Document()
                document.add_text("id", entry.id)
                document.add_text("headline", entry.headline)
                document.add_text("text", entry.text)
                for published in entry.published:
                    document.add_integer("published", published)
                for outlet in entry.outlets:
                    document.add_text("outlet", outlet)
                writer.add_document(document)

    def delete(self, ids: Iterable[str]) -> None:
        """Forget these ids; unknown ones are no error. `commit` makes it so."""
        with self._lock:
            writer = self._open_writer()
            for passage_id in ids:
                writer.delete_documents_by_term("id", passage_id)

    def commit(self) -> None:
        """Write what was upserted and deleted to disk, and search it from now on."""
        with self._lock:
            if self._writer is not None:
                self._writer.commit()
                self._index.reload()

    def close(self) -> None:
        """Finish writing; what was not committed is dropped."""
        with self._lock:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None

    def terms(self, text: str) -> list[str]:
        """The stems that are searched for a text: lower case, without accents or stop words."""
        return self._analyzer.analyze(text)

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """How much each term tells about a text: its inverse document frequency, smoothed.

        As BM25 defines it, over the passages and `_PRIOR_PASSAGES` more of which every term
        stands in `_PRIOR_HOLDING`: a few passages say little about which words are rare.
        """
        searcher = self._index.searcher()
        total = searcher.num_docs + _PRIOR_PASSAGES
        weights = {}
        for term in terms:
            holding = searcher.doc_freq("text", term) + _PRIOR_HOLDING
            weights[term] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        return weights

    def query(
        self,
        text: str,
        count: int,
        *,
        since: int | None = None,
        until: int | None = None,
        outlets: Sequence[str] = (),
    ) -> list[str]:
        """The ids of the at most `count` best passages by BM25, best first.

        `since` and `until` bound the publication time (seconds since 1970, both inclusive);
        where one is given, passages without a date are not found.
        """
        wanted = self._words_query(dict.fromkeys(self.terms(text)))
        if wanted is None:
            return []
        clauses = [(Occur.Must, wanted)]
        if since is not None or until is not None:
            bounds = Query.range_query(self._schema, "published", FieldType.Integer, since, until)
            clauses.append((Occur.Must, Query.const_score_query(bounds, 0.0)))
        if outlets:
            named = Query.term_set_query(self._schema, "outlet", list(outlets))
            clauses.append((Occur.Must, Query.const_score_query(named, 0.0)))
        searcher = self._index.searcher()
        found = searcher.search(Query.boolean_query(clauses), limit=count, count=False)
        return [str(searcher.doc(address)["id"][0]) for _, address in found.hits]

    def _words_query(self, terms: Iterable[str]) -> Query | None:
        clauses = []
        for term in terms:
            in_text = Query.term_query(self._schema, "text", term)
            in_headline = Query.term_query(self._schema, "headline", term)
            clauses.append((Occur.Should, in_text))
            clauses.append((Occur.Should, Query.boost_query(in_headline, _HEADLINE_WEIGHT)))
        return Query.boolean_query(clauses) if clauses else None

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        return self._writer
