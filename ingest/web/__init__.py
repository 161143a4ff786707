"""Articles from the web: the only code of this project that uses the network."""

from ingest.web.addresses import check_address
from ingest.web.fetching import LIMIT, Fetched, Unchanged, fetch
from ingest.web.reply import Validators

__all__ = ["LIMIT", "Fetched", "Unchanged", "Validators", "check_address", "fetch"]
