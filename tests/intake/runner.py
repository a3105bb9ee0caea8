"""Read files apart from the tests: no other child is counted, and a hang is killed.

A table of jobs comes in as JSON; one line of JSON goes out per job.  The memory is
the highest of any child so far: where it grows, the last job is to blame.
"""

import json
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


def megabytes(children: bool) -> float:
    """Return the highest memory so far; 0 where the system does not tell."""
    if resource is None:
        return 0.0
    whose = resource.RUSAGE_CHILDREN if children else resource.RUSAGE_SELF
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(whose).ru_maxrss / unit


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
        "seconds": time.monotonic() - began,
        "child_mb": megabytes(children=True),
        "own_mb": megabytes(children=False),
    }


if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        answer = json.dumps(done(json.loads(line)), default=str)
        print(answer, flush=True)
