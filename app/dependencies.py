"""What routes ask for besides the session and the caller."""

from typing import Annotated

from fastapi import Depends, Request

from app.config import Settings


async def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


CurrentSettings = Annotated[Settings, Depends(get_settings)]


def link(request: Request, path: str) -> str:
    """A path as clients reach it, where the board may be hosted below another. It reflects no `Host`."""
    root_path: str = request.scope.get("root_path", "")
    return root_path + path
