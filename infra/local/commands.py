"""From a command's name to the module that does it, each loaded only when it is asked for."""

import importlib
from collections.abc import Callable

MODULES = {
    "run": "run",
    "test": "check",
    "check": "migration_check",
    "migration": "migration",
    "demo": "demo",
    "lock": "lock",
    "postgres": "serve_postgres",
}


def run(command: str, arguments: list[str]) -> int:
    main: Callable[[list[str]], int] = importlib.import_module(f"infra.local.{MODULES[command]}").main
    return main(arguments)
