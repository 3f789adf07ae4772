"""One environment that is asked as fast as it answers, without an emulator round it: drive.py HANDLER.

Runs in a built folder, on the runtime's own Python. Reads one line of JSON: `events`, asked in turn and again from the
start, until `seconds` are over or `requests` made. Answers every event once, prints a line, waits for one, and then
prints what it measured.
"""

import gc
import importlib
import json
import sys
import time
from pathlib import Path

SAMPLES = 20  # Of the memory, evenly over the requests.

sys.path.insert(0, "")
handler = importlib.import_module(sys.argv[1]).handler
job = json.loads(sys.stdin.readline())
events, seconds, requests = job["events"], job.get("seconds"), job.get("requests", sys.maxsize)


def resident_kibibytes() -> int:
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])


failed = sum(handler(event, None)["statusCode"] >= 500 for event in events)
print("ready", flush=True)
sys.stdin.readline()
walls, memory = [], []
started, cpu = time.perf_counter(), time.process_time()
for number in range(requests):
    if requests < sys.maxsize and number % (requests // SAMPLES) == 0:
        gc.collect()
        memory.append(resident_kibibytes() / 1024)
    before = time.perf_counter()
    failed += handler(events[number % len(events)], None)["statusCode"] >= 500
    now = time.perf_counter()
    walls.append((now - before) * 1000)
    if seconds is not None and now - started >= seconds:
        break
took = time.perf_counter() - started
print(json.dumps({"walls": walls, "seconds": took, "failed": failed, "memory": memory}))
