"""`make deploy`: from a checkout to an answering address. The first time it asks; later it is one command."""

import subprocess
import time
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import sam_config
from infra.build.architecture import wanted_architecture
from infra.build.folder import RDS_CERTIFICATES, ROOT
from infra.build.sam import BUILT, build, sam_environment
from infra.dev.progress import phase
from infra.release.certificates import fetch_certificates
from infra.release.errors import ReleaseError
from infra.release.guide import guide
from infra.release.parameters import Store, create_missing
from infra.sam_config import SamConfig
from infra.tools import environment

READY_WITHIN = 60.0  # Seconds for the first answers: a new environment, and a database that may have slept.


def main(arguments: list[str]) -> int:
    config = sam_config.read()
    if not config.region:
        config = guide(config)
        sam_config.write(config)
        print("heed: the answers are in samconfig.toml; commit it, and the next deployment asks nothing")
    require_account(config)
    for name in create_missing(Store(config), config):
        print(f"heed: created {config.parameter('SettingsPath')}/{name}")
    RDS_CERTIFICATES.unlink(missing_ok=True)
    if config.parameter("Database") == "aurora":
        fetch_certificates(config.region, RDS_CERTIFICATES)
    build(BUILT, wanted_architecture())
    deploy(arguments)
    address = output(config, "Address")
    with phase(f"waiting for {address}/ready"):
        wait_until_ready(address, READY_WITHIN)
    print(f"\n  API  {address}/v1\n  docs {address}/docs\n")
    return 0


def require_account(config: SamConfig) -> None:
    try:
        account = boto3.client("sts", region_name=config.region).get_caller_identity()["Account"]
    except (ClientError, BotoCoreError) as error:
        raise ReleaseError(f"heed: AWS does not know you ({error}); `aws sso login` or AWS_PROFILE may help") from None
    print(f"heed: stack {config.stack} in account {account}, {config.region}")


def deploy(arguments: list[str]) -> None:
    """SAM waits until the traffic has shifted, or was rolled back, and says what it does meanwhile."""
    sam = environment.prepare("sam") / "sam"
    finished = subprocess.run([str(sam), "deploy", *arguments], check=False, cwd=ROOT, env=sam_environment())
    if finished.returncode:
        raise ReleaseError("heed: the deployment failed, see above; the version before it still serves")


def output(config: SamConfig, name: str) -> str:
    client = boto3.client("cloudformation", region_name=config.region)
    [stack] = client.describe_stacks(StackName=config.stack)["Stacks"]
    return next(str(found["OutputValue"]) for found in stack["Outputs"] if found["OutputKey"] == name)


def wait_until_ready(address: str, within: float) -> None:
    """Raises ReleaseError with the last answer."""
    deadline = time.monotonic() + within
    while True:
        try:
            with urllib.request.urlopen(f"{address}/ready", timeout=30):  # noqa: S310  (the stack's own address)
                return
        except urllib.error.HTTPError as error:
            with error:
                said = f"{error.code} {error.read(500).decode(errors='replace')}"
        except OSError as error:
            said = str(error)
        if time.monotonic() > deadline:
            raise ReleaseError(f"heed: {address}/ready is not: {said}")
        time.sleep(1)
