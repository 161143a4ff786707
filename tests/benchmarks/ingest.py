"""How fast articles get in, beside the plain llama-index pipeline: prints one table.

python tests/benchmarks/ingest.py [--articles FOLDER_OR_FILES...] [--limit 120] [--repeat 1]
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    # This file is named like a package of Dateline, which its own folder must not hide.
    sys.path[0] = str(Path(__file__).parents[2])
    from tests.benchmarks.ingestion import main

    sys.exit(main())
