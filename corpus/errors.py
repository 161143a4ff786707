"""What can go wrong with a corpus, in words for the person who reads them."""


class CorpusError(Exception):
    """A corpus cannot do what was asked; the message says why and what to do."""


class NoCorpusError(CorpusError):
    """There is no corpus in that directory."""


class OtherModelError(CorpusError):
    """The indexes were made with another embedding model or chunker than the one wanted."""


class CorpusBusyError(CorpusError):
    """Another process is writing to the corpus."""


class ModelError(CorpusError):
    """The embedding model cannot be loaded."""
