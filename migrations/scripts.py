"""The revisions that this code brings: one line from the first to the head."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import Script, ScriptDirectory

from migrations.failure import MigrationError

HERE = Path(__file__).resolve().parent
VERSIONS = HERE / "versions"


@dataclass(frozen=True)
class Step:
    """One revision; `what` is its docstring's first line, `before` the revision that it follows, "base" for none."""

    revision: str
    what: str
    before: str

    def __str__(self) -> str:
        return f"{self.revision} ({self.what})"


class Scripts:
    """The revisions of some folders. Raises MigrationError unless they are one line."""

    def __init__(self, versions: tuple[Path, ...] = (VERSIONS,)) -> None:
        self.versions = versions
        self.directory = ScriptDirectory.from_config(self.config())
        heads = sorted(self.directory.get_heads())
        if len(heads) > 1:
            raise MigrationError(
                f"there are {len(heads)} heads ({', '.join(heads)}): give one of them the other as its down_revision"
            )
        self.scripts = list(reversed(list(self.directory.walk_revisions())))
        if any(script.is_merge_point for script in self.scripts):
            raise MigrationError("the history has branches: make it one line, each revision following one other")
        self.steps = [Step(s.revision, s.doc, str(s.down_revision or "base")) for s in self.scripts]
        self.order = {step.revision: place for place, step in enumerate(self.steps, start=1)} | {"base": 0}

    @property
    def head(self) -> str:
        return self.steps[-1].revision if self.steps else "base"

    def config(self, **attributes: Any) -> Config:
        """Alembic's configuration without alembic.ini, which does not ship. It prints nothing."""
        config = Config(stdout=io.StringIO(), output_buffer=io.StringIO(), attributes=attributes)
        places = {
            "script_location": str(HERE),
            "version_locations": "\n".join(str(folder) for folder in self.versions),
            "path_separator": "newline",
        }
        for name, value in places.items():
            config.set_main_option(name, value.replace("%", "%%"))
        return config

    def require_target(self, revision: str) -> None:
        """Raises MigrationError for a revision that doesn't exist."""
        if revision != "head" and not revision.startswith("+") and revision not in self.order:
            raise MigrationError(f"there is no revision {revision}")

    def refuse_replaced(self, at: str) -> None:
        refuse_replaced(at, self.scripts)

    def steps_up(self, at: str, target: str) -> list[Step]:
        """From where the database is, to the target: nothing where it is there already, or past it."""
        start = self.order[at]
        if not target.startswith("+"):
            return self.steps[start : self.order[self.head if target == "head" else target]]
        count = int(target)
        steps = self.steps[start : start + count]
        if steps and len(steps) < count:
            raise MigrationError(f"{target}: only {len(steps)} more up to the head, {self.head}")
        return steps

    def steps_down(self, at: str, target: str) -> list[Step]:
        return self.steps[self.order[target] : self.order[at]][::-1]


def refuse_replaced(at: str, scripts: Iterable[Script]) -> None:
    """Raises MigrationError for a revision that a script lists in `replaces`: no way leads on from there."""
    if any(at in getattr(script.module, "replaces", ()) for script in scripts):
        raise MigrationError(
            f"the database is at {at}, a revision that was replaced before the first release and can't be upgraded: "
            "start again with an empty database (the development server's is the folder .local/postgres; delete it)"
        )
