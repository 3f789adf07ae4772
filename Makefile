# Each target is one python command, which also works where there is no make: python3 -m infra.local run
PYTHON ?= python3
export PORT

.PHONY: help run test demo lock
help:
	@$(PYTHON) -m infra.local
run:
	@$(PYTHON) -m infra.local run
test:
	@$(PYTHON) -m infra.local test
demo:
	@$(PYTHON) -m infra.local demo
lock:
	@$(PYTHON) -m infra.local lock
