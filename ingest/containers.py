"""What is in a document that holds documents, whatever kind of container it is."""

from collections.abc import Iterable

from ingest.budget import Budget
from ingest.document import Document
from ingest.kinds import Kind
from ingest.report import Failure


def members(document: Document, kind: Kind | None, budget: Budget) -> Iterable[Document | Failure]:
    """The documents in a container of `kind`, and a failure for each that cannot be read.

    Each must be read before the next one is asked for.

    Raises:
        OSError: when the container is damaged or too large; what came before is in.
    """
    if kind == "mhtml":
        from ingest.mhtml import page_in

        return [page_in(document)]
    if kind == "warc":
        from ingest.warc import responses

        return responses(document, budget)
    from ingest.archives import documents

    return documents(document, budget)
