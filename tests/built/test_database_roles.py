"""Aurora's two roles: what the stack's own function creates is what migrations and the API need, and no more."""

import json
import secrets
import shutil
import types
import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from app.settings.config import ROOT, load_settings
from infra.dev.ports import free_port
from infra.dev.postgres.server import Postgres
from infra.lint.translated import translated
from migrations.commands import run
from migrations.events import Upgrade
from tests.support.stub_server import serving

PASSWORD = secrets.token_urlsafe(16)


@pytest.fixture
def aurora() -> Iterator[Postgres]:
    """A server with what RDS prepares: a master who is no superuser, his database, and the role of IAM's users."""
    folder = ROOT / ".local" / f"scratch-{uuid.uuid4().hex[:8]}"
    with Postgres(folder / "postgres", free_port(), durable=False) as server:
        server.create_database("heed")
        as_superuser(
            server,
            f"CREATE ROLE heed_admin LOGIN CREATEROLE CREATEDB PASSWORD '{PASSWORD}'",
            "CREATE ROLE rds_iam",
            "GRANT rds_iam TO heed_admin WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
            "ALTER DATABASE heed OWNER TO heed_admin",
        )
        yield server
    shutil.rmtree(folder)


def as_superuser(server: Postgres, *statements: str) -> None:
    engine = create_engine(server.url("heed"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def url_of(server: Postgres, role: str) -> str:
    url = make_url(server.url("heed")).set(username=role, password=PASSWORD)
    return url.render_as_string(hide_password=False)


class DataApi:
    """RDS's Data API on the test's server, which is asleep at the first call."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url, isolation_level="AUTOCOMMIT")
        self.calls = 0

    def execute_statement(self, *, resourceArn: str, secretArn: str, database: str, sql: str) -> None:  # noqa: N803
        self.calls += 1
        if self.calls == 1:
            raise ClientError(
                {"Error": {"Code": "DatabaseResumingException", "Message": "resuming"}}, "ExecuteStatement"
            )
        try:
            with self.engine.connect() as connection:
                connection.execute(text(sql))
        except DBAPIError as error:
            message = f"ERROR; SQLState: {error.orig.args[0]['C']}" if error.orig else ""
            raise ClientError({"Error": {"Code": "DatabaseErrorException", "Message": message}}, "x") from error


@pytest.fixture
def function(aurora: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[types.ModuleType]:
    """The code in infra/database.yaml, which CloudFormation puts into a Lambda function as it stands there."""
    module = types.ModuleType("roles")
    code = translated("infra/database.yaml")["Resources"]["RolesFunction"]["Properties"]["Code"]["ZipFile"]
    assert len(code) <= 4096
    exec(compile(code, "roles.py", "exec"), module.__dict__)  # noqa: S102
    api = DataApi(url_of(aurora, "heed_admin"))
    monkeypatch.setattr(boto3, "client", lambda service: api)
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    yield module
    api.engine.dispose()


def event(kind: str, answer_to: str) -> dict[str, Any]:
    properties = translated("infra/database.yaml")["Resources"]["Roles"]["Properties"]
    return {
        "RequestType": kind,
        "ResponseURL": f"{answer_to}/answer",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Roles",
        "ResourceProperties": {**properties, "Cluster": "arn", "Secret": "arn"},
    }


class Context:
    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def test_the_roles_are_made_once_and_are_enough(function: types.ModuleType, aurora: Postgres) -> None:
    with serving(200, b"") as cloudformation:
        for kind in ("Create", "Update", "Delete"):
            function.handler(event(kind, cloudformation.url), Context())
        assert [json.loads(body)["Status"] for body in cloudformation.bodies] == ["SUCCESS"] * 3
    as_superuser(aurora, *(f"ALTER ROLE {role} PASSWORD '{PASSWORD}'" for role in ("heed_owner", "heed_app")))
    settings = load_settings(
        database_url=url_of(aurora, "heed_app"),
        migration_database_url=url_of(aurora, "heed_owner"),
        secret_key="k" * 40,
    )
    assert run(Upgrade(command="upgrade"), settings)["revisions"]
    app = create_engine(url_of(aurora, "heed_app"))
    with app.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM posts")) == 0
        assert connection.scalar(text("SELECT pg_has_role('heed_app', 'rds_iam', 'MEMBER')"))
        with pytest.raises(DBAPIError, match="42501"):
            connection.execute(text("CREATE TABLE mine (id int)"))
    app.dispose()


def test_a_failure_is_told(function: types.ModuleType) -> None:
    with serving(200, b"") as cloudformation:
        wrong = event("Create", cloudformation.url)
        wrong["ResourceProperties"]["Statements"] = ["CREATE NONSENSE"]
        function.handler(wrong, Context())
        [told] = [json.loads(body) for body in cloudformation.bodies]
    assert (told["Status"], told["RequestId"]) == ("FAILED", "request")
    assert "42601" in told["Reason"]
