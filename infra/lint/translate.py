"""Runs in SAM CLI's own environment: what CloudFormation gets of a template, from the library that AWS translates with.

As a program it reads `[[template, {parameter: value}], ...]` and prints what becomes of each, as JSON: to import the
library takes longer than to translate with it. The code's place in S3 is made up, as `sam package` would fill it in.
https://github.com/aws/serverless-application-model
"""

import copy
import json
import logging
import sys
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse

REGION = "eu-central-1"
CODE = "s3://heed-artifacts/code.zip"


def read(path: Path) -> dict[str, Any]:
    template: dict[str, Any] = yaml_parse(path.read_text())
    template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = CODE
    return template


def translate(template: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    if "Transform" not in template:
        return template
    from boto3.session import Session
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    translator = Translator({}, Parser(), boto_session=Session(region_name=REGION))
    # The translator writes into what it is given.
    answer: dict[str, Any] = translator.translate(copy.deepcopy(template), values(template, given))
    return answer


def values(template: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
    parameters = template.get("Parameters", {})
    return {name: each["Default"] for name, each in parameters.items() if "Default" in each} | given


def main() -> None:
    logging.disable(logging.WARNING)  # It warns of features of its own that are off.
    json.dump([translate(read(Path(path)), given) for path, given in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
