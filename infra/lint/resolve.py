"""A template with its conditions decided, as CloudFormation decides them before it looks at what depends on what."""

import copy
import re
from collections.abc import Iterator
from typing import Any

Template = dict[str, Any]
NO_VALUE = {"Ref": "AWS::NoValue"}


def decide(template: Template, parameters: dict[str, Any]) -> dict[str, bool]:
    """Each condition by its name."""
    conditions = template.get("Conditions", {})

    def holds(node: Any) -> bool:
        [(function, argument)] = node.items()
        match function:
            case "Condition":
                return holds(conditions[argument])
            case "Fn::Equals":
                left, right = (value(each) for each in argument)
                return left == right
            case "Fn::Not":
                return not holds(argument[0])
            case "Fn::And":
                return all(holds(each) for each in argument)
            case "Fn::Or":
                return any(holds(each) for each in argument)
        raise ValueError(f"{function} in a condition is not understood here")

    def value(node: Any) -> str:
        return str(parameters[node["Ref"]]) if isinstance(node, dict) else str(node)

    return {name: holds(condition) for name, condition in conditions.items()}


def resolve(template: Template, decided: dict[str, bool]) -> Template:
    """What remains: no condition, no Fn::If, no resource or output that isn't made."""

    def resolved(node: Any) -> Any:
        if isinstance(node, list):
            return [each for each in map(resolved, node) if each != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if "Fn::If" in node:
            condition, then, otherwise = node["Fn::If"]
            return resolved(then if decided[condition] else otherwise)
        kept = {key: resolved(child) for key, child in node.items()}
        return {key: child for key, child in kept.items() if child != NO_VALUE}

    def made(section: str) -> Template:
        there = {
            name: each for name, each in template.get(section, {}).items() if decided.get(each.get("Condition"), True)
        }
        return {
            name: resolved({key: child for key, child in each.items() if key != "Condition"})
            for name, each in there.items()
        }

    rest = {key: child for key, child in template.items() if key not in ("Conditions", "Resources", "Outputs")}
    rest["Parameters"] = copy.deepcopy(template.get("Parameters", {}))
    return rest | {"Resources": made("Resources"), "Outputs": made("Outputs")}


def references(node: Any) -> Iterator[str]:
    """The names that it refers to by Ref, Fn::GetAtt, Fn::Sub or DependsOn: resources, and parameters among them."""
    if isinstance(node, list):
        for child in node:
            yield from references(child)
    elif isinstance(node, dict):
        for key, child in node.items():
            match key:
                case "Ref":
                    yield child
                case "Fn::GetAtt":
                    yield child[0] if isinstance(child, list) else child.partition(".")[0]
                case "DependsOn":
                    yield from [child] if isinstance(child, str) else child
                case "Fn::Sub":
                    text, own = (child, {}) if isinstance(child, str) else child
                    yield from (name for name in re.findall(r"\$\{([\w:]+)[^}]*\}", text) if name not in own)
                    yield from references(own)
                case _:
                    yield from references(child)
