"""Runs in SAM CLI's own environment: cfn-lint on what SAM makes of every template. Prints a fault in each line.

Every combination of parameters is searched for circular dependencies, which no check of the untranslated template
finds: the resources that close the circle are made by SAM. All other rules look at one resource and at those that it
refers to, so they run on a combination only where it brings one, or a pair, that none before it had.
"""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.rules.resources.CircularDependency import CircularDependency
from cfnlint.runner import Runner
from cfnlint.template import Template as Parsed

from infra.lint.combinations import READ_BY_SAM, TEMPLATES, Parameters, combinations
from infra.lint.resolve import Template, decide, references, resolve
from infra.lint.translate import read, translate, values

ROOT = Path(__file__).resolve().parent.parent.parent
# One of each partition, so that what only one of them has is noticed.
REGIONS = ["eu-central-1", "cn-north-1", "us-gov-west-1"]
ELSEWHERE = {
    "edge.yaml": ["us-east-1"],
    "courier.yaml": [
        "eu-central-1",
        "us-gov-west-1",
    ],  # China has no SES, and `make deploy` refuses it.
}
IGNORED = [
    "W2001",  # A parameter that SAM has read, or that this combination has no use for.
    "W3002",  # A local TemplateURL: `sam deploy` uploads it.
]


def main(names: list[str]) -> int:
    logging.disable(logging.WARNING)  # SAM warns of its own features that are off, cfn-lint of a drawing nobody wants.
    found = [fault for name in names or TEMPLATES for fault in faults(name)]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def faults(name: str) -> Iterator[str]:
    path = Path(name) if Path(name).is_absolute() else ROOT / name
    template = read(path)
    lint = Lint(ELSEWHERE.get(path.name, REGIONS))
    seen: set[str] = set()
    for given in combinations(name) if name in TEMPLATES else [{}]:
        for fault in lint(translated(template, given), values(template, given)):
            if fault not in seen:
                seen.add(fault)
                yield f"{name}: {fault}; first with {chosen(template, given)}"


class Lint:
    def __init__(self, regions: list[str]) -> None:
        self.runner = Runner(ConfigMixIn(regions=regions, ignore_checks=IGNORED))
        self.known: set[Any] = set()

    def __call__(self, template: Template, parameters: dict[str, Any]) -> Iterator[str]:
        if self.is_new(id(template)):
            yield from self.all_rules(template)
        decided = decide(template, parameters)
        if not self.is_new((id(template), tuple(decided.items()))):
            return
        resolved = resolve(template, decided)
        for name, value in parameters.items():
            resolved["Parameters"][name]["Default"] = value
        yield from cycles(resolved)
        yield from self.all_rules(resolved)

    def is_new(self, fact: Any) -> bool:
        new = fact not in self.known
        self.known.add(fact)
        return new

    def all_rules(self, template: Template) -> Iterator[str]:
        if not [fact for fact in facts(template) if self.is_new(fact)]:
            return
        for match in self.runner.validate_template(template):
            yield f"{match.rule.id} {match.message} ({'/'.join(map(str, match.path or []))})"


def cycles(template: Template) -> Iterator[str]:
    parsed = Parsed("", template)
    for match in CircularDependency().match(parsed):
        yield f"{CircularDependency.id} {match.message}"


def facts(template: Template) -> Iterator[Any]:
    """What a rule looks at together."""
    texts = {name: json.dumps(resource, sort_keys=True) for name, resource in template["Resources"].items()}
    parameters = {name: str(parameter.get("Default")) for name, parameter in template.get("Parameters", {}).items()}
    for name, resource in template["Resources"].items():
        yield name, texts[name]
        for other in set(references(resource)):
            yield name, texts[name], other, texts.get(other) or parameters.get(other)
    yield json.dumps(template.get("Outputs"), sort_keys=True)


TRANSLATED: dict[Any, Template] = {}


def translated(template: Template, given: Parameters) -> Template:
    """Kept by what SAM reads of the parameters."""
    key = id(template), *(given.get(name) for name in READ_BY_SAM)
    if key not in TRANSLATED:
        TRANSLATED[key] = translate(template, given)
    return TRANSLATED[key]


def chosen(template: Template, given: Parameters) -> str:
    defaults = values(template, {})
    return (
        ", ".join(f"{name}={value}" for name, value in given.items() if value != str(defaults.get(name))) or "defaults"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
