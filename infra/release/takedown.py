"""`make takedown`: removes what `make deploy` and `make secrets` have made, and says what is kept."""

import argparse
import dataclasses
import subprocess
import sys
from collections.abc import Callable

from botocore.exceptions import BotoCoreError, ClientError

from infra.build.folder import ROOT
from infra.build.sam import sam_environment
from infra.dev.progress import phase
from infra.release.environments import select_deployed
from infra.release.errors import ReleaseError
from infra.release.mail import COURIER
from infra.release.session import client, require_account
from infra.release.stack import REFUSED, Stack, find_stack, refusal
from infra.release.store import Store
from infra.sam_config import SamConfig
from infra.tools import environment


def main(arguments: list[str]) -> int:
    config, rest = select_deployed(arguments)
    parser = argparse.ArgumentParser(prog="takedown")
    parser.add_argument("--yes", metavar="STACK", help="the stack's name, in place of typing it")
    given = parser.parse_args(rest)
    require_account(config)
    stack = find_stack(config)
    store = Store(config)
    stored = [(place, name) for place in (store, Store(config, COURIER)) for name, _ in place.stored()]
    names = sorted(f"{place.path}/{name}".removeprefix(f"{store.path}/") for place, name in stored)
    if not stack and not names:
        print(f"heed: neither the stack {config.stack} nor settings under {store.path} are there: nothing to remove")
        return 0
    print(
        f"heed: this removes the stack {config.stack} and the settings {', '.join(names) or '(none)'} of {store.path}"
    )
    confirm(config, given.yes)
    cluster = ""
    if stack:
        if stack.status.endswith("_IN_PROGRESS"):
            raise ReleaseError(refusal(config, stack.status))
        cluster = cluster_of(config, stack)
        if cluster:
            unprotect(config, cluster)
        remove(config)
    for place, name in stored:
        place.delete(name)
    for line in kept(config, cluster):
        print(f"heed: kept: {line}")
    return 0


def confirm(config: SamConfig, given: str | None, ask: Callable[[str], str] = input) -> None:
    if given is None and sys.stdin.isatty():
        given = ask("heed: type the stack's name to go on: ").strip()
    if given != config.stack:
        raise ReleaseError(f"heed: nothing is removed: say so by the stack's name, `--yes {config.stack}`")


def cluster_of(config: SamConfig, stack: Stack) -> str:
    """Aurora's cluster, "" where there is none. A stack that failed has no outputs, but still its resources."""
    if "DatabaseCluster" in stack.outputs:
        return stack.outputs["DatabaseCluster"]
    found = config.stack
    for name in ("AuroraDatabase", "Cluster"):  # template.yaml's nested stack, and in it infra/database.yaml's cluster.
        request = {"StackName": found, "LogicalResourceId": name}
        try:
            resource = client(config, "cloudformation").describe_stack_resource(**request)["StackResourceDetail"]
        except ClientError:
            return ""
        found = resource.get("PhysicalResourceId", "")
    return found


def unprotect(config: SamConfig, cluster: str) -> None:
    rds = client(config, "rds")
    try:
        [found] = rds.describe_db_clusters(DBClusterIdentifier=cluster)["DBClusters"]
        if found["DeletionProtection"]:
            rds.modify_db_cluster(DBClusterIdentifier=cluster, DeletionProtection=False, ApplyImmediately=True)
    except rds.exceptions.DBClusterNotFoundFault:
        return  # An attempt before this one got that far.
    except (ClientError, BotoCoreError) as error:
        raise ReleaseError(f"heed: Aurora's deletion protection can't be switched off: {error}") from None


def remove(config: SamConfig) -> None:
    """With the artefacts of all its deployments, which stand below its prefix."""
    command = [str(environment.prepare("sam") / "sam"), "delete", "--stack-name", config.stack]
    command += ["--region", config.region, "--no-prompts", "--config-env", config.environment]
    if profile := config.options.get("profile"):
        command += ["--profile", profile]  # The file has it below `deploy`, where `sam delete` doesn't look.
    if bucket := config.options.get("s3_bucket") or managed_bucket(config):
        command += ["--s3-bucket", bucket, "--s3-prefix", config.options.get("s3_prefix", config.stack)]
    with phase(f"deleting the stack {config.stack}, with Aurora some fifteen minutes"):
        finished = subprocess.run(command, check=False, cwd=ROOT, env=sam_environment(), capture_output=True, text=True)
    left = find_stack(config)
    if finished.returncode or left:
        print(finished.stdout + finished.stderr)
        why = refusal(config, left.status) if left and left.status in REFUSED else "heed: sam delete failed, see above"
        raise ReleaseError(f"{why}; the settings are still there")


def managed_bucket(config: SamConfig) -> str:
    """The one that `resolve_s3` stands for; "" where it is gone."""
    bucket = find_stack(dataclasses.replace(config, stack="aws-sam-cli-managed-default"))
    return bucket.outputs["SourceBucket"] if bucket else ""


def kept(config: SamConfig, cluster: str) -> list[str]:
    lines = ["the bucket of the artefacts, which SAM CLI uses for all its stacks in the region"]
    if cluster:
        lines += [
            f"Aurora's last snapshot, {name}; delete it with `aws rds delete-db-cluster-snapshot "
            f"--db-cluster-snapshot-identifier {name} --region {config.region}`"
            for name in snapshots(config, cluster)
        ]
    elif config.parameter("Database") == "url":
        lines.append("the database of DATABASE_URL, with everything in it")
    return lines


def snapshots(config: SamConfig, cluster: str) -> list[str]:
    """Those that outlive the cluster: the automatic ones go with it."""
    request = {"DBClusterIdentifier": cluster, "SnapshotType": "manual"}
    try:
        pages = client(config, "rds").get_paginator("describe_db_cluster_snapshots").paginate(**request)
        return [str(each["DBClusterSnapshotIdentifier"]) for page in pages for each in page["DBClusterSnapshots"]]
    except (ClientError, BotoCoreError) as error:
        raise ReleaseError(f"heed: all is removed, but RDS does not say which snapshots are left: {error}") from None
