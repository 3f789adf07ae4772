"""The parameters that depend on what stands, which no person could keep right by hand.

A first try must be deletable, so Aurora is protected afterwards; API Gateway's address serves until the own name does;
a running Aurora keeps its version, and a new one begins with the newest. What samconfig.toml says otherwise wins.
"""

import hashlib
import json

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.dev.progress import phase
from infra.release.address import answers
from infra.release.aurora import engine_version
from infra.release.errors import ReleaseError
from infra.release.session import client
from infra.release.stack import Stack
from infra.sam_config import SamConfig, template_default, template_defaults

CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")  # Roles are made, and SAM's syntax is expanded.
# What changes without the functions' knowing. A version published for these alone would be a release for nothing.
UNFELT = (
    *("Release", "Rollout", "MaxConcurrency", "DatabasePolicy", "RequestsPerSecond", "RequestsBurst"),
    *("AuroraVersion", "AuroraMaxCapacity", "BackupDays", "DeletionProtection"),
    *("DomainName", "HostedZoneId", "CertificateArn", "DisableApiAddress", "Edge"),
    *("AlarmEmail", "AlarmErrors", "AlarmMilliseconds", "AlarmConnections", "Dashboard", "LogDays"),
    *("MailIdentity", "MailZoneId"),
)
DNS_WITHIN = 60.0  # Seconds that a record in Route 53, made a moment ago, may take to be seen.


def parameters(config: SamConfig, stack: Stack | None) -> dict[str, str]:
    """All of the template's, so that what samconfig.toml no longer names goes back to its default."""
    given = template_defaults() | config.parameters
    if given["Database"] == "aurora":
        given["AuroraVersion"] = engine_version(config, stack)
    if config.chosen("DeletionProtection") is None:
        same = stack is not None and all(
            stack.parameters.get(name, template_default(name)) == given[name] for name in ("Database", "RestoreFrom")
        )
        given["DeletionProtection"] = "true" if same and given["Database"] == "aurora" else "false"
    if config.chosen("DisableApiAddress") is None:
        same = stack is not None and stack.parameters.get("DomainName") == given["DomainName"] != ""
        before = stack.parameters.get("DisableApiAddress", "false") if stack else "false"
        given["DisableApiAddress"] = before if same else "false"
    return given


def release_of(code: list[str], given: dict[str, str]) -> str:
    """A digest of the code and of every parameter that a function could feel: a new one publishes new versions."""
    felt = {name: value for name, value in given.items() if name not in UNFELT}
    return hashlib.sha256(json.dumps([code, felt], sort_keys=True).encode()).hexdigest()


def settle(config: SamConfig, stack: Stack) -> None:
    """After a deployment: protects Aurora, and switches API Gateway's address off if the own name answers.

    Both are parameters of the stack, so nothing drifts from its template.
    """
    wanted = {}
    if config.parameter("Database") == "aurora":
        wanted["DeletionProtection"] = "true"
    if name := config.parameter("DomainName"):
        within = DNS_WITHIN if config.parameter("HostedZoneId") else 0.0
        if stack.parameters["DisableApiAddress"] == "true" or answers(f"https://{name}", within):
            wanted["DisableApiAddress"] = "true"
        else:
            print(say_what_the_name_needs(config, stack))
    changed = {key: value for key, value in wanted.items() if stack.parameters.get(key) != value}
    if changed:
        with phase(f"setting {' and '.join(changed)}, now that the stack stands"):
            update(config, stack, changed)


def say_what_the_name_needs(config: SamConfig, stack: Stack) -> str:
    name = config.parameter("DomainName")
    if config.parameter("HostedZoneId"):
        return f"heed: https://{name} does not answer yet, as DNS takes its time; deploy again once it does"
    return (
        f"heed: https://{name} does not answer yet: make a CNAME record for {name} that points at "
        f"{stack.outputs['DomainTarget']}, and deploy again once it answers; until then use "
        f"{stack.outputs['ApiAddress']}"
    )


def update(config: SamConfig, stack: Stack, changed: dict[str, str]) -> None:
    kept = [{"ParameterKey": key, "UsePreviousValue": True} for key in stack.parameters if key not in changed]
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in changed.items()]
    cloudformation = client(config, "cloudformation")
    try:
        cloudformation.update_stack(
            StackName=config.stack, UsePreviousTemplate=True, Parameters=kept + given, Capabilities=[*CAPABILITIES]
        )
        cloudformation.get_waiter("stack_update_complete").wait(StackName=config.stack)
    except (ClientError, BotoCoreError, WaiterError) as error:
        raise ReleaseError(
            f"heed: the release serves, but {' and '.join(changed)} could not be set: {error}; deploy again"
        ) from None
