"""The restore of a backup, as infra/README.md tells it: its own commands, run on a real PostgreSQL and on moto."""

import os
import re
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import ROOT
from infra.dev.postgres.data_directory import PROGRAMS
from tests.release import aws_commands
from tests.release.test_settling import run_cluster
from tests.support.database import way_round
from tests.support.people import Person

PAGE = (ROOT / "infra" / "README.md").read_text()
SECTION = PAGE.partition("## Restoring a backup")[2].partition("\n## ")[0]
DUMP, RESTORE, SWITCH, AURORA = re.findall(r"```sh\n(.*?)```", SECTION, re.S)
COUNTS = "SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM posts), (SELECT count(*) FROM votes)"


def shell(commands: str, folder: Path, **variables: str) -> None:
    """With the page's program names, and this environment's Python for the checkout's."""
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    hidden = ("PG", "SECRET", "DATABASE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    subprocess.run(
        ["sh", "-eu", "-c", commands.replace("heed.dump", f"{folder}/heed.dump")],
        check=True,
        cwd=ROOT,
        env=environment | {"PATH": path} | variables,
    )


@pytest.fixture
def owned(database_url: str) -> Iterator[dict[str, str]]:
    """A server where, as with any provider, the owner is no superuser; and what the commands need to know."""
    admin = way_round(make_url(database_url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    suffix = secrets.token_hex(4)
    owner, app, restored = f"owner_{suffix}", f"app_{suffix}", f"restored_{suffix}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE ROLE {owner} LOGIN PASSWORD 'p' CREATEROLE"))
        own = make_url(database_url).set(drivername="postgresql")
        yield {
            "MIGRATION_DATABASE_URL": own.render_as_string(hide_password=False),
            "ADMIN_URL": own.set(database="postgres").render_as_string(hide_password=False),
            "RESTORED_OWNER_URL": own.set(username=owner, password="p", database=restored).render_as_string(False),
            "RESTORED_URL": own.set(username=app, password="q", database=restored).render_as_string(False),
            "OWNER": owner,
            "RESTORED": restored,
        }
        connection.execute(text(f"DROP DATABASE IF EXISTS {restored} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE IF EXISTS {app}"))
        connection.execute(text(f"DROP ROLE {owner}"))
    admin.dispose()


@pytest.mark.usefixtures("aws")
def test_a_dump_is_restored_beside_and_serves(member: Person, owned: dict[str, str], aws: str, tmp_path: Path) -> None:
    member.post_idea("Dark mode")
    boto3.client("ssm", region_name="eu-central-1").put_parameter(
        Name="/heed/heed/SECRET_KEY", Value="k" * 40, Type="SecureString"
    )
    shell(DUMP, tmp_path, **owned)
    member.post_idea("Too late")
    restore = RESTORE.replace("heed_restored", owned["RESTORED"]).replace("heed_owner", owned["OWNER"])
    assert restore.count(".venv/bin/python") == 1
    shell(restore, tmp_path, AWS_ENDPOINT_URL_SSM=aws, AWS_REGION="eu-central-1", **owned)

    url = make_url(owned["RESTORED_URL"]).set(drivername="postgresql+pg8000")
    engine = way_round(url)
    with engine.connect() as connection:
        assert connection.execute(text(COUNTS)).one() == (2, 1, 1)
        assert connection.scalars(text("SELECT title FROM posts")).all() == ["Dark mode"]
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text("CREATE TABLE not_by_the_api (id int)"))
    engine.dispose()


@pytest.mark.usefixtures("aws")
def test_the_board_is_sent_there() -> None:
    ran = [command for command in aws_commands.commands(SWITCH) if command[1] == "ssm"]
    for command in ran:
        aws_commands.run(command)
    found = boto3.client("ssm", region_name="eu-central-1").get_parameters_by_path(Path="/heed/heed")["Parameters"]
    assert {each["Name"].rpartition("/")[2] for each in found} == {"DATABASE_URL", "MIGRATION_DATABASE_URL"}


@pytest.mark.usefixtures("aws")
def test_auroras_sequence_leaves_the_snapshot_that_the_stack_is_made_from() -> None:
    run_cluster("17.7", protected=True)
    rds = boto3.client("rds", region_name="eu-central-1")
    for command in aws_commands.commands(AURORA.replace("$CLUSTER", "board").replace("$SUBNETS", "subnets")):
        aws_commands.run(command)
    [cluster] = rds.describe_db_clusters()["DBClusters"]
    assert (cluster["DBClusterIdentifier"], cluster["DeletionProtection"]) == ("board", False)
    [snapshot] = rds.describe_db_cluster_snapshots(DBClusterSnapshotIdentifier="heed-restored")["DBClusterSnapshots"]
    assert snapshot["Status"] == "available"
    assert f"RestoreFrom={snapshot['DBClusterSnapshotIdentifier']}" in PAGE
