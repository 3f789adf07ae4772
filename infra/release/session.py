"""AWS, as the environment's file and the person's credentials reach it."""

from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra.release.errors import ReleaseError
from infra.sam_config import SamConfig


def client(config: SamConfig, service: str) -> Any:
    """Raises ReleaseError where the profile or the region is missing."""
    try:
        session = boto3.Session(profile_name=config.options.get("profile"), region_name=config.region or None)
        return session.client(service)
    except BotoCoreError as error:
        raise ReleaseError(f"heed: {error}; samconfig.toml names the region and may name a profile") from None


def require_partition(config: SamConfig) -> None:
    """Elsewhere names of services, ARNs and certificates differ, and some of what the template makes isn't there."""
    try:
        partition = boto3.Session().get_partition_for_region(config.region)
    except BotoCoreError:
        raise ReleaseError(f"heed: {config.region} is no region of AWS; correct it in samconfig.toml") from None
    if partition != "aws":
        raise ReleaseError(
            f"heed: {config.region} belongs to {partition}, where Heed can't be deployed; choose a region of the "
            "partition aws, as eu-central-1, in samconfig.toml"
        )


def require_account(config: SamConfig) -> None:
    try:
        account = client(config, "sts").get_caller_identity()["Account"]
    except (ClientError, BotoCoreError) as error:
        raise ReleaseError(f"heed: AWS does not know you ({error}); `aws sso login` or AWS_PROFILE may help") from None
    print(f"heed: stack {config.stack} in account {account}, {config.region}")
