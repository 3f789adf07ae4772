"""The stack after SAM's translation, with every combination of its parameters: nothing that CloudFormation refuses."""

import pytest

from app.settings.config import ROOT
from infra.lint import checkov
from infra.lint.combinations import ALONE, CHOICES, READ_BY_SAM, TEMPLATES, combinations, merged
from infra.lint.main import cfn_faults
from infra.lint.resolve import decide, references, resolve
from infra.lint.translated import defaults, translated, translations

CIRCLE = str(ROOT / "tests/built/circle.yaml")


def test_cfn_lint_finds_the_circle_that_sam_closes_and_nothing_in_any_combination() -> None:
    """In one process, as cfn-lint takes seconds to start."""
    found = cfn_faults(CIRCLE, *TEMPLATES)
    assert [fault for fault in found if not fault.startswith(CIRCLE)] == []
    for name in ("ErrorAlarm", "Api", "ApiFunctionAliaslive", "ApiFunctionDeploymentGroup"):
        assert [fault for fault in found if f"E3004 Circular Dependencies for resource {name}." in fault], found


def test_checkov_finds_only_what_has_a_reason() -> None:
    assert list(checkov.faults()) == []


def test_sam_reads_no_other_parameter() -> None:
    """Else the combinations of what it doesn't read would all be linted as if they had the default."""
    changed = merged([*(values[-1] for values in CHOICES["template.yaml"]), *ALONE["template.yaml"]])
    others = {name: value for name, value in changed.items() if name not in READ_BY_SAM}
    given = [{}, others, {"Rollout": changed["Rollout"]}, {"Release": changed["Release"]}]
    default, with_others, *with_one = translations(*(("template.yaml", each) for each in given))
    assert with_others == default == translated("template.yaml", **others)
    assert default not in with_one


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_condition_is_met_and_not_met(name: str) -> None:
    template = translated(name)
    decided = [decide(template, defaults(template) | given) for given in combinations(name)]
    for condition in template.get("Conditions", {}):
        assert {each[condition] for each in decided} == {True, False}, condition


def test_conditions_are_decided_as_cloudformation_does() -> None:
    template = {
        "Parameters": {"Kind": {"Type": "String"}},
        "Conditions": {
            "IsA": {"Fn::Equals": [{"Ref": "Kind"}, "a"]},
            "IsB": {"Fn::Equals": ["b", {"Ref": "Kind"}]},
            "IsNeither": {"Fn::Not": [{"Fn::Or": [{"Condition": "IsA"}, {"Condition": "IsB"}]}]},
            "IsBoth": {"Fn::And": [{"Condition": "IsA"}, {"Condition": "IsB"}]},
        },
        "Resources": {
            "OnlyA": {"Type": "T", "Condition": "IsA"},
            "Always": {
                "Type": "T",
                "Properties": {
                    "One": {"Fn::If": ["IsB", {"Ref": "OnlyA"}, {"Ref": "AWS::NoValue"}]},
                    "List": [{"Fn::If": ["IsA", "x", {"Ref": "AWS::NoValue"}]}, "y"],
                },
            },
        },
    }
    decided = decide(template, {"Kind": "a"})
    assert decided == {"IsA": True, "IsB": False, "IsNeither": False, "IsBoth": False}
    assert resolve(template, decided)["Resources"] == {
        "OnlyA": {"Type": "T"},
        "Always": {"Type": "T", "Properties": {"List": ["x", "y"]}},
    }
    assert set(resolve(template, decide(template, {"Kind": "c"}))["Resources"]) == {"Always"}
    assert decide(template, {"Kind": "c"})["IsNeither"]


def test_references_are_found_in_every_form() -> None:
    node = {
        "DependsOn": ["A"],
        "P": [{"Ref": "B"}, {"Fn::GetAtt": ["C", "Arn"]}, {"Fn::GetAtt": "D.Arn"}],
        "Q": {"Fn::Sub": ["${E}-${F.Outputs.X}-${own}", {"own": {"Ref": "G"}}]},
        "R": {"Fn::Sub": "${H}"},
    }
    assert set(references(node)) == set("ABCDEFGH")
