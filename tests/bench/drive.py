"""One environment that is asked as fast as it answers, without an emulator round it: drive.py HANDLER.

Runs in a built folder, on the runtime's own Python. Reads one line of JSON: `events`, as text, asked in turn and again
from the start, until `seconds` are over or `requests` made; `LAP` in them is each time the number of the lap. Answers
every event once, prints a line, waits for one, and then prints what it measured.
"""

import gc
import importlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

SAMPLES = 20  # Of the memory, evenly over the requests.

sys.path.insert(0, "")
handler = importlib.import_module(sys.argv[1]).handler
job = json.loads(sys.stdin.readline())
seconds, requests = job.get("seconds"), job.get("requests", sys.maxsize)
changes = "LAP" in job["events"]


def lap(number: int) -> list[object]:
    events: list[object] = json.loads(job["events"].replace("LAP", f"lap{number}"))
    return events


def resident_kibibytes() -> int:
    return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])


events = lap(0)
statuses = Counter(handler(event, None)["statusCode"] for event in events)
print("ready", flush=True)
sys.stdin.readline()
walls, memory = [], []
started = time.perf_counter()
for number in range(requests):
    if requests < sys.maxsize and number % (requests // SAMPLES) == 0:
        gc.collect()
        memory.append(resident_kibibytes() / 1024)
    place = number % len(events)
    if changes and not place:
        events = lap(1 + number // len(events))
    before = time.perf_counter()
    answer = handler(events[place], None)
    now = time.perf_counter()
    statuses[answer["statusCode"]] += 1
    walls.append((now - before) * 1000)
    if seconds is not None and now - started >= seconds:
        break
took = time.perf_counter() - started
print(json.dumps({"walls": walls, "seconds": took, "statuses": statuses, "memory": memory}))
