"""Runs in SAM CLI's own environment: translate.py TEMPLATE, which prints what CloudFormation gets of it, as JSON.

AWS translates with this same library (https://github.com/aws/serverless-application-model). The code's place in S3 is
made up, as `sam package` would fill it in.
"""

import json
import sys
from pathlib import Path

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

template = yaml_parse(Path(sys.argv[1]).read_text())
template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
for resource in template["Resources"].values():
    if resource["Type"] == "AWS::Serverless::Function":
        resource["Properties"]["CodeUri"] = "s3://heed-artifacts/code.zip"
parameters = {
    name: parameter["Default"] for name, parameter in template.get("Parameters", {}).items() if "Default" in parameter
}
if "Transform" in template:
    template = Translator({}, Parser(), None).translate(template, parameters)
sys.stdout.write(json.dumps(template))
