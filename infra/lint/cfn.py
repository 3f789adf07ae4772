"""Runs in SAM CLI's own environment: cfn-lint on what SAM makes of every template. Prints a fault in each line.

Every combination of parameters is searched for circular dependencies, which no check of the untranslated template
finds: the resources that close the circle are made by SAM. All other rules look at one resource and at those that it
refers to, so they run on as few combinations as have every resource and every pair.
"""

import functools
import gc
import itertools
import json
import logging
import sys
from collections.abc import Iterable, Iterator
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
REGIONS = ("eu-central-1", "cn-north-1", "us-gov-west-1")
ELSEWHERE = {
    "edge.yaml": ("us-east-1",),
    "courier.yaml": ("eu-central-1", "us-gov-west-1"),  # China has no SES, and `make deploy` refuses it.
}
IGNORED = [
    "W2001",  # A parameter that SAM has read, or that this combination has no use for.
    "W3002",  # A local TemplateURL: `sam deploy` uploads it.
]


def main(names: list[str]) -> int:
    logging.disable(logging.WARNING)  # SAM warns of its own features that are off, cfn-lint of a drawing nobody wants.
    gc.disable()  # cfn-lint makes millions of small objects: a tenth of the time would go for looking through them.
    found = [fault for name in names or TEMPLATES for fault in faults(name)]
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def faults(name: str) -> Iterator[str]:
    path = Path(name) if Path(name).is_absolute() else ROOT / name
    template = read(path)
    stacks = list(distinct_stacks(template, combinations(name) if name in TEMPLATES else [{}]))
    seen: set[str] = set()
    for given, fault in itertools.chain(cycles(stacks), other_faults(rules(ELSEWHERE.get(path.name, REGIONS)), stacks)):
        if fault not in seen:
            seen.add(fault)
            yield f"{name}: {fault}; first with {chosen(template, given)}"


@functools.cache
def rules(regions: tuple[str, ...]) -> Runner:
    return Runner(ConfigMixIn(regions=list(regions), ignore_checks=IGNORED))


Stack = tuple[Parameters, Template]
Fault = tuple[Parameters, str]


def distinct_stacks(template: Template, given: Iterable[Parameters]) -> Iterator[Stack]:
    """What SAM makes of the template, with its conditions open and with each set of decisions."""
    known: set[Any] = set()
    for each in given:
        made, parameters = translated(template, each), values(template, each)
        if id(made) not in known:
            known.add(id(made))
            yield each, made
        decided = decide(made, parameters)
        key = id(made), tuple(decided.items())
        if key not in known:
            known.add(key)
            resolved = resolve(made, decided)
            for name, value in parameters.items():
                resolved["Parameters"][name]["Default"] = value
            yield each, resolved


def cycles(stacks: list[Stack]) -> Iterator[Fault]:
    """Of each graph once: most choices change what is in a resource, and not what refers to what."""
    known = set()
    for given, template in stacks:
        if "Conditions" in template:
            continue
        graph = frozenset((name, frozenset(references(each))) for name, each in template["Resources"].items())
        if graph not in known:
            known.add(graph)
            for match in CircularDependency().match(Parsed("", template)):
                yield given, f"{CircularDependency.id} {match.message}"


def other_faults(runner: Runner, stacks: list[Stack]) -> Iterator[Fault]:
    """On few stacks which together have every fact: that with the most which none before it had comes next."""
    found = [(set(facts(template)), given, template) for given, template in stacks]
    left = set().union(*(each for each, _, _ in found))
    while left:
        has, given, template = max(found, key=lambda each: len(each[0] & left))
        left -= has
        for match in runner.validate_template(template):
            yield given, f"{match.rule.id} {match.message} ({'/'.join(map(str, match.path or []))})"


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
