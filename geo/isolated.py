"""Read a stranger's file in a child process that can be lost without harm.

GDAL opens what the bytes say, not what the name says, and follows what they point
to.  So the child knows only the drivers it needs, has no network, little memory and
little time; what it read comes back as an Arrow table, what it refused as an error.
"""

import json
import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

import rules.errors
from rules.errors import FileError, PlanningError
from rules.language import N_

_ROOT = Path(__file__).parents[1]
_SECONDS = 300
_MEMORY_BYTES = 6 << 30  # address space; a raster of 10 000 x 10 000 takes a tenth
_DRIVERS = {
    "vector": frozenset({"GPKG", "ESRI Shapefile", "GeoJSON"}),
    "raster": frozenset({"GTiff"}),
    "workbook": frozenset(),
    "photograph": frozenset(),
    "delimited": frozenset(),
}
_REFUSED = 3  # exit code of a child that refused the file for a reason


def read_isolated(reader: str, path: Path, **options: object) -> pa.Table:
    """Read a file in a child process.

    Parameters
    ----------
    reader : {"vector", "raster", "workbook", "photograph", "delimited"}
        A module of :mod:`geo.readers`.
    path : Path
        The file.
    **options
        For the reader; plain values.

    Returns
    -------
    pyarrow.Table
        As the reader made it, with its metadata.

    Raises
    ------
    FileError
        If the child died, ran out of time, or refused the file.
    PlanningError
        Whatever else the reader raised.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        job = {"reader": reader, "path": str(path.resolve()), "folder": folder}
        _run(job | {"options": options}, path.name)
        with pa.OSFile(str(_answer(folder))) as file:
            return pa.ipc.open_file(file).read_all()


def _run(job: dict, name: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "geo.isolated", json.dumps(job)]
    try:
        child = subprocess.run(
            command,
            cwd=_ROOT,
            env=_surroundings(job["reader"]),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        message = N_("{file}: takes too long to read; split it or save it simpler")
        raise FileError(message, file=name) from error
    if child.returncode == _REFUSED:
        raise _told(json.loads(_refusal(job["folder"]).read_text("utf-8")))
    if child.returncode:
        message = N_("{file}: cannot be read; it is damaged or not what its name says")
        error = FileError(message, file=name)
        error.add_note(child.stderr.decode(errors="replace")[-2000:])
        raise error


def _surroundings(reader: str) -> dict[str, str]:
    barred = _drivers(reader) - _DRIVERS[reader]
    return os.environ | {
        "GDAL_SKIP": ",".join(sorted(barred)),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_HTTP_PROXY": "127.0.0.1:1",
        "GDAL_HTTPS_PROXY": "127.0.0.1:1",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
        "PROJ_NETWORK": "OFF",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONIOENCODING": "utf-8",
    }


@cache
def _drivers(reader: str) -> frozenset[str]:
    """List the drivers that the library of a reader was built with."""
    libraries = {"vector": "fiona", "raster": "rasterio"}
    if reader not in libraries:
        return frozenset()
    with import_module(libraries[reader]).Env() as surroundings:
        return frozenset(surroundings.drivers())


def _told(refusal: dict) -> PlanningError:
    kind = getattr(rules.errors, refusal["kind"])
    return kind(refusal["message"], **refusal["values"])


def _answer(folder: str) -> Path:
    return Path(folder, "answer.arrow")


def _refusal(folder: str) -> Path:
    return Path(folder, "refusal.json")


def _limit() -> None:
    """Bound memory, time and what can be written; Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, _MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, allowed = resource.getrlimit(what)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)
        resource.setrlimit(what, (most, most))


class _WithoutPandas:
    """Arrow loads pandas, for two seconds, only to ask whether a list is one of its."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas, and leave every other module to the other finders."""
        if name == "pandas":
            raise ImportError(name)


def _read_as_child(job: dict) -> int:
    _limit()
    sys.meta_path.insert(0, _WithoutPandas())
    reader = import_module(f"geo.readers.{job['reader']}")
    try:
        options = job["options"] | {"folder": job["folder"]}
        table = reader.read(Path(job["path"]), options)
    except PlanningError as error:
        refusal = {"kind": type(error).__name__, "message": error.message}
        text = json.dumps(refusal | {"values": error.values}, default=str)
        _refusal(job["folder"]).write_text(text, "utf-8")
        return _REFUSED
    answer = str(_answer(job["folder"]))
    with pa.OSFile(answer, "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return 0


if __name__ == "__main__":
    sys.exit(_read_as_child(json.loads(sys.argv[1])))
