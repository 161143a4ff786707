"""The one place that makes articles of drafts."""

from corpus.article import Article
from ingest.draft import MAX_CUT_CHARS, Block, Draft, finish


def finished(draft: Draft) -> Article:
    (article,) = finish(draft, origin="/a.html", where="a.html", identity="a")
    assert isinstance(article, Article)
    return article


def test_captions_and_what_was_cut_reach_the_article() -> None:
    blocks = (Block("The ferry sails."),)
    article = finished(Draft("Ferry", blocks, captions=("At noon.",), cut=("Home", "Sport")))
    assert (article.captions, article.cut) == (("At noon.",), ("Home", "Sport"))


def test_no_more_is_kept_of_what_was_cut_than_the_limit() -> None:
    lines = ("x" * 999,) * 100
    cut = finished(Draft("Ferry", (Block("The ferry sails."),), cut=lines)).cut
    assert cut == lines[: MAX_CUT_CHARS // 999]
