"""From a command's name to the module that does it, each loaded only when it is asked for."""

import importlib
from collections.abc import Callable

MODULES = {
    "run": "infra.local.run",
    "test": "infra.local.check",
    "fuzz": "infra.local.fuzz",
    "check": "infra.lint.main",
    "migration": "infra.local.migration",
    "demo": "infra.local.demo",
    "lock": "infra.local.lock",
    "postgres": "infra.local.serve_postgres",
    "build": "infra.build.sam",
    "package": "infra.build.package",
    "bench": "tests.bench.main",
    "bench-cold": "tests.bench.cold",
    "sam-local": "infra.local.sam_local",
    "secrets": "infra.release.parameters",
    "deploy": "infra.release.deploy",
}


def run(command: str, arguments: list[str]) -> int:
    main: Callable[[list[str]], int] = importlib.import_module(MODULES[command]).main
    return main(arguments)
