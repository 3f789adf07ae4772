"""The questions of the first deployment; samconfig.toml keeps the answers, and is meant to be committed."""

import dataclasses
import re
import sys
from collections.abc import Callable

import boto3

from app.settings.mail_url import ADDRESS
from infra.release.errors import ReleaseError
from infra.sam_config import SamConfig, template_default

Ask = Callable[[str], str]

REGION = r"[a-z]{2,4}(-[a-z]+)+-\d"
SENDER = rf"(|{ADDRESS}|[^<>\"\\]{{1,100}} <{ADDRESS}>)"
STACK = r"[a-zA-Z][a-zA-Z0-9-]{0,30}"  # The migration function's name holds it, and may have 64 characters.


def guide(before: SamConfig, ask: Ask = input) -> SamConfig:
    """Raises ReleaseError where nobody is there to answer."""
    if ask is input and not sys.stdin.isatty():
        raise ReleaseError(
            f"heed: samconfig.toml names no region for the environment {before.environment}: the first `make deploy` "
            "asks for it, on a terminal"
        )
    stack = answer(ask, "Name of the stack", before.stack, STACK)
    region = answer(ask, "AWS region", boto3.Session().region_name or "eu-central-1", REGION)
    questions = {
        "SettingsPath": ("Path of its settings in SSM", f"/heed/{stack}", r"(/[\w.-]+)+"),
        "Architecture": ("Architecture, arm64 or x86_64", template_default("Architecture"), "arm64|x86_64"),
        "Database": ("Database: url (a PostgreSQL you have) or aurora (made here)", "url", "url|aurora"),
        "CorsOrigins": ("Origins of pages that may call the API, or nothing", "", r"[\w:/.,*-]*"),
        "AlarmEmail": ("Whom the alarm writes to, or nothing", "", r"([^@\s]+@[^@\s]+)?"),
        "MailFrom": ("Sender of mails, as Heed <feedback@example.com>, or nothing for no mail", "", SENDER),
        "MailBy": ("What sends them: ses (Amazon SES) or smtp (a server you have)", "ses", "ses|smtp"),
        "MailZoneId": ("Route 53 zone of the sender's domain, or nothing", "", r"(Z[A-Z0-9]+)?"),
    }
    chosen = dict(before.parameters)
    for name, (question, default, pattern) in questions.items():
        if (name == "MailBy" and not chosen["MailFrom"]) or (name == "MailZoneId" and chosen.get("MailBy") != "ses"):
            continue
        chosen[name] = answer(ask, question, before.chosen(name) or default, pattern)
    kept = {name: value for name, value in chosen.items() if value != template_default(name)}
    return dataclasses.replace(before, stack=stack, region=region, parameters=kept)


def answer(ask: Ask, question: str, default: str, pattern: str) -> str:
    while True:
        given = ask(f"{question} [{default}]: ").strip() or default
        if re.fullmatch(pattern, given):
            return given
        print(f"heed: {given!r} is not possible here")
