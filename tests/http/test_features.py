"""A feature is imported, and a route analysed, when the first request for it comes."""

import asyncio
import logging
import re
import subprocess
import sys
from collections.abc import MutableMapping
from contextlib import closing
from importlib import import_module
from typing import Any

import pytest

from app import main
from app.http.late_router import FeatureRoute
from app.http.router import HeedRouter
from app.main import FEATURES, build_all, create_app
from app.pages.application import PAGES
from app.pages.mount import PagesRoute
from app.settings.config import load_settings

# What a first list of posts builds and imports of the app, as one process tells it after one match.
FIRST_LIST = """
import sys
from app.main import create_app
from app.settings.config import load_settings
from fastapi.openapi.models import OpenAPI

app = create_app(load_settings(database_url="postgresql://heed@127.0.0.1/heed"))
assert not [name for name in sys.modules if name.startswith("app.") and name.endswith("routes")]
scope = {"type": "http", "method": "GET", "path": "/v1/posts", "root_path": ""}
matched = next(each for each in app.router.routes if each.matches(scope)[0].name == "FULL")
print(matched.module)
print(*(name for name in sorted(sys.modules) if name.startswith("app.") and name.endswith("routes")))
print(*(late.route.name for late in matched.late if "route" in vars(late)))
print(OpenAPI.__pydantic_complete__)
print(*(name for name in sys.modules if name.partition(".")[0] in ("pydantic_settings", "dotenv", "argparse")))
unneeded = ("app.posts.search", "app.auth.queries", "app.auth.tokens")
print(*(name for name in sys.modules if name.startswith("app.") and name.endswith("changes") or name in unneeded))
"""


def test_a_first_list_imports_one_feature_and_analyses_one_route() -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_LIST], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["app.posts.routes", "app.posts.routes", "list_posts", "False", "", ""]


@pytest.mark.parametrize("module", FEATURES)
def test_each_path_is_of_its_feature_alone(module: str) -> None:
    routers = [each for each in vars(import_module(module)).values() if isinstance(each, HeedRouter)]
    paths = {each.route.path for router in routers for each in router.late}
    assert paths
    for path in paths:
        for value in ("1", "a b\n", "%2e"):
            asked = re.sub(r"\{\w+\}", value, path)
            found = [name for name, known in FEATURES.items() if re.fullmatch(known, asked)]
            assert module in found, asked
            assert len({name.rpartition(".")[0] for name in found}) == 1, asked


def test_only_the_route_of_the_method_is_analysed() -> None:
    router = HeedRouter(prefix="/v1/things", tags=["things"])

    @router.get("/{thing_id}")
    async def get_thing(thing_id: int) -> int:
        return thing_id

    [late] = router.late
    scope = {"type": "http", "method": "DELETE", "path": "/v1/things/7", "root_path": ""}
    assert late.matches(scope)[0].name == "PARTIAL"
    assert late.matches({**scope, "path": "/v1/thing/7"})[0].name == "NONE"
    assert "route" not in vars(late)
    assert late.matches({**scope, "method": "GET"}) == late.route.matches({**scope, "method": "GET"})


def test_a_snapshot_has_all_of_it() -> None:
    app = create_app(load_settings(database_url="postgresql://heed@127.0.0.1/heed"))
    build_all(app)
    features = [each for each in app.router.routes if isinstance(each, FeatureRoute)]
    [mounted] = [each for each in app.router.routes if isinstance(each, PagesRoute)]
    assert "app" in vars(mounted)
    pages = [each for each in mounted.app.router.routes if isinstance(each, FeatureRoute)]
    assert (len(features), len(pages)) == (len(FEATURES), len(PAGES))
    assert all("route" in vars(late) for feature in (*features, *pages) for late in vars(feature)["late"])


def test_a_server_starts_it_by_its_name(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """`uvicorn app.main:app`. That the environment names a collector of telemetry, for other programs, is no reason for
    FastAPI to look for exporters, and to complain that there are none."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    events, said = iter(["startup", "shutdown"]), []

    async def receive() -> dict[str, Any]:
        return {"type": f"lifespan.{next(events)}"}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message["type"])

    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(main.app({"type": "lifespan", "asgi": {}, "state": {}}, receive, send))
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert not [record.message for record in caplog.records if record.levelno >= logging.WARNING]
    with pytest.raises(AttributeError):
        getattr(main, "application")  # noqa: B009  (mypy would say that it isn't there)


def test_there_are_no_web_sockets() -> None:
    said = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message["type"])

    scope = {"type": "websocket", "path": "/v1/posts", "headers": [], "query_string": b"", "state": {}}
    with closing(asyncio.new_event_loop()) as loop:
        loop.run_until_complete(create_app(load_settings())(scope, receive, send))
    assert said == ["websocket.close"]
