"""Set up and start Anfang with one command; check it with another.

::

    python start.py                 set up if needed, then open the map
    python start.py --workspace W   the same on another workspace
    python start.py test            install what the tests need and run them all
    python start.py setup           only set up
    python start.py words           gather the words to translate
    python start.py cli ...         a command without a screen, see README

Only the standard library is used here; everything else goes into ``.venv`` and
``node_modules`` beside this file.  Set-up needs a connection once, running none.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
OLDEST, NEWEST = 11, 13  # 3.x: the versions all locked packages have wheels for
OLDEST_NPM = 7  # the first to read the lock file's version
REPORT = ROOT / ".pytest_cache" / "report.xml"
QUICK = ["-m", "not slow", "--numprocesses=auto", "--dist=loadfile"]
PROGRAMS = {"chromium": "chromium", "soffice": "libreoffice-calc libreoffice-writer"}
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit code."""
    actions = {"setup": only_setup, "test": test, "words": words, "cli": cli}
    os.environ["PYTHONUTF8"] = "1"  # else Windows reads our files in its own encoding
    # Our matrices are small: threads would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if arguments and arguments[0] in actions:
        return actions[arguments[0]](arguments[1:])
    return start(arguments)


def start(arguments: list[str]) -> int:
    """Set up, then serve the map until it is stopped."""
    asked = command_line(arguments)
    setup()
    command = [PYTHON, "-m", "streamlit", "run", "app.py"]
    if asked.port:
        command += ["--server.port", asked.port]
    if asked.no_browser:
        command += ["--server.headless", "true"]
    if asked.workspace:
        os.environ["ANFANG_WORKSPACE"] = str(Path(asked.workspace).resolve())
    os.chdir(ROOT)
    return hand_over(command)


def command_line(arguments: list[str]) -> argparse.Namespace:
    """Read the options of a start."""
    parser = argparse.ArgumentParser(
        prog="start.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", help="serve on this port (default 8501)")
    parser.add_argument("--workspace", help="folder of a workspace (default: the demo)")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    return parser.parse_args(arguments)


def only_setup(arguments: list[str]) -> int:
    """Set up and stop."""
    setup()
    say("ready: python start.py")
    return 0


def cli(arguments: list[str]) -> int:
    """Run a command without a screen, in the folder one stands in."""
    setup()
    return hand_over([PYTHON, ROOT / "cli.py", *arguments])


def words(arguments: list[str]) -> int:
    """Gather the words of the source into the catalogues, to be translated."""
    setup()
    return run([PYTHON, "-m", "commands.words", "gather"])


def setup() -> None:
    """Bring packages, assets and catalogues up to date; quick if they are."""
    make_venv()
    lock = ROOT / "requirements.lock"
    once(VENV / "packages.stamp", [lock], lambda: install(lock))
    lock = ROOT / "package-lock.json"
    once(ROOT / "node_modules" / "anfang.stamp", [lock], install_assets)
    compile_catalogues()


def make_venv() -> None:
    """Make the environment, with the installer in it, unless a working one exists."""
    if not PYTHON.exists() or run([PYTHON, "-c", "import pip"], quiet=True):
        say("set-up, once; it needs a connection: environment ...")
        make = [fit_python(), "-m", "venv", "--clear", VENV]
        if run(make) and (install_from_debian("python3-venv") or run(make)):
            sys.exit(
                "Python could not make an environment in .venv. On Debian and Ubuntu "
                "the package python3-venv brings what is missing."
            )
    lock = ROOT / "requirements-uv.lock"
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    fetch = [*pip, "--require-hashes", "-r", lock]
    once(VENV / "uv.stamp", [lock], lambda: need(run(fetch), "the installer"))


def fit_python() -> str:
    """Return this interpreter, or another here that the packages have wheels for."""
    if sys.version_info[0] == 3 and OLDEST <= sys.version_info[1] <= NEWEST:
        return sys.executable
    for minor in range(NEWEST, OLDEST - 1, -1):
        for command in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            where = output([*command, "-c", "import sys; print(sys.executable)"])
            if where:
                return where
    sys.exit(
        f"This is Python {sys.version.split()[0]}; Anfang needs one from "
        f"3.{OLDEST} to 3.{NEWEST}. Install it beside this one and try again."
    )


def once(stamp: Path, inputs: Iterable[Path], act: Callable[[], None]) -> None:
    """Act, unless it was done for files of the same content before."""
    content = b"".join(path.read_bytes() for path in inputs)
    digest = hashlib.sha256(content).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return
    act()
    stamp.write_text(digest)


def install(lock: Path) -> None:
    """Install what a lock file names, checked by its hashes."""
    say(f"set-up, once; it needs a connection: {lock.name} ...")
    uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON]
    options = ["--require-hashes", "--index-strategy", "unsafe-best-match"]
    os.environ.update(uv_settings())
    need(run([*uv, *options, "-r", lock]), f"the packages of {lock.name}")


def uv_settings() -> dict[str, str]:
    """Tell uv what pip was configured with on this machine; uv reads none of it."""
    listed = output([PYTHON, "-m", "pip", "config", "list"])
    settings = {"UV_SYSTEM_CERTS": "1"}
    for section in ("global", "install", ":env:"):
        for name, value in re.findall(rf"^{section}\.([\w-]+)='(.*)'$", listed, re.M):
            if name in PIP_TO_UV:
                settings[PIP_TO_UV[name]] = " ".join(value.replace("\\n", " ").split())
    return {name: value for name, value in settings.items() if name not in os.environ}


def install_assets() -> None:
    """Fetch fonts and the map library; nothing that came with them is run."""
    say("set-up, once; it needs a connection: fonts and map library ...")
    command = [npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    need(run(command), "the packages of package-lock.json")


def npm() -> str:
    """Return the npm of this machine, or one installed beside Python."""
    found = shutil.which("npm")
    version = output([found, "--version"]) if found else ""
    if version and int(version.partition(".")[0]) >= OLDEST_NPM:
        return found
    install(ROOT / "requirements-node.lock")
    return str(BIN / "npm")


def compile_catalogues() -> None:
    """Compile the translations that are newer than their compiled form."""
    pairs = [(po, po.with_suffix(".mo")) for po in ROOT.glob("locale/*/*/*.po")]
    if all(mo.exists() and mo.stat().st_mtime > po.stat().st_mtime for po, mo in pairs):
        return
    if run([PYTHON, "-m", "commands.words", "compile"]):
        sys.exit("The translations could not be compiled; the lines above say why.")


def test(arguments: list[str]) -> int:
    """Install what the tests need and run them all; what is left out is named.

    ``--full`` adds the slow ones; anything else is passed on to pytest.  With
    ``CI`` set, a test that was not run counts as failed.
    """
    setup()
    lock = ROOT / "requirements-dev.lock"
    once(VENV / "dev.stamp", [lock], lambda: install(lock))
    for name in [name for name in PROGRAMS if not shutil.which(name)]:
        install_from_debian(PROGRAMS[name])
    chosen = [] if "--full" in arguments else QUICK
    chosen = [*chosen, *(word for word in arguments if word != "--full")]
    REPORT.unlink(missing_ok=True)
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "pytest": ["pytest", "--quiet", f"--junitxml={REPORT}", *chosen],
    }
    failed = [name for name, step in steps.items() if run([PYTHON, "-m", *step])]
    left_out = not_run(REPORT)
    for line in left_out:
        say(f"not run here: {line}")
    if failed:
        say(f"failed: {', '.join(failed)}")
    return int(bool(failed or (left_out and os.environ.get("CI"))))


def install_from_debian(packages: str) -> int:
    """Install system packages, where that is ours to do: on Debian, as root."""
    if not shutil.which("apt-get") or os.geteuid():
        return 1
    say(f"installing {packages} ...")
    run(["apt-get", "--quiet", "update"], quiet=True)
    apt = ["apt-get", "--quiet", "--yes", "--no-install-recommends", "install"]
    return run([*apt, *packages.split()], quiet=True)


def not_run(report: Path) -> list[str]:
    """List the skipped tests of a JUnit report with their reasons.

    A missing report is itself a test run that did not take place.
    """
    if not report.is_file():
        return ["pytest: it left no report"]
    cases = ET.parse(report).iter("testcase")
    skips = [(case, case.find("skipped")) for case in cases]
    return [
        f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}"
        for case, skip in skips
        if skip is not None and skip.get("type") == "pytest.skip"
    ]


def say(line: str) -> None:
    """Print a line at once, in order with what other programs print."""
    print(line, flush=True)


def need(code: int, what: str) -> None:
    """Stop set-up with its likeliest reason when a program failed."""
    if code:
        sys.exit(
            f"Set-up could not get {what}; the lines above say why. It needs a "
            "connection to the package index (or a mirror set up for pip and npm) "
            "this one time; run the same command again when there is one."
        )


def run(command: list[object], *, quiet: bool = False) -> int:
    """Run a program in the project's folder; return its exit code."""
    spoken = subprocess.DEVNULL if quiet else None
    parts = [str(part) for part in command]
    return subprocess.run(parts, cwd=ROOT, stdout=spoken, stderr=spoken).returncode


def output(command: list[object]) -> str:
    """Return what a program prints; empty if it fails or does not exist."""
    try:
        ran = subprocess.run([*map(str, command)], capture_output=True, text=True)
    except OSError:
        return ""
    return "" if ran.returncode else ran.stdout.strip()


def hand_over(command: list[object]) -> int:
    """Become another program, so that stopping this one stops that one."""
    parts = [str(part) for part in command]
    if not WINDOWS:
        os.execv(parts[0], parts)
    try:
        return subprocess.run(parts).returncode
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
