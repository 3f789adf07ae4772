# Targets are those of infra/dev/__main__.py, which also work where there is no make: python3 -m infra.dev run
PYTHON ?= python3
export PORT ARCHITECTURE FUZZ_EXAMPLES m

.PHONY: help FORCE build-ApiFunction build-MigrateFunction build-OutboxFunction build-CourierFunction
help:
	@$(PYTHON) -m infra.dev
# Without these, make would ask the rule below for them, too. `sam build` names this file by its whole path.
Makefile FORCE: ;
%/Makefile: ;
# part names one of the bench's; env an environment of samconfig.toml, as in `make deploy env=prod`.
%: FORCE
	@$(PYTHON) -m infra.dev $@ $(part) $(if $(env),--config-env $(env))
# What `sam build` calls (template.yaml: BuildMethod: makefile).
build-ApiFunction build-MigrateFunction build-OutboxFunction build-CourierFunction:
	@$(PYTHON) -m infra.dev package "$(ARTIFACTS_DIR)"
