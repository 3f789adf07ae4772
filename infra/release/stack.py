"""The stack as CloudFormation has it, and what each of its states means for a deployment."""

import time
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.dev.progress import phase
from infra.release.errors import ReleaseError
from infra.release.session import client
from infra.sam_config import SamConfig

ABSENT = ("DELETE_COMPLETE", "REVIEW_IN_PROGRESS")  # The second: a change set that was made and never carried out.
STANDS = (
    "CREATE_COMPLETE",
    "UPDATE_COMPLETE",
    "UPDATE_ROLLBACK_COMPLETE",
    "IMPORT_COMPLETE",
    "IMPORT_ROLLBACK_COMPLETE",
)
# The new version serves, or the one before it does again; what neither needs is being deleted, which takes minutes.
ENDS_SOON = ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
FIRST_TRY_UNDONE = ("ROLLBACK_COMPLETE",)  # Nothing is left of it but its name, and it can only be deleted.

DELETE = "what there is has never served, so delete it with `aws cloudformation delete-stack {stack}`, and deploy again"
WAIT = "wait until it is over, which `aws cloudformation describe-stacks {stack}` shows, and deploy again"
REFUSED = {
    "CREATE_IN_PROGRESS": f"the first deployment is still under way: {WAIT}",
    "ROLLBACK_IN_PROGRESS": f"the first deployment failed and is being undone: {WAIT}",
    "UPDATE_IN_PROGRESS": f"another deployment is under way: {WAIT}",
    "UPDATE_ROLLBACK_IN_PROGRESS": f"the deployment before failed and is being undone: {WAIT}",
    "DELETE_IN_PROGRESS": f"it is being deleted: {WAIT}",
    "IMPORT_IN_PROGRESS": f"resources are being imported: {WAIT}",
    "IMPORT_ROLLBACK_IN_PROGRESS": f"an import is being undone: {WAIT}",
    "CREATE_FAILED": f"the first deployment failed: {DELETE}",
    "ROLLBACK_FAILED": f"the first deployment failed and could not be undone: {DELETE}",
    "DELETE_FAILED": "it could not be deleted as a whole; `make takedown` goes on with that",
    "UPDATE_FAILED": (
        "the deployment before failed and was left as it is; go back with `aws cloudformation rollback-stack {stack}`, "
        "and deploy again"
    ),
    "UPDATE_ROLLBACK_FAILED": (
        "the deployment before failed and could not be undone; mend what the events name, go on with "
        "`aws cloudformation continue-update-rollback {stack}`, and deploy again"
    ),
    "IMPORT_ROLLBACK_FAILED": (
        "an import failed and could not be undone; mend what `aws cloudformation describe-stack-events {stack}` names"
    ),
}


@dataclass(frozen=True)
class Stack:
    status: str
    parameters: dict[str, str]
    outputs: dict[str, str]


def find_stack(config: SamConfig) -> Stack | None:
    """None where there is none."""
    try:
        [found] = client(config, "cloudformation").describe_stacks(StackName=config.stack)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise ReleaseError(f"heed: the stack {config.stack} can't be seen: {error}") from None
    except BotoCoreError as error:
        raise ReleaseError(f"heed: the stack {config.stack} can't be seen: {error}") from None
    if found["StackStatus"] in ABSENT:
        return None
    parameters = {each["ParameterKey"]: each.get("ParameterValue", "") for each in found.get("Parameters", [])}
    outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
    return Stack(found["StackStatus"], parameters, outputs)


def make_way(config: SamConfig, pause: float = 5.0) -> Stack | None:
    """The stack that a deployment updates, or None where it creates one. Raises ReleaseError with what to do first."""
    stack = find_stack(config)
    if stack and stack.status in ENDS_SOON:
        with phase("waiting until the deployment before has cleaned up"):
            while stack and stack.status in ENDS_SOON:
                time.sleep(pause)
                stack = find_stack(config)
    if not stack:
        return None
    if stack.status in FIRST_TRY_UNDONE:
        with phase("deleting what a first deployment that failed has left"):
            delete(config)
        return None
    if stack.status not in STANDS:
        raise ReleaseError(refusal(config, stack.status))
    return stack


def refusal(config: SamConfig, status: str) -> str:
    """One line: the state, what it means, what to do, and what stands in the way."""
    named = f"--stack-name {config.stack} --region {config.region}"
    what = REFUSED.get(status, f"which Heed does not know: {WAIT}").format(stack=named)
    failed = "; ".join(failures(config)) if status.endswith("_FAILED") else ""
    return f"heed: the stack {config.stack} is in {status}: {what}" + (f" (failed: {failed})" if failed else "")


def failures(config: SamConfig) -> list[str]:
    resources: list[dict[str, Any]]
    try:
        resources = client(config, "cloudformation").describe_stack_resources(StackName=config.stack)["StackResources"]
    except (ClientError, BotoCoreError) as error:
        return [f"its resources can't be seen: {error}"]
    return [
        f"{each['LogicalResourceId']}, {each.get('ResourceStatusReason', 'no reason given')}"
        for each in resources
        if each["ResourceStatus"].endswith("_FAILED")
    ]


def delete(config: SamConfig) -> None:
    """Returns when it is gone."""
    cloudformation = client(config, "cloudformation")
    try:
        cloudformation.delete_stack(StackName=config.stack)
        cloudformation.get_waiter("stack_delete_complete").wait(StackName=config.stack)
    except (ClientError, BotoCoreError, WaiterError) as error:
        raise ReleaseError(f"heed: the stack {config.stack} could not be deleted: {error}") from None
