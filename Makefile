# Whatever python is on PATH; or say which: make check VENV=.venv
ifdef VENV
export PATH := $(abspath $(VENV))/bin:$(PATH)
endif

.PHONY: check format audit

check:
	ruff format --check .
	ruff check .
	mypy --strict grader
	pytest

format:
	ruff format .
	ruff check --fix .

audit:
	grade audit
