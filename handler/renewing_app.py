"""The app that this process serves, made anew when the settings have changed."""

import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.types import Receive, Scope, Send

from app.errors import RETRY_AFTER
from app.http.problems import ProblemResponse
from app.main import build_all, create_app
from app.settings.config import Settings, SettingsError, is_snapshot, load_settings, settings_expire_at

if TYPE_CHECKING:  # FastAPI is not imported before the app, which sets how models are built.
    from fastapi import FastAPI

logger = logging.getLogger("heed")


class RenewingApp:
    """An ASGI app. A rotated secret reaches it without a deployment; a missing one is looked for at every request.

    It is made when the process starts, where Lambda lends it more of a CPU, and opens no connection there: what a
    SnapStart snapshot holds is only the settings, and those are older than five minutes when it is restored.
    """

    def __init__(self) -> None:
        self.current: FastAPI | None = None
        self.settings: Settings | None = None
        self.expires_at = 0.0
        self.renew()
        if self.current and is_snapshot():
            build_all(self.current)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if time.time() >= self.expires_at:
            self.renew()
        scope["root_path"] = stage_prefix(scope["aws.event"])
        await (self.current or misconfigured)(scope, receive, send)

    def renew(self) -> None:
        """Keeps the app of before where the settings are no longer readable, or no longer right."""
        try:
            settings = load_settings()
        except SettingsError as error:
            logger.error("%s", error)
            return
        self.expires_at = settings_expire_at()
        if settings != self.settings:
            if self.current:
                self.current.state.engine.dispose()
            self.current, self.settings = create_app(settings), settings


async def misconfigured(scope: Scope, receive: Receive, send: Send) -> None:
    """503 until the settings are right. What is wrong with them is for the log, not for whoever asks."""
    status = HTTPStatus.SERVICE_UNAVAILABLE
    detail = "The board is not configured. Its operator finds the reason in the log."
    context = scope["aws.event"].get("requestContext", {})
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status,
        "detail": detail,
        "request_id": context.get("requestId"),
    }
    answer = ProblemResponse(body, status, {"Retry-After": RETRY_AFTER})
    await answer(scope, receive, send)


def stage_prefix(event: dict[str, Any]) -> str:
    """What API Gateway's stage puts in front of every path, for links that lead back here; "" behind `$default`.

    A REST API (v1) tells the path with and without it; an HTTP API (v2) leaves it in the path, and Starlette strips it.
    """
    context = event["requestContext"]
    if "http" in context:
        stage = context.get("stage", "$default")
        return "" if stage == "$default" else f"/{stage}"
    path, full_path = event.get("path") or "/", context.get("path") or ""
    return full_path.removesuffix(path) if full_path.endswith(path) else ""
