# Every habit of the project has a name here. PYTHON may point to any interpreter of 3.11 or later.
PYTHON ?= python3

.PHONY: install system-packages install-test test lint types notebook docs bench data wheel

install:
	$(PYTHON) -m pip install .

system-packages:
	bash tests/install-chromium.sh

install-test: system-packages
	$(PYTHON) -m pip install -e '.[test]'

test: lint types
	$(PYTHON) -m pytest -n 2 --dist loadgroup

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

notebook:
	$(PYTHON) -m pytest --nbmake notebooks

docs:
	$(PYTHON) -m mkdocs build --strict

bench:
	$(PYTHON) -m benchmarks

data:
	$(PYTHON) data/boundaries/build.py
	$(PYTHON) data/gazetteer/build.py

wheel:
	$(PYTHON) -m build --wheel
