"""Read files apart from the tests: no other child is counted, and a hang is killed.

A table of jobs comes in as JSON; one line of JSON goes out per job.  The memory is
the highest of any child so far: where it grows, the last job is to blame.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from rules.errors import PlanningError
from tests.intake.doors import DOORS

try:
    import resource
except ImportError:  # Windows
    resource = None

PEAK = Path("/proc/self/status")


def of_children() -> float:
    """Return the highest memory of any child so far, MB; 0 where nobody tells."""
    if resource is None:
        return 0.0
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit


def of_this() -> float:
    """Return the highest memory of this process so far, MB; 0 where nobody tells."""
    told = PEAK.read_text() if PEAK.exists() else "VmHWM: 0 kB"
    return int(told.partition("VmHWM:")[2].split()[0]) / 1024


def busy() -> float:
    """Return how many times longer everything takes on this machine now."""
    told = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return max(1.0, told / (os.cpu_count() or 1))


def done(job: dict[str, Any]) -> dict[str, Any]:
    """Take a file through a door; what is not a refusal is told as a crash."""
    began = time.monotonic()
    try:
        found = DOORS[job["door"]](Path(job["path"]), **job["options"])
    except PlanningError as refusal:
        notes = " ".join(getattr(refusal, "__notes__", ()))
        found = {"refused": str(refusal), "kind": type(refusal).__name__}
        found["notes"] = notes
    except BaseException:
        found = {"crashed": traceback.format_exc()}
    return {
        "name": job["name"],
        "door": job["door"],
        "found": found,
        "seconds": (time.monotonic() - began) / busy(),
        "child_mb": of_children(),
        "own_mb": of_this(),
    }


if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        answer = json.dumps(done(json.loads(line)), default=str)
        print(answer, flush=True)
