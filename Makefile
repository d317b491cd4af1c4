# Every habit of the project has a name here. PYTHON may point to any interpreter of 3.11 or later.
PYTHON ?= python3

.PHONY: install check test lint types notebook docs bench data wheel

install:
	$(PYTHON) -m pip install .

check:
	bash tests/run.sh

test:
	$(PYTHON) -m pytest -n 2 --dist loadgroup

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

notebook:
	$(PYTHON) -m jupyter execute --inplace notebooks/*.ipynb

docs:
	$(PYTHON) -m mkdocs build --strict

bench:
	$(PYTHON) -m benchmarks

data:
	$(PYTHON) data/boundaries/build.py
	$(PYTHON) data/gazetteer/build.py

wheel:
	$(PYTHON) -m build --wheel
