"""Aurora's version: the newest of its major version for a new cluster, its own for a running one."""

import re
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.release.errors import ReleaseError
from infra.release.session import client
from infra.release.stack import Stack
from infra.sam_config import SamConfig

FAMILY = "aurora-postgresql17"  # infra/database.yaml's parameter group is of this family.
VERSION = re.compile(r"17\.(\d+)")  # `17.6-limitless` and the like are other products.


def engine_version(config: SamConfig, stack: Stack | None) -> str:
    """What samconfig.toml says, unless it is older than what runs. Raises ReleaseError."""
    chosen = config.chosen("AuroraVersion")
    running = running_version(config, stack)
    if chosen and running and minor(chosen) < minor(running):
        raise ReleaseError(
            f"heed: Aurora runs {running} and can't go back to the AuroraVersion {chosen} of samconfig.toml; remove it"
        )
    return chosen or running or newest_version(config)


def running_version(config: SamConfig, stack: Stack | None) -> str:
    """AWS renews the minor version in its maintenance windows, so the stack's parameter may say an older one."""
    if not stack or "DatabaseCluster" not in stack.outputs:
        return ""
    request = {"DBClusterIdentifier": stack.outputs["DatabaseCluster"]}
    [cluster] = ask(config, "describe_db_clusters", request, "DBClusters")
    return str(cluster["EngineVersion"])


def newest_version(config: SamConfig) -> str:
    request = {"Engine": "aurora-postgresql", "DBParameterGroupFamily": FAMILY}
    offered = ask(config, "describe_db_engine_versions", request, "DBEngineVersions")
    usable = [str(each["EngineVersion"]) for each in offered if VERSION.fullmatch(each["EngineVersion"])]
    if not usable:
        raise ReleaseError(f"heed: {config.region} has no Aurora PostgreSQL 17; choose another region or Database=url")
    return max(usable, key=minor)


def ask(config: SamConfig, operation: str, request: dict[str, str], key: str) -> list[dict[str, Any]]:
    try:
        pages = client(config, "rds").get_paginator(operation).paginate(**request)
        return [each for page in pages for each in page[key]]
    except (ClientError, BotoCoreError) as error:
        raise ReleaseError(f"heed: RDS can't be asked for its versions: {error}") from None


def minor(version: str) -> int:
    """Raises ReleaseError for what is no version of this major."""
    if not (found := VERSION.fullmatch(version)):
        raise ReleaseError(f"heed: {version} is no version of Aurora PostgreSQL 17, which is what Heed is made for")
    return int(found[1])
