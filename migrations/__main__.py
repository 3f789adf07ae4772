"""The migration function's commands for people: python -m migrations upgrade"""

import argparse
import json
import logging
import sys
from typing import Any

from app.settings.config import load_settings
from migrations.commands import run
from migrations.events import parse_command
from migrations.failure import MigrationError

COMMANDS = {
    "upgrade": "to head, or to [revision]: an id, or +1 for one step",
    "downgrade": "to [revision], an id or base; needs --confirm, as it loses data",
    "current": "where the database is, and what is pending",
    "heads": "the last revision of this code",
    "history": "every revision, the first one first",
    "check": "is the schema what the models say?",
    "index": "make the words of posts again that search finds them by, after a change of LANGUAGE",
    "sql": "what an upgrade would run; runs nothing",
}


def main(arguments: list[str]) -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("heed.migrations").setLevel(logging.INFO)
    try:
        result = run(parse_command(event_of(arguments)), load_settings())
    except MigrationError as error:
        print(f"heed: {error}", file=sys.stderr)
        return 1
    print(result["sql"] if "sql" in result else json.dumps(result, indent=2))
    return 0


def event_of(arguments: list[str]) -> dict[str, Any]:
    described = "\n".join(f"  {name:<11}{what}" for name, what in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="python -m migrations", epilog=described, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("revision", nargs="?")
    parser.add_argument("--confirm", action="store_true")
    chosen = parser.parse_args(arguments)
    event: dict[str, Any] = {"command": chosen.command}
    if chosen.revision is not None:
        event["revision"] = chosen.revision
    if chosen.confirm:
        event["confirm"] = True
    return event


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
