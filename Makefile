.PHONY: setup check test format scores demo

setup:
	python3 -m venv .venv
	.venv/bin/pip install --quiet -e '.[dev]'

check:
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/pytest

test:
	.venv/bin/pytest

format:
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

scores:
	.venv/bin/python benchmarks/run.py all

demo:
	.venv/bin/onrecord demo
