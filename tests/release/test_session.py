"""The credentials and the region that a command is run with."""

import pytest

from infra.release.errors import ReleaseError
from infra.release.session import require_account, require_partition
from infra.sam_config import SamConfig

CONFIG = SamConfig("heed", "eu-central-1")


def test_no_credentials_are_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(ReleaseError, match=r"^heed: AWS does not know you"):
        require_account(CONFIG)
    with pytest.raises(ReleaseError, match=r"^heed: The config profile \(work\) could not be found; samconfig\.toml"):
        require_account(SamConfig("heed", "eu-central-1", options={"profile": "work"}))


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eusc-de-east-1", "aws-eusc"),
    ],
)
def test_another_partition_is_refused_by_name(region: str, partition: str) -> None:
    with pytest.raises(ReleaseError, match=rf"^heed: {region} belongs to {partition}, where Heed can't be deployed"):
        require_partition(SamConfig("heed", region))


@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1", "il-central-1", "mx-central-1", "ap-southeast-9"])
def test_any_region_of_the_partition_aws_is_taken(region: str) -> None:
    require_partition(SamConfig("heed", region))


def test_what_is_no_region_is_refused() -> None:
    with pytest.raises(ReleaseError, match=r"^heed: europe is no region"):
        require_partition(SamConfig("heed", "europe"))
