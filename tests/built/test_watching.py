"""The dashboard and the alarms: what CloudWatch would get, and what is made only where somebody is told."""

import json
import re
from typing import Any

import pytest

from infra.lint.translated import resolved

GIVEN = {"Cluster": "", "Topic": "", "Dashboard": "true"}


def made(**given: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved("infra/watching.yaml", GIVEN | given)["Resources"]
    return found


def substituted(node: Any) -> str:
    """Fn::Sub's text with a word for everything but its own names."""
    text, own = (node["Fn::Sub"], {}) if isinstance(node["Fn::Sub"], str) else node["Fn::Sub"]
    for name, value in own.items():
        text = text.replace(f"${{{name}}}", value if isinstance(value, str) else substituted(value))
    return re.sub(r"\$\{[\w:]+\}", "word", text)


@pytest.mark.parametrize(("cluster", "widgets"), [("", 5), ("heed", 7)])
def test_the_dashboard_is_json_with_metrics_that_are_counted(cluster: str, widgets: int) -> None:
    stack = made(Cluster=cluster)
    board = json.loads(substituted(stack["Board"]["Properties"]["DashboardBody"]))
    assert len(board["widgets"]) == widgets
    metrics = [metric for each in board["widgets"] for metric in each["properties"].get("metrics", [])]
    assert 0 < len(metrics) <= 50, "of a free dashboard"
    filters = [each["Properties"] for each in stack.values() if each["Type"] == "AWS::Logs::MetricFilter"]
    counted = {each["MetricTransformations"][0]["MetricName"] for each in filters} | {"ServerErrors"}
    shown = {metric[1] for metric in metrics if metric[0] != "..."}
    assert counted <= shown
    assert ({"DatabaseConnections", "ServerlessDatabaseCapacity"} <= shown) == bool(cluster)


def test_no_filter_is_billed_for_hours_in_which_all_is_well() -> None:
    for each in made().values():
        if each["Type"] == "AWS::Logs::MetricFilter":
            assert "DefaultValue" not in each["Properties"]["MetricTransformations"][0]


@pytest.mark.parametrize(
    ("given", "alarms"),
    [({}, 0), ({"Cluster": "heed"}, 0), ({"Topic": "arn"}, 4), ({"Topic": "arn", "Cluster": "heed"}, 6)],
)
def test_alarms_are_made_where_somebody_is_told(given: dict[str, str], alarms: int) -> None:
    found = [each["Properties"] for each in made(**given).values() if each["Type"] == "AWS::CloudWatch::Alarm"]
    assert len(found) == alarms
    for alarm in found:
        assert alarm["AlarmActions"] == [{"Ref": "Topic"}]
        assert alarm["TreatMissingData"] == "notBreaching", "a metric without requests has no data"


def test_without_a_dashboard_nothing_of_it_is_made() -> None:
    assert {each["Type"] for each in made(Dashboard="false").values()} == {"AWS::Logs::MetricFilter"}
