"""`make lighthouse`: what it makes of Lighthouse's reports, and that a low score fails."""

from typing import Any

import pytest

from infra.dev import lighthouse


def report(**scores: float | None) -> dict[str, Any]:
    """Each category with one audit that counts, and one that doesn't."""
    categories, audits = {}, {}
    for name in lighthouse.CATEGORIES:
        score = scores.get(name.replace("-", "_"), 1.0)
        references = [{"id": name, "weight": 1}, {"id": f"{name}-hint", "weight": 0}]
        categories[name] = {"score": score, "auditRefs": references}
        audits[name] = {"id": name, "title": f"About {name}", "score": score, "displayValue": "2 things"}
        audits[f"{name}-hint"] = {"id": f"{name}-hint", "title": "A hint", "score": 0}
    return {"categories": categories, "audits": audits}


@pytest.mark.parametrize(
    ("scores", "passes"),
    [({}, True), ({"seo": 0.98}, True), ({"seo": 0.97}, False), ({"best_practices": None}, False)],
)
def test_it_takes_98_in_everything(scores: dict[str, float | None], passes: bool) -> None:
    reports = {("/", "phone"): report(), ("/", "desktop"): report(**scores)}
    assert lighthouse.all_pass(reports) is passes


def test_the_table_says_what_costs_a_point() -> None:
    said = lighthouse.table({("/", "phone"): report(seo=0.9), ("/posts/1/dark-mode", "desktop"): report()})
    assert [line.split() for line in said.splitlines()[1:4]] == [
        ["performance", "accessibility", "best-practices", "seo"],
        ["/", "phone", "100", "100", "100", "90"],
        ["/posts/1/dark-mode", "desktop", "100", "100", "100", "100"],
    ]
    assert said.splitlines()[5:] == ["  /, phone: About seo (seo) 2 things"]
