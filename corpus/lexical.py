"""The lexical index: BM25 over headline and text of the passages, with tantivy."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import RLock

import tantivy
from rapidfuzz.distance import DamerauLevenshtein
from tantivy import FieldType, Occur, Query, TextAnalyzerBuilder, Tokenizer

from corpus.filter import Filter, fold

FORMAT = "positions, authors, sections"
"""What the index holds beside words and dates; an index without it has to be made anew."""

_ANALYZER = "dateline"
_MEMORY = 50_000_000
_HEADLINE_WEIGHT = 0.5
_PHRASE_WEIGHT = 3.0
_NAMED = ("outlet", "author", "section")
_PRIOR_PASSAGES = 1000
_PRIOR_HOLDING = 10
_SEARCHED = ("text", "headline")
_BM25_SHARE, _COVERAGE_SHARE, _BESIDE_SHARE = 0.2, 0.6, 0.2
"""Fitted with the weights in `corpus/ranking.py`."""

_LOOKED_AT = 50
"""Of so many terms, and so many pairs of neighbours, it is seen how well they fit: the rarest of a
long question. What is asked of tantivy for them lies one in the other, and too many of them would
overflow its stack, which ends the process."""

_GAP = 2
"""How many words may stand between neighbours: those that are not indexed leave gaps."""
_LONG_WORD = 9
_WORD = re.compile(r"[^\W_]+")
"""A word as tantivy's simple tokenizer sees it."""


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
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


class Lexical:
    """A BM25 index of passages in one directory. Safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Open the index in `directory`, or make an empty one there."""
        directory.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        # Positions are a third of the index, and what phrases are found by.
        builder.add_text_field("headline", tokenizer_name=_ANALYZER, index_option="position")
        builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="position")
        builder.add_integer_field("published", indexed=True, fast=True)
        for name in _NAMED:
            builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
        known = tantivy.Index.exists(str(directory))
        self._index = (
            tantivy.Index.open(str(directory))
            if known
            else tantivy.Index(builder.build(), str(directory))
        )
        self._schema = self._index.schema
        self._analyzer = (
            TextAnalyzerBuilder(Tokenizer.simple())
            .filter(tantivy.Filter.remove_long(60))
            .filter(tantivy.Filter.lowercase())
            .filter(tantivy.Filter.ascii_fold())
            .filter(tantivy.Filter.stopword("english"))
            .filter(tantivy.Filter.stemmer("english"))
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
                names = (entry.outlets, entry.authors, entry.sections)
                for field, values in zip(_NAMED, names, strict=True):
                    for value in values:
                        document.add_text(field, value)
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

    def size(self) -> int:
        """How many passages it holds."""
        return int(self._index.searcher().num_docs)

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
        self, text: str, count: int, chosen: Filter | None = None, phrases: Sequence[str] = ()
    ) -> dict[str, float]:
        """The at most `count` best passages by BM25 with their scores, best first.

        With `phrases`, only passages are found that hold all of them, word by word.
        """
        wanted = self._words_query(text)
        exact = [query for phrase in phrases if (query := self._phrase_query(phrase)) is not None]
        if exact and wanted is not None:
            exact[0] = Query.boolean_query([(Occur.Must, exact[0]), (Occur.Should, wanted)])
        found = exact or ([] if wanted is None else [wanted])
        if not found:
            return {}
        return self._search(_all([*found, *self._filters(chosen or Filter())]), count)

    def fit(self, text: str, ids: Sequence[str], best: float) -> dict[str, float]:
        """How well the words of a text fit each of the passages, from 0 to 1.

        It is made of the share of the terms that a passage and its headline hold, rare ones
        counting more, of BM25 as a share of the `best` score, and of the share of neighbouring
        terms that are neighbours in the passage.
        """
        terms = self.terms(text)
        if not terms or not ids:
            return {}
        weights = self.weights(dict.fromkeys(terms))
        if len(weights) > _LOOKED_AT:
            rarest = sorted(weights, key=lambda term: -weights[term])[:_LOOKED_AT]
            weights = {term: weights[term] for term in weights if term in set(rarest)}
        total = sum(weights.values())
        neighbours = dict.fromkeys(pairwise(term for term in terms if term in weights))
        pairs = sorted(neighbours, key=lambda pair: -weights[pair[0]] - weights[pair[1]])
        pairs = pairs[:_LOOKED_AT]
        share = _BM25_SHARE / max(best, 1e-9)
        signs: list[Query] = []
        for term, weight in weights.items():
            in_text, in_headline = self._in_fields(term)
            signs.append(Query.boost_query(in_text, share))
            signs.append(Query.boost_query(in_headline, share * _HEADLINE_WEIGHT))
            covered = _COVERAGE_SHARE * weight / total
            signs.append(Query.const_score_query(in_text, covered))
            only = Query.boolean_query([(Occur.Must, in_headline), (Occur.MustNot, in_text)])
            signs.append(Query.const_score_query(only, covered))
        for pair in pairs:
            beside = Query.phrase_query(self._schema, "text", list(pair), slop=_GAP)
            signs.append(Query.const_score_query(beside, _BESIDE_SHARE / len(pairs)))
        fitting = self._one_of(ids)
        for sign in signs:
            # One inside the other: of several side by side tantivy reads all that hold a term.
            fitting = Query.boolean_query([(Occur.Must, fitting), (Occur.Should, sign)])
        return self._search(fitting, len(ids))

    def _in_fields(self, term: str) -> tuple[Query, Query]:
        text, headline = (Query.term_query(self._schema, field, term) for field in _SEARCHED)
        return text, headline

    def holding(self, phrases: Sequence[str], ids: Sequence[str]) -> set[str]:
        """Those of the passages that hold one of the phrases, word by word."""
        queries = [query for phrase in phrases if (query := self._phrase_query(phrase)) is not None]
        if not queries or not ids:
            return set()
        return set(self._search(_all([self._one_of(ids), _either(queries)]), len(ids)))

    def among(self, ids: Sequence[str], chosen: Filter) -> set[str]:
        """Those of the passages that a filter lets through."""
        if not ids:
            return set()
        return set(self._search(_all([self._one_of(ids), *self._filters(chosen)]), len(ids)))

    def _one_of(self, ids: Sequence[str]) -> Query:
        one_of = Query.term_set_query(self._schema, "id", list(ids))
        return Query.const_score_query(one_of, 0.0)

    def passing(self, chosen: Filter, count: int) -> list[str] | None:
        """The ids of the passages that a filter lets through; None when they are over `count`."""
        searcher = self._index.searcher()
        if chosen == Filter(sources=chosen.sources):  # then no need to go through all of them
            holding = sum(searcher.doc_freq("outlet", name) for name in chosen.outlets)
            if (holding if chosen else searcher.num_docs) > 2 * count:  # deleted ones included
                return None
        wanted = _all([*self._filters(chosen)] or [Query.all_query()])
        found = searcher.search(wanted, limit=count + 1, count=False)
        if len(found.hits) > count:
            return None
        return [str(searcher.doc(place)["id"][0]) for _, place in found.hits]

    def holds(self, word: str) -> bool:
        """Whether any passage holds one of the terms of a word."""
        searcher = self._index.searcher()
        return any(
            searcher.doc_freq(field, term) for field in _SEARCHED for term in self.terms(word)
        )

    def nearest(self, word: str) -> str | None:
        """The term of the articles that is spelt most like a word of which they hold none.

        As far away as one letter that is wrong, missing, too many or changed places with the next
        (Damerau), in words of nine letters and more as two; the first letter is right. Of
        several as near, the one that most passages hold. None for a word that is known.
        """
        terms = self.terms(word)
        searcher = self._index.searcher()
        if len(terms) != 1 or self.holds(word):
            return None
        most = most_wrong(word)
        near = [
            (distance, -holding, term)
            for field in _SEARCHED
            for term, holding in searcher.terms_with_prefix(field, terms[0][0])
            if (distance := DamerauLevenshtein.distance(terms[0], term, score_cutoff=most)) <= most
        ]
        return min(near)[2] if near else None

    def holding_term(self, term: str) -> list[str]:
        """The ids of a few passages that hold a term, the best first."""
        return list(self._search(_either(self._in_fields(term)), 3))

    def _search(self, wanted: Query, count: int) -> dict[str, float]:
        searcher = self._index.searcher()
        found = searcher.search(wanted, limit=count, count=False)
        return {str(searcher.doc(place)["id"][0]): float(score) for score, place in found.hits}

    def _filters(self, chosen: Filter) -> Iterator[Query]:
        since, until = chosen.since_seconds, chosen.until_seconds
        if since is not None or until is not None:
            bounds = Query.range_query(self._schema, "published", FieldType.Integer, since, until)
            yield Query.const_score_query(bounds, 0.0)
        named = (
            chosen.outlets,
            tuple(map(fold, chosen.authors)),
            tuple(map(fold, chosen.sections)),
        )
        for field, names in zip(_NAMED, named, strict=True):
            if names:
                one_of = _either([Query.term_query(self._schema, field, name) for name in names])
                yield Query.const_score_query(one_of, 0.0)

    def _words_query(self, text: str) -> Query | None:
        clauses = []
        for term in dict.fromkeys(self.terms(text)):
            in_text, in_headline = self._in_fields(term)
            clauses.append((Occur.Should, in_text))
            clauses.append((Occur.Should, Query.boost_query(in_headline, _HEADLINE_WEIGHT)))
        return Query.boolean_query(clauses) if clauses else None

    def _phrase_query(self, phrase: str) -> Query | None:
        """Passages that hold a phrase; words in it that are not indexed leave a gap."""
        words = [
            (at, terms[0])
            for at, word in enumerate(_WORD.findall(phrase))
            if (terms := self.terms(word))
        ]
        if not words:
            return None
        if len(words) == 1:
            either = list(self._in_fields(words[0][1]))
        else:
            first = words[0][0]
            placed: list[str | tuple[int, str]] = [(at - first, term) for at, term in words]
            either = [Query.phrase_query(self._schema, field, placed) for field in _SEARCHED]
        return Query.boost_query(_either(either), _PHRASE_WEIGHT)

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_MEMORY, num_threads=1)
        return self._writer


def most_wrong(word: str) -> int:
    """In how many letters another word may differ of which a word is a misspelling."""
    return 1 if len(word) < _LONG_WORD else 2


def alike(word: str, known: Iterable[str]) -> dict[str, int]:
    """The known words, in lower case, that a word is spelt like, with the letters that differ.

    As `Lexical.nearest` counts them; the first letter is right.
    """
    most = most_wrong(word)
    return {
        one: distance
        for one in known
        if one[:1] == word[:1]
        and (distance := DamerauLevenshtein.distance(word, one, score_cutoff=most)) <= most
    }


def _either(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all(queries: Sequence[Query]) -> Query:
    """What all of the queries find; of one, itself, since tantivy skips more in a bare one."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])
