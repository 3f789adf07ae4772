"""How large the functions are: what is deployed for each, and what each has in memory after its first event."""

import json
import shutil
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from infra.dev.progress import phase
from tests.bench.outbox import MAIL
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import VARIABLES, Stage
from tests.bench.traffic import Ask
from tests.built.emulator import Emulator

POSTS = 1_000
COURIER = {
    "OUTBOX_FUNCTION": "function",
    "COURIER_ARN": "arn:aws:lambda:eu-central-1:123456789012:function:heed-courier",
    "SCHEDULE_NAME": "heed-courier-next",
    "SCHEDULE_ROLE_ARN": "arn:aws:iam::123456789012:role/heed-schedule",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
}
MOST_UNZIPPED, MOST_MEMORY = 60, 128  # MB; Lambda's own limits are 250, and what the template gives: 512 and more.


def measure(stage: Stage) -> Part:
    """The migration asks for the current revision, the outbox for what is to be sent, and the courier has it asked."""
    url = stage.copy(stage.board(POSTS))
    with phase("zipping the folder that all functions get"):
        archive = Path(shutil.make_archive(str(stage.scratch / "built-zip"), "zip", stage.built))
    folder = {
        "unzipped": sum(path.stat().st_size for path in stage.built.rglob("*") if path.is_file()) / 2**20,
        "zipped": archive.stat().st_size / 2**20,
    }
    memory: dict[str, float] = {}
    with ExitStack() as stack, phase("the first event of each function"):

        def first(name: str, event: Any, **variables: str) -> Emulator:
            log = stage.scratch / f"function-{name}.log"
            given = VARIABLES | {"DATABASE_URL": url} | MAIL | variables
            function = stack.enter_context(Emulator(stage.built, f"handler.{name}.handler", given, log))
            if "errorMessage" in (answer := function(event)):
                raise RuntimeError(f"{name} answered {answer['errorMessage']}")
            memory[name] = function.peak_megabytes()
            return function

        first("api", json.loads(Ask("GET", "/v1/posts").payload()))
        first("migrate", {"command": "current"})
        outbox = first("outbox", {"command": "claim"})
        endpoint = f"http://127.0.0.1:{outbox.port}"
        urls = {"AWS_ENDPOINT_URL_LAMBDA": endpoint, "DATABASE_URL": "", "SECRET_KEY": "", "PUBLIC_URL": ""}
        first("courier", {"awslogs": {"data": ""}}, **COURIER | urls)
    return report(folder, memory)


def report(folder: dict[str, float], memory: dict[str, float]) -> Part:
    sizes = Table("What is deployed, the same for every function", ["", "MB"])
    sizes.rows = [[name, f"{megabytes:.1f}"] for name, megabytes in folder.items()]
    table = Table("Memory of each function after its first event, at most", ["", "MB"])
    table.rows = [[name, f"{megabytes:.1f}"] for name, megabytes in memory.items()]
    budgets = [Budget("MB of a function, unzipped", folder["unzipped"], most=MOST_UNZIPPED)]
    budgets += [Budget(f"MB of {name} after its first event", each, most=MOST_MEMORY) for name, each in memory.items()]
    return Part([sizes, table], budgets, {"folder": folder, "memory": memory})
