#!/usr/bin/env bash
# Install what the tests need and run them all: lint, types, docs, then every test, a real browser and the notebooks
# included. VENV names the virtual environment (made if it is not there), PYTHON the interpreter that makes it.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${VENV:-.venv-test}
[ -x "$venv/bin/python" ] || "${PYTHON:-python3}" -m venv "$venv"
python=$venv/bin/python
"$python" -m pip install --quiet --disable-pip-version-check -e '.[test,docs]'
bash tests/install-chromium.sh
"$python" -m ruff check .
"$python" -m mypy
NO_MKDOCS_2_WARNING=1 "$python" -m mkdocs build --strict --quiet
"$python" -m pytest -n 2 --dist loadgroup "$@"
