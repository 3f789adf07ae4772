# Each target is one python command, which also works where there is no make: python3 -m infra.local run
PYTHON ?= python3
export PORT ARCHITECTURE FUZZ_EXAMPLES m

.PHONY: help run test fuzz check migration demo lock build bench bench-cold sam-local secrets rotate deploy takedown build-ApiFunction build-MigrateFunction
help:
	@$(PYTHON) -m infra.local
run:
	@$(PYTHON) -m infra.local run
test:
	@$(PYTHON) -m infra.local test
fuzz:
	@$(PYTHON) -m infra.local fuzz
check:
	@$(PYTHON) -m infra.local check
migration:
	@$(PYTHON) -m infra.local migration
demo:
	@$(PYTHON) -m infra.local demo
lock:
	@$(PYTHON) -m infra.local lock
build:
	@$(PYTHON) -m infra.local build
bench:
	@$(PYTHON) -m infra.local bench $(part)
bench-cold:
	@$(PYTHON) -m infra.local bench-cold
sam-local:
	@$(PYTHON) -m infra.local sam-local
# env names an environment of samconfig.toml, as in `make deploy env=prod`; without it, `default`.
CONFIG_ENV = $(if $(env),--config-env $(env))
secrets:
	@$(PYTHON) -m infra.local secrets $(CONFIG_ENV)
rotate:
	@$(PYTHON) -m infra.local secrets --rotate $(CONFIG_ENV)
deploy:
	@$(PYTHON) -m infra.local deploy $(CONFIG_ENV)
takedown:
	@$(PYTHON) -m infra.local takedown $(CONFIG_ENV)
# What `sam build` calls (template.yaml: BuildMethod: makefile).
build-ApiFunction build-MigrateFunction:
	@$(PYTHON) -m infra.local package "$(ARTIFACTS_DIR)"
