# Each target is one python command, which also works where there is no make: python3 -m infra.local run
PYTHON ?= python3
export PORT m

.PHONY: help run test check migration demo lock
help:
	@$(PYTHON) -m infra.local
run:
	@$(PYTHON) -m infra.local run
test:
	@$(PYTHON) -m infra.local test
check:
	@$(PYTHON) -m infra.local check
migration:
	@$(PYTHON) -m infra.local migration
demo:
	@$(PYTHON) -m infra.local demo
lock:
	@$(PYTHON) -m infra.local lock
