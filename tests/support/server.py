"""The board on a port of its own, served by uvicorn, for clients that speak real HTTP."""

from contextlib import AbstractContextManager
from typing import Any

from app.settings.config import load_settings
from infra.dev import served as in_a_thread


def served(**settings: Any) -> AbstractContextManager[str]:
    """Its address, without a slash at the end."""
    return in_a_thread.served(load_settings(**settings))
