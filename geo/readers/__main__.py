"""The child process: gives up what it does not need, reads one file, and ends."""

import errno
import json
import sys
from importlib import import_module
from pathlib import Path

from geo.readers import NO_MEMORY, NO_ROOM, REFUSED, STRANGE
from geo.readers.confinement import confine


class _Without:
    """Libraries load others, for seconds, only to ask whether these are in use."""

    names = frozenset({"pandas", "geopandas", "pyproj"})

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse some, and leave every other module to the other finders."""
        if name in self.names:
            raise ImportError(name)


def read_as_child(job: dict) -> int:
    """Read what a job says; the answer and any refusal are files in its folder."""
    path, folder = Path(job["path"]), Path(job["folder"])
    confined = confine(path, folder, job["limits"])
    sys.meta_path.insert(0, _Without())
    options = job["options"] | {"folder": job["folder"], "confined": confined}
    try:
        answer(job["reader"], path, options)
    except MemoryError:
        return NO_MEMORY
    except OSError as error:
        if error.errno not in (errno.EFBIG, errno.ENOSPC):
            raise
        return NO_ROOM
    return 0


def answer(reader: str, path: Path, options: dict) -> None:
    """Write what a reader returns as ``answer.arrow`` into the folder of the job."""
    import pyarrow as pa

    table = import_module(f"geo.readers.{reader}").read(path, options)
    target = str(Path(options["folder"], "answer.arrow"))
    batches = table.to_batches() if isinstance(table, pa.Table) else table
    with pa.OSFile(target, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _main(job: dict) -> int:
    from rules.errors import PlanningError

    note = Path(job["folder"], "refusal.json")
    try:
        return read_as_child(job)
    except PlanningError as error:
        told = {"kind": type(error).__name__, "message": error.message}
        text = json.dumps(told | {"values": error.values}, default=str)
        note.write_text(text, "utf-8")
        return REFUSED
    except ImportError as error:  # geo.readers.drivers.StrangeDrivers
        if not (names := getattr(error, "names", None)):
            raise
        note.write_text(json.dumps(sorted(names)), "utf-8")
        return STRANGE


if __name__ == "__main__":
    sys.exit(_main(json.loads(sys.argv[1])))
