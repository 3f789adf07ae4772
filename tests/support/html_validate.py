"""html-validate over any number of documents, in one process of Node."""

import json
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from infra.tools import environment
from tests.support.missing import skipped_where_missing

CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {
        "long-title": "off",  # A post's title may be longer than a search engine shows of it.
        "no-trailing-whitespace": "off",  # Nothing that a reader gets to see.
    },
}


def faults(documents: Mapping[str, str]) -> list[str]:
    """One line for each: the document's name, the place, the rule, and what is wrong."""
    with skipped_where_missing():
        program = environment.prepare_node() / ".bin" / "html-validate"
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, document) in enumerate(documents.items()):
            path = Path(folder) / f"{number}.html"
            path.write_text(document)
            names[str(path)] = name
        config = Path(folder) / ".htmlvalidate.json"
        config.write_text(json.dumps(CONFIG))
        command = [str(program), "--formatter", "json", "--config", str(config), *names]
        finished = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    assert finished.returncode in (0, 1), finished.stderr
    return [
        f"{names[file['filePath']]}:{fault['line']}:{fault['column']}: {fault['ruleId']}: {fault['message']}"
        for file in json.loads(finished.stdout)
        for fault in file["messages"]
    ]
