"""The templates of what sends mail, after SAM's translation, and what CloudFormation computes in them."""

import re
from typing import Any

from infra.lint.combinations import MAIL, NO_DOMAIN
from infra.lint.translated import resolved

SMTP = MAIL | {"MailBy": "smtp"}
GIVEN = {
    "Name": "heed",
    "Courier": "arn",
    "MailBy": "ses",
    "MailIdentity": "new",
    "ZoneId": "",
    "Domain": "example.com",
}


def resources(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("template.yaml", NO_DOMAIN | {"Database": "url"} | given)["Resources"]
    return found


def nested(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("infra/courier.yaml", GIVEN | given)["Resources"]
    return found


def variables(function: str, **given: str) -> dict[str, Any]:
    found: dict[str, Any] = resources(**given)[function]["Properties"]["Environment"]["Variables"]
    return found


def statements(role: str, **given: str) -> list[dict[str, Any]]:
    """Of its own policies, and of those that name it."""
    stack = resources(**given)
    policies = list(stack[role]["Properties"].get("Policies", []))
    attached = [each["Properties"] for each in stack.values() if each["Type"] == "AWS::IAM::Policy"]
    policies += [each for each in attached if {"Ref": role} in each["Roles"]]
    return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def actions(role: str, **given: str) -> set[str]:
    found = [each["Action"] for each in statements(role, **given)]
    return {action for each in found for action in (each if isinstance(each, list) else [each])}


def computed(node: Any, **words: str) -> Any:
    """What CloudFormation makes of Sub, Split, Select and Ref, where `words` has the parameters."""
    if not isinstance(node, dict):
        return node
    [(function, given)] = node.items()
    match function:
        case "Ref":
            return words[given]
        case "Fn::Sub":
            text, own = (given, {}) if isinstance(given, str) else given
            known = words | {name: computed(value, **words) for name, value in own.items()}
            return re.sub(r"\$\{([\w:]+)\}", lambda found: known[found[1]], text)
        case "Fn::Split":
            return computed(given[1], **words).split(given[0])
        case "Fn::Select":
            return computed(given[1], **words)[given[0]]
    raise ValueError(function)


ACCOUNT = {"AWS::Partition": "aws", "AWS::Region": "eu-central-1", "AWS::AccountId": "123456789012"}
