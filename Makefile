# Whatever python is on PATH; or say which: make check VENV=.venv
ifdef VENV
export PATH := $(abspath $(VENV))/bin:$(PATH)
endif

DOCS = sphinx-build -q -W -n --keep-going docs build/docs

.PHONY: check format attacks audit mutants docs docs-reference

check:
	ruff format --check .
	ruff check .
	mypy --strict grader
	$(DOCS)
	pytest -n auto

format:
	ruff format .
	ruff check --fix .

# As whoever calls, and as an ordinary user if that is root.
attacks:
	pytest -n auto tests/attacks
	tests/attacks/as_user.sh

audit:
	grade audit

mutants:
	grade audit --mutants

# Into build/docs. A link that leads nowhere is an error; nothing is asked of the network.
docs:
	$(DOCS)

# The pages of docs/reference/ and the schemas, from the code.
docs-reference:
	python docs/generate.py
