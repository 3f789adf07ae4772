"""RDS's certificates: fetched for the region of the database, whose setting follows DATABASE_URL."""

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.release import certificates
from infra.release.certificates import SHIPPED, fetch_certificates, provide_certificates, region_of
from infra.release.errors import ReleaseError
from infra.release.store import Store
from infra.sam_config import SamConfig
from tests.support.stub_server import serving

CONFIG = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test"})
RDS = "postgresql://heed:p@board.abcdefghij.eu-west-1.rds.amazonaws.com:5432/heed?sslmode=verify-full"
NEON = "postgresql://heed:p@ep-cool.eu-west-1.aws.neon.tech/heed"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "rds.pem"


@pytest.fixture
def published(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[serving]:
    bundle = ssl.DER_cert_to_PEM_cert(ssl.create_default_context().get_ca_certs(binary_form=True)[0]).encode()
    monkeypatch.setattr(certificates, "RDS_CERTIFICATES", kept)
    with serving(200, bundle) as server:
        monkeypatch.setattr(certificates, "PUBLISHED", server.url + "/{region}")
        yield server


def regions(published: serving) -> list[str]:
    return [path for _, path, _ in published.requests]


@pytest.mark.usefixtures("aws")
def test_aurora_gets_those_of_the_stacks_region(published: serving, kept: Path) -> None:
    config = SamConfig("heed", "eu-central-1", {"SettingsPath": "/heed/test", "Database": "aurora"})
    provide_certificates(config, Store(config))
    assert regions(published) == ["/eu-central-1"]
    assert kept.exists()
    assert Store(config).read() == {}


@pytest.mark.usefixtures("aws")
def test_a_database_of_rds_gets_those_of_its_own_region_and_is_told_to_trust_them(
    published: serving, kept: Path
) -> None:
    store = Store(CONFIG)
    store.write("DATABASE_URL", RDS)
    provide_certificates(CONFIG, store)
    assert regions(published) == ["/eu-west-1"]
    assert store.read()["DATABASE_CA_FILE"] == SHIPPED
    store.write("DATABASE_URL", NEON)
    provide_certificates(CONFIG, store)
    assert regions(published) == ["/eu-west-1"]
    assert store.read() == {"DATABASE_URL": NEON}
    assert not kept.exists()


@pytest.mark.usefixtures("aws", "published")
@pytest.mark.parametrize("name", ["DATABASE_CA", "DATABASE_CA_FILE"])
def test_what_somebody_chose_to_trust_stays(name: str) -> None:
    store = Store(CONFIG)
    for url in (RDS, NEON):
        store.write("DATABASE_URL", url)
        store.write(name, "/var/task/ours.pem")
        provide_certificates(CONFIG, store)
        assert store.read() == {"DATABASE_URL": url, name: "/var/task/ours.pem"}


@pytest.mark.parametrize(
    ("url", "region"),
    [
        (RDS, "eu-west-1"),
        (RDS.upper().replace("POSTGRESQL", "postgresql"), "eu-west-1"),
        ("postgresql://h@board.cluster-abc.us-east-1.rds.amazonaws.com/heed", "us-east-1"),
        ("postgresql://h@board.cluster-ro-abc.ap-southeast-2.rds.amazonaws.com/heed", "ap-southeast-2"),
        ("postgresql://h@board.proxy-abc.us-east-1.rds.amazonaws.com./heed", "us-east-1"),
        (NEON, ""),
        ("postgresql://h@rds.amazonaws.com.example.com/heed", ""),
        ("postgresql://h@eu-west-1.rds.amazonaws.com.evil.example/heed", ""),
        ("postgresql:///heed?host=/var/run/postgresql", ""),
        ("postgresql://[/heed", ""),
    ],
)
def test_the_region_is_the_hosts(url: str, region: str) -> None:
    assert region_of(url) == region


def test_certificates_that_are_none_are_one_line(tmp_path: Path) -> None:
    target = tmp_path / "rds.pem"
    with (
        serving(200, b"<html>not here</html>") as published,
        pytest.raises(ReleaseError, match=r"^heed: RDS's certificates could not be fetched"),
    ):
        fetch_certificates("eu-west-1", target, published.url + "/{region}")
    assert not target.exists()
