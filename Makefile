# Two commands are enough: `make chat` and `make test`. Both prepare what they need.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
QUESTION := Why was there no warning before the landslip hit the train?

.PHONY: chat test check bench bench-retrieval bench-query bench-answers reader clean help

help:
	@echo "make chat    install, ingest the sample articles, ask one question, serve the web chat"
	@echo "make test    install what the tests need, and run them all"
	@echo "make check   style and types (ruff, mypy --strict)"
	@echo "make bench   speed of the ingestion beside the plain llama-index pipeline"
	@echo "make bench-retrieval  how often a search finds the right article (development data)"
	@echo "make bench-answers    how often an answer is right, and refused rightly (development data)"
	@echo "make bench-query      how long a search takes at three sizes (development data)"
	@echo "make reader  train the reader anew: DATA=FOLDER OUT=FOLDER (development data; hours)"
	@echo "make clean   remove the environment and what the tools left"

# Exit code 1 says that an article could not be read, which stops nothing.
chat: $(VENV)/.installed
	$(BIN)/dateline ingest || test $$? = 1
	@echo
	@echo "> $(QUESTION)"
	@$(BIN)/dateline ask "$(QUESTION)"
	@echo
	$(BIN)/dateline serve

test: $(VENV)/.tested-with
	@sh tests/find-chromium.sh
	$(BIN)/python -m pytest

check: $(VENV)/.tested-with
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.benchmarked-with
	$(BIN)/python tests/benchmarks/ingest.py

bench-retrieval: $(VENV)/.installed
	$(BIN)/python -m tests.benchmarks.retrieval

bench-answers: $(VENV)/.installed
	$(BIN)/python -m tests.benchmarks.answers

bench-query: $(VENV)/.installed
	$(BIN)/python -m tests.benchmarks.query

# Batches of ever new widths otherwise spend a third of the time on memory given back and asked for.
LARGE_PAGES := glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=8589934592:glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=67108864:glibc.malloc.arena_max=2

# Articles that cannot be read stop nothing; what is done is kept in OUT, and gone on with.
reader: $(VENV)/.installed
	@test -n "$(DATA)" && test -n "$(OUT)" || { echo "Say where the data is and where the weights go: make reader DATA=FOLDER OUT=FOLDER"; exit 1; }
	$(BIN)/dateline ingest $(DATA)/realtimeqa/articles-*.jsonl.xz --corpus $(OUT)/corpus || test $$? = 1
	GLIBC_TUNABLES=$(LARGE_PAGES) $(BIN)/python -m assistant.reader.training $(DATA) $(OUT)/corpus $(OUT)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11 or newer: install it, or name it with 'make PYTHON=/path/to/python3.11 ...'"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Dateline needs Python 3.11 or newer and $(PYTHON) is older: install one, or name it with 'make PYTHON=/path/to/python3.11 ...'"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The environment could not be made: on Debian and Ubuntu, 'apt install python3-venv' helps"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Dateline into $(VENV) (some minutes the first time)"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e . || { echo "The installation failed: pip's message above says why. It needs a Python package index and about 3 GB of disk"; exit 1; }
	@touch $@

$(VENV)/.tested-with: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]' || { echo "The installation failed: pip's message above says why"; exit 1; }
	@touch $@

$(VENV)/.benchmarked-with: $(VENV)/.tested-with
	@echo "Installing the pipeline to compare with"
	@$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,bench]' || { echo "The installation failed: pip's message above says why"; exit 1; }
	@touch $@
