"""The `aws` commands of a page, as AWS's own description of its services (botocore) understands them."""

import re
import shlex
from typing import Any

import boto3
from botocore import xform_name
from botocore.session import get_session

# What `aws` itself knows, beside the parameters of the operation.
GENERAL = {"query", "output", "region", "profile"}
CLOUDFORMATION_DEPLOY = {"region", "stack-name", "template-file", "capabilities", "parameter-overrides"}


def commands(page: str) -> list[list[str]]:
    """Those in blocks and those between backticks, in the page's order."""
    joined = page.replace("\\\n", " ")
    found = re.findall(r"^(aws .*)$|`(aws [^`\n]+|aws [^`]+)`|\$\((aws [^)]+)\)", joined, re.M)
    return [shlex.split(re.sub(r"\s+", " ", next(filter(None, each)))) for each in found]


def check(command: list[str]) -> None:
    """Raises AssertionError for what AWS's command line would refuse."""
    _, service, operation, *rest = command
    if (service, operation) in (("sso", "login"), ("logs", "tail")):
        return  # Commands of `aws` itself, which the API hasn't.
    if (service, operation) == ("cloudformation", "deploy"):
        assert {word[2:] for word in rest if word.startswith("--")} <= CLOUDFORMATION_DEPLOY
        return
    client = boto3.client(service, region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x")
    if operation == "wait":
        assert rest[0].replace("-", "_") in client.waiter_names, rest[0]
        return
    method = operation.replace("-", "_")
    assert method in client.meta.method_to_api_mapping, operation
    shape = get_session().get_service_model(service).operation_model(client.meta.method_to_api_mapping[method])
    given = arguments(service, client.meta.method_to_api_mapping[method], rest)
    assert set(shape.input_shape.required_members) <= given.keys(), command


def arguments(service: str, operation: str, words: list[str]) -> dict[str, Any]:
    """The request, by the names and types of the service's API."""
    shape = get_session().get_service_model(service).operation_model(operation).input_shape
    members = {xform_name(name, "-"): (name, member) for name, member in shape.members.items()}
    found: dict[str, Any] = {}
    while words:
        option, *words = words
        name = option.removeprefix("--")
        assert option.startswith("--"), option
        if name in GENERAL:
            words = words[1:]
        elif name.removeprefix("no-") in members and members[name.removeprefix("no-")][1].type_name == "boolean":
            found[members[name.removeprefix("no-")][0]] = not name.startswith("no-")
        else:
            assert name in members, f"{operation} has no --{name}"
            key, member = members[name]
            value, *words = words
            found[key] = int(value) if member.type_name == "integer" else value
    return found


def run(command: list[str]) -> None:
    """The command, done by boto3."""
    _, service, operation, *rest = command
    client = boto3.client(service, region_name="eu-central-1")
    if operation == "wait":
        client.get_waiter(rest[0].replace("-", "_")).wait(**{pascal(rest[1]): rest[2]})
        return
    method = operation.replace("-", "_")
    getattr(client, method)(**arguments(service, client.meta.method_to_api_mapping[method], rest))


def pascal(option: str) -> str:
    return "".join(part.capitalize() for part in option.removeprefix("--").split("-")).replace("Db", "DB")
