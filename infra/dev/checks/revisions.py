"""What every revision has to be: dated, with a reason, and safe while the code before it serves."""

import json
import re
import subprocess
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from app.settings.config import ROOT
from migrations.failure import MigrationError
from migrations.runner import script_of
from migrations.scripts import Scripts

FILE_NAME = r"\d{4}_\d\d_\d\d_\d{4}_[a-z0-9_]+\.py"
PLACEHOLDER = "say here what this change is for"
SHORTEST_REASON = 20  # Characters.
CONCURRENTLY = re.compile(r"^(CREATE (UNIQUE )?|DROP )INDEX CONCURRENTLY ", re.IGNORECASE)
BEGINNING = re.compile(r"^(?=BEGIN;\s+(?:CREATE TABLE alembic_version [^;]*;\s+)?-- Running upgrade )", re.MULTILINE)
ALEMBICS_OWN = re.compile(r"^(BEGIN|COMMIT|SET \w+_timeout|(INSERT INTO|UPDATE|DELETE FROM) alembic_version)\b")


def faults(scripts: Scripts) -> list[str]:
    """One line for each fault: the file, what is wrong, and where squawk found it, the rule."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{step.revision}.sql" for step in scripts.steps]
        statements = script_of_each(scripts)
        for file, sql in zip(files, statements, strict=True):
            file.write_text(sql)
        broken = squawk(files)
    name_before = ""
    for script, step, sql in zip(scripts.scripts, scripts.steps, statements, strict=True):
        path = Path(script.path)
        rules = broken.get(step.revision, {})
        accepted = getattr(script.module, "accepted", {})
        complaints = [
            *name_and_reason(path.name, script.module.__doc__ or ""),
            *in_order(path.name, name_before),
            *stands_alone(sql),
            *(f"{rule}: {said}" for rule, said in rules.items() if rule not in accepted),
            *(f"{rule} is accepted, but not needed" for rule in accepted if rule not in rules),
            *(f"{rule} is accepted without a reason" for rule, why in accepted.items() if not is_said(why)),
        ]
        found += [f"{path.name}: {complaint}" for complaint in complaints]
        name_before = path.name
    return found


def script_of_each(scripts: Scripts) -> list[str]:
    """What each revision would run by itself, cut from one script, as Alembic loads all revisions for each script."""
    limits, *each = BEGINNING.split(script_of(scripts, scripts.steps))
    return [limits + sql for sql in each]


def name_and_reason(file_name: str, docstring: str) -> list[str]:
    complaints = []
    if not re.fullmatch(FILE_NAME, file_name):
        complaints.append("the file's name must be its date, its time and its subject, as alembic writes it")
    _, said, why = docstring.partition("Why:")
    if not said or PLACEHOLDER in why or not is_said(why):
        complaints.append("its docstring must say why: what the change is for, and why the code before it still works")
    return complaints


def in_order(file_name: str, name_before: str) -> list[str]:
    """A merge puts a revision behind one that was written later: whoever reads the folder then sees a wrong order."""
    if file_name > name_before:
        return []
    return [f"the file's name must sort after {name_before}, which the revision follows: rename it to a later time"]


def is_said(reason: str) -> bool:
    return len(reason.strip()) >= SHORTEST_REASON


def stands_alone(sql: str) -> list[str]:
    """An index that is built concurrently commits what was before it: a second run would do that again, and fail."""
    statements = [re.sub(r"^(--.*\n|\s)+", "", part).strip() for part in sql.split(";")]
    own = [each for each in statements if each and not ALEMBICS_OWN.match(each) and "CREATE TABLE alembic" not in each]
    concurrent = [each for each in own if CONCURRENTLY.match(each)]
    if concurrent and len(concurrent) < len(own):
        return ["a revision with an index built concurrently does nothing else: put the rest into one of its own"]
    return []


def squawk(files: list[Path]) -> dict[str, dict[str, str]]:
    """By revision, the rules that its SQL breaks, each with what squawk says about it."""
    program = Path(sysconfig.get_path("scripts")) / "squawk"
    command = [str(program), "--config", str(ROOT / ".squawk.toml"), "--reporter", "json", *map(str, files)]
    finished = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        reports: list[dict[str, Any]] = json.loads(finished.stdout)
    except ValueError:
        raise MigrationError(f"squawk failed: {finished.stderr.strip() or 'no reason given'}") from None
    broken: dict[str, dict[str, str]] = {}
    for each in reports:
        broken.setdefault(Path(each["file"]).stem, {})[each["rule_name"]] = each["message"]
    return broken
