"""What a cold start costs, against the least that this stack can be and plain `sam build`."""

import json
import logging
import statistics
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from threading import Thread

import boto3
from moto.server import ThreadedMotoServer

from app.settings.config import ROOT
from infra.build.architecture import this_machine
from infra.build.folder import SOURCE, install
from infra.build.runtime import find_python
from infra.dev.progress import phase
from tests.bench.result import Budget, Part, Table
from tests.bench.stage import BENCH, VARIABLES, Stage

RUNS = 9
SSM_PATH = "/heed/bench"


@dataclass
class Case:
    name: str
    folder: Path
    handler: str
    variables: dict[str, str]
    path: str = "/v1/posts"
    cpu: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)

    def start(self) -> None:
        """One cold start, up to the first answer, of a process that has nothing but what Lambda gives."""
        command = [str(find_python()), "-P", "-s", str(BENCH / "first_answer.py"), self.handler, self.path]
        variables = self.variables | {"PYTHONDONTWRITEBYTECODE": "1"}
        answer = subprocess.run(command, cwd=self.folder, env=variables, check=True, stdout=subprocess.PIPE)
        measured = json.loads(answer.stdout)
        self.cpu.append(measured["cpu"])
        self.megabytes.append(measured["rss"])


def measure(stage: Stage) -> Part:
    plain = VARIABLES | {"DATABASE_URL": stage.database("heed_bench")}
    source = stage.scratch / "source"
    with parameters(plain) as ssm:
        with phase("installing as plain `sam build` does"):
            install_source(source)
        cases = [
            Case("(a) the floor: one route, one SELECT", stage.baselines, "floor.api", plain),
            Case("(b) Heed as built", stage.built, "handler.api", plain),
            Case("(b) with its settings from SSM", stage.built, "handler.api", ssm),
            Case("(c) Heed as plain `sam build` ships it", source, "handler.api", plain),
        ]
        with phase(f"{RUNS} cold starts of each, in turn"):
            for _ in range(RUNS):
                for case in cases:
                    case.start()
    return report(cases)


def install_source(target: Path) -> None:
    install(target, this_machine())
    for name in SOURCE:
        if (ROOT / name).is_dir():
            copytree(ROOT / name, target / name)


@contextmanager
def parameters(settings: dict[str, str]) -> Iterator[dict[str, str]]:
    """The settings in an SSM; gives the variables with which the function finds them there."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    ssm = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    ssm.start()
    host, port = ssm.get_host_and_port()
    keys = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    client = boto3.client(
        "ssm",
        endpoint_url=f"http://{host}:{port}",
        region_name=settings["AWS_REGION"],
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
    )
    for name in ("DATABASE_URL", "SECRET_KEY"):
        client.put_parameter(Name=f"{SSM_PATH}/{name}", Value=settings[name], Type="SecureString", Overwrite=True)
    elsewhere = {"AWS_REGION": settings["AWS_REGION"], "SSM_PATH": SSM_PATH}
    yield elsewhere | keys | {"AWS_ENDPOINT_URL_SSM": f"http://{host}:{port}"}
    Thread(target=ssm.stop, daemon=True).start()


def report(cases: list[Case]) -> Part:
    table = Table("Cold start, up to the first GET /v1/posts", ["", "CPU s", "lowest–highest", "× (a)", "most MB"])
    floor, built, with_ssm, _ = (statistics.median(case.cpu) for case in cases)
    for case in cases:
        cpu = statistics.median(case.cpu)
        spread = f"{min(case.cpu):.3f}–{max(case.cpu):.3f}"
        table.rows.append([case.name, f"{cpu:.3f}", spread, f"{cpu / floor:.2f}", f"{max(case.megabytes):.1f}"])
    budgets = [
        Budget("cold start, CPU of (b) × (a)", built / floor, most=1),
        Budget("cold start, milliseconds that SSM adds", (with_ssm - built) * 1000, most=80),
        Budget("cold start, MB", max(cases[2].megabytes), most=110),
    ]
    return Part([table], budgets, {case.name: {"cpu": case.cpu, "megabytes": case.megabytes} for case in cases})
