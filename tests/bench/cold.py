"""`make bench-cold`: what a cold start costs, against the least that this stack can be and plain `sam build`."""

import json
import logging
import os
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from threading import Thread

import boto3
from alembic import command
from alembic.config import Config
from moto.server import ThreadedMotoServer

from app.config import ROOT
from infra.build.architecture import this_machine
from infra.build.folder import SOURCE, build, compile_folder, dependencies, install
from infra.build.runtime import find_python
from infra.local.postgres import Postgres
from infra.local.progress import phase
from tests.database import free_port

RUNS = 5
BENCH = Path(__file__).parent
SECRET = "a-key-that-only-the-bench-knows-0123456789"
SSM_PATH = "/heed/bench"
MOST_TIMES_THE_FLOOR, MOST_SSM_MILLISECONDS, MOST_MEGABYTES = 1.35, 80, 110


@dataclass
class Case:
    name: str
    folder: Path
    handler: str
    variables: dict[str, str]
    cpu: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def start(self) -> None:
        """One cold start, up to the first answer, of a process that has nothing but what Lambda gives."""
        command = [str(find_python()), "-s", str(BENCH / "first_answer.py"), self.handler]
        variables = self.variables | {"PYTHONDONTWRITEBYTECODE": "1", "AWS_REGION": "eu-central-1"}
        answer = subprocess.run(command, cwd=self.folder, env=variables, check=True, stdout=subprocess.PIPE)
        measured = json.loads(answer.stdout)
        self.cpu.append(measured["cpu"])
        self.megabytes.append(measured["rss"])


def main(arguments: list[str]) -> int:
    with TemporaryDirectory() as scratch, database() as url, parameters(url) as ssm:
        plain = {"DATABASE_URL": url, "SECRET_KEY": SECRET}
        with phase("building"):
            floor, built, source = folders(Path(scratch))
        cases = [
            Case("(a) the floor: one route, one SELECT", floor, "floor.api", plain),
            Case("(b) Heed as built", built, "handler.api", plain),
            Case("    with its settings from SSM", built, "handler.api", ssm),
            Case("(c) Heed as plain `sam build` ships it", source, "handler.api", plain),
        ]
        with phase(f"{RUNS} cold starts of each, in turn"):
            for _ in range(RUNS):
                for case in cases:
                    case.start()
    return report(cases)


def folders(scratch: Path) -> tuple[Path, Path, Path]:
    architecture = this_machine()
    floor, built, source = scratch / "floor", scratch / "built", scratch / "source"
    copytree(dependencies(architecture), floor)
    copytree(BENCH / "floor", floor / "floor")
    compile_folder(floor / "floor")
    build(built, architecture)
    install(source, architecture)
    for name in SOURCE:
        if (ROOT / name).is_dir():
            copytree(ROOT / name, source / name)
    return floor, built, source


@contextmanager
def database() -> Iterator[str]:
    """A migrated database with a board on it."""
    with Postgres(ROOT / ".local" / "bench-postgres", free_port(), durable=False) as server:
        server.create_database("heed_bench")
        url = os.environ["DATABASE_URL"] = server.url("heed_bench")
        os.environ["SECRET_KEY"] = SECRET
        command.upgrade(Config(ROOT / "alembic.ini"), "head")
        yield url


@contextmanager
def parameters(url: str) -> Iterator[dict[str, str]]:
    """The same settings in an SSM; gives the variables with which the function finds them there."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    ssm = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    ssm.start()
    host, port = ssm.get_host_and_port()
    variables = {"AWS_ENDPOINT_URL_SSM": f"http://{host}:{port}", "SSM_PATH": SSM_PATH}
    variables |= {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    client = boto3.client(
        "ssm",
        endpoint_url=variables["AWS_ENDPOINT_URL_SSM"],
        region_name="eu-central-1",
        aws_access_key_id="bench",
        aws_secret_access_key="bench",
    )
    for name, value in {"DATABASE_URL": url, "SECRET_KEY": SECRET}.items():
        client.put_parameter(Name=f"{SSM_PATH}/{name}", Value=value, Type="SecureString", Overwrite=True)
    yield variables
    Thread(target=ssm.stop, daemon=True).start()


def report(cases: list[Case]) -> int:
    floor, built, with_ssm, _ = (statistics.median(case.cpu) for case in cases)
    print(f"\n{'cold start to the first GET /v1/posts':<42}{'CPU s':>8}{'times (a)':>11}{'max MB':>9}")
    for case in cases:
        cpu = statistics.median(case.cpu)
        print(f"{case.name:<42}{cpu:>8.3f}{cpu / floor:>11.2f}{max(case.megabytes):>9.1f}")
    budgets = {
        f"(b) / (a) {built / floor:.2f}, at most {MOST_TIMES_THE_FLOOR}": built / floor <= MOST_TIMES_THE_FLOOR,
        f"SSM adds {(with_ssm - built) * 1000:.0f} ms, at most {MOST_SSM_MILLISECONDS}": with_ssm - built
        <= MOST_SSM_MILLISECONDS / 1000,
        f"memory {max(cases[2].megabytes):.0f} MB, at most {MOST_MEGABYTES}": max(cases[2].megabytes) <= MOST_MEGABYTES,
    }
    print()
    for budget, kept in budgets.items():
        print(f"{'kept' if kept else 'MISSED':<8}{budget}")
    return 0 if all(budgets.values()) else 1
