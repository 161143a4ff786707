"""Questions to offer to somebody who sees a corpus for the first time."""

from assistant import Assistant
from ingest import sample_articles

ABOUT_THE_SAMPLES = (
    "Why was there no warning before the landslip hit the train?",
    "How much did Tabb spend on a model railway?",
    "What pay rise did the dockers get?",
    "How many marchers did the police count?",
    "When was the Weir Bridge closed to motor traffic?",
    "What will a car have to pay to use the Harbour Bridge?",
    "Who was appointed as the new director of Orrimar Rail?",
    "Who won the 2022 World Cup?",
)
"""The last one has no answer in them."""

_NEWEST = 4


def example_questions(assistant: Assistant) -> tuple[str, ...]:
    """Questions that fit the corpus: prepared ones for the sample articles, else on its newest."""
    newest = assistant.corpus.articles(limit=_NEWEST)
    samples = str(sample_articles() / "samples")
    if newest and all(article.origin.startswith(samples) for article in newest):
        return ABOUT_THE_SAMPLES
    titles = [article.title for article in newest if article.title]
    return tuple(f"What do the articles say about “{title}”?" for title in titles)
