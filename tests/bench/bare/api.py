"""No framework: the statements that Heed was seen to send for the same event, the last one's rows as JSON.

It checks no token, no path and no body. A sign-in is one bcrypt hash. A vote is one statement, and so a transaction by
itself, unless `BEGINS` is set: then BEGIN and COMMIT are sent round it, as pg8000 does by default, and Heed.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import bcrypt
import pg8000.dbapi

url = urlsplit(os.environ["DATABASE_URL"])
connection = pg8000.dbapi.connect(
    user=url.username or "", password=url.password, host=url.hostname, port=url.port, database=url.path[1:]
)
STATEMENTS = json.loads(Path(os.environ["STATEMENTS"]).read_text())
BEGINS = "BEGINS" in os.environ
SALT = bcrypt.gensalt(int(os.environ["BCRYPT_ROUNDS"]))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    http, headers = event["requestContext"]["http"], event["headers"]
    if http["path"] == "/v1/auth/token":
        return answer(bcrypt.hashpw(b"correct horse battery", SALT).decode())
    needs_transaction = http["method"] == "POST" or (BEGINS and http["method"] != "GET")
    connection.autocommit = not needs_transaction
    cursor = connection.cursor()
    for statement, parameters in STATEMENTS[f"{http['method']} {http['path']} {headers.get('authorization')}"]:
        cursor.execute(statement, parameters)
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if needs_transaction:
        connection.commit()
    return answer(rows)


def answer(content: Any) -> dict[str, Any]:
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(content, default=str),
        "isBase64Encoded": False,
    }
