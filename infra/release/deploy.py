"""`make deploy`: from a checkout to an answering address. The first time it asks; later it is one command."""

import subprocess
import sys

from infra.build.architecture import wanted_architecture
from infra.build.folder import ROOT, digest
from infra.build.sam import BUILT, FUNCTIONS, build, sam_environment
from infra.dev.progress import phase
from infra.release.address import wait_until_ready
from infra.release.certificates import provide_certificates
from infra.release.environments import others, require_apart, select
from infra.release.errors import ReleaseError
from infra.release.guide import guide
from infra.release.mail import provide_public_url, say_what_mail_needs
from infra.release.parameters import create_missing
from infra.release.samconfig_file import write
from infra.release.session import require_account, require_partition
from infra.release.settling import CAPABILITIES, parameters, release_of, settle
from infra.release.stack import ENDS_SOON, STANDS, Stack, find_stack, make_way, refusal
from infra.release.store import Store
from infra.sam_config import SamConfig, quoted
from infra.tools import environment

READY_WITHIN = 60.0  # Seconds for the first answers: a new environment, and a database that may have slept.


def main(arguments: list[str]) -> int:
    """Arguments other than --config-env are those of `sam deploy`."""
    config, rest = select(arguments)
    if not config.region:
        config = guide(config)
        require_apart(config, others(config))
        require_partition(config)
        write(config)
        print("heed: the answers are in samconfig.toml; commit it, and the next deployment asks nothing")
    require_partition(config)
    require_account(config)
    before = make_way(config)
    given = parameters(config, before)
    store = Store(config)
    for name in create_missing(store, config):
        print(f"heed: created {store.path}/{name}")
    provide_public_url(config, store, before)
    provide_certificates(config, store)
    build(BUILT, wanted_architecture(config))
    given["Release"] = release_of([digest(BUILT / name) for name in FUNCTIONS], given)
    stack = deploy(config, given, rest)
    provide_public_url(config, store, stack)  # The first time, the API has got its address only now.
    address = stack.outputs["Address" if given["DisableApiAddress"] == "true" else "ApiAddress"]
    with phase(f"waiting for {address}/ready"):
        wait_until_ready(address, READY_WITHIN)
    settle(config, stack)
    say_what_mail_needs(config, stack)
    print(f"\n  API  {address}/v1\n  docs {address}/docs\n")
    return 0


def deploy(config: SamConfig, given: dict[str, str], arguments: list[str]) -> Stack:
    """SAM waits until the traffic has shifted, or was rolled back, and says what it does meanwhile."""
    command = [str(environment.prepare("sam") / "sam"), "deploy", *options(config)]
    command += ["--parameter-overrides", *quoted(given), *arguments]
    status = subprocess.run(command, check=False, cwd=ROOT, env=sam_environment()).returncode
    if status or not (stack := make_way(config)):
        raise ReleaseError(failure(config, find_stack(config)))
    return stack


def options(config: SamConfig) -> list[str]:
    """What the file may leave out, or hold from a `sam deploy --guided` that asked about another template."""
    found = ["--config-env", config.environment, "--stack-name", config.stack, "--region", config.region]
    found += ["--capabilities", *CAPABILITIES, "--no-fail-on-empty-changeset"]
    if not config.options.keys() & {"s3_bucket", "resolve_s3"}:
        found.append("--resolve-s3")
    if "s3_prefix" not in config.options:
        found += ["--s3-prefix", config.stack]  # What `make takedown` deletes in the bucket.
    if not sys.stdin.isatty():
        found.append("--no-confirm-changeset")  # Nobody is there to say yes.
    return found


def failure(config: SamConfig, stack: Stack | None) -> str:
    if stack and stack.status in (*STANDS, *ENDS_SOON):
        return "heed: the deployment failed, see above; the version before it still serves"
    if not stack or stack.status == "ROLLBACK_COMPLETE":
        return "heed: the deployment failed, see above; nothing of it is left: mend the cause, and deploy again"
    return refusal(config, stack.status)
