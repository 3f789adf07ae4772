"""The demo's board in a database of its own, for as long as a command looks at it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from app.settings.config import Settings
from infra.dev.checks.scratch_database import scratch_database
from infra.dev.demo.fill import client, fill
from infra.dev.progress import phase
from infra.dev.served import served
from migrations import runner
from migrations.scripts import Scripts

PLENTY = 1_000


@contextmanager
def demo_board() -> Iterator[str]:
    """Its address. Neither the environment nor `.env` changes how it looks, and it sends no mail."""
    with scratch_database() as settings:
        with phase("migrating a database for the demo's board"):
            runner.upgrade(settings, Scripts())
        with served(defaults(settings.database_url)) as url:
            with client(url) as api:
                fill(api)
            yield url


def defaults(database_url: SecretStr) -> Settings:
    return Settings.model_construct(
        database_url=database_url,
        secret_key=SecretStr(secrets.token_urlsafe(48)),
        bcrypt_rounds=4,
        sign_ups_per_hour=PLENTY,
        sign_ins_per_hour=PLENTY,
        posts_per_hour=PLENTY,
        comments_per_hour=PLENTY,
    )
