"""One cold start, in a process of its own: first_answer.py HANDLER PATH. Prints the CPU seconds and the memory it took.

Runs in a built folder, on the runtime's own Python, and imports nothing that costs anything.
"""

import importlib
import json
import sys
import time
from pathlib import Path

PATH = sys.argv[2]
EVENT = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": PATH,
    "rawQueryString": "",
    "headers": {"host": "board.example.com", "x-forwarded-proto": "https", "accept-encoding": "gzip, br"},
    "requestContext": {
        "domainName": "board.example.com",
        "http": {"method": "GET", "path": PATH, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.1"},
        "requestId": "JKJaXmPLvHcESHA=",
        "stage": "$default",
    },
    "isBase64Encoded": False,
}

sys.path.insert(0, "")
answer = importlib.import_module(sys.argv[1]).handler(EVENT, None)
if answer["statusCode"] != 200:
    sys.exit(f"heed: the answer was {answer['statusCode']}: {answer.get('body')}")
seconds = time.process_time()
status = Path("/proc/self/status").read_text()  # ru_maxrss would begin with the memory of whoever started this.
kibibytes = int(status.partition("VmHWM:")[2].split()[0])
sys.stdout.write(json.dumps({"cpu": seconds, "rss": kibibytes / 1024}))
