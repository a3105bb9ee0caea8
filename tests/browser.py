"""A real browser on the real app: every outside request and error is kept."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

ROOT = Path(__file__).parents[1]
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECONDS_TO_START = 60
SMALL_WAIT = 0.2
MOMENT = 120  # milliseconds, in which a run begins
PATIENCE = 6_000  # milliseconds, for a list that may have closed again
TRIES = 5
STANDS_STILL = "[data-test-script-state=notRunning]"


def chromium_path() -> str | None:
    """Return the browser of this machine, ``None`` if it has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def running_app(workspace: Path) -> Iterator[str]:
    """Serve a workspace on a free port; yields the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"ANFANG_WORKSPACE": str(workspace)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the machine's chromium."""
    with sync_playwright() as playwright:
        options = {"executable_path": chromium_path(), "args": CHROMIUM_FLAGS}
        started = playwright.chromium.launch(**options)
        yield started
        started.close()


class Watched:
    """A page whose outside requests, failed answers and errors are remembered."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.faults: list[str] = []
        page.on("request", self._hear_request)
        page.on("response", self._hear_response)
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", self._hear_console)

    def _hear_request(self, request: object) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "ws://127.")):
            self.faults.append(f"request to {request.url}")

    def _hear_response(self, response: object) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status} {response.url}")

    def _hear_console(self, message: object) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")


def _wait_for(address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(SMALL_WAIT)
    raise TimeoutError(address)


def settled(page: Page) -> Page:
    """Wait until the page has finished its run, and does not begin another."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for _ in range(2):
        page.wait_for_timeout(MOMENT)
        page.wait_for_selector(STANDS_STILL)
    return page


def choose(page: Page, label: str, option: str) -> None:
    """Take an option; what unfolds or runs meanwhile may close the list again."""
    box = page.get_by_role("combobox", name=label, exact=True)
    offer = page.get_by_role("option", name=option, exact=True)
    for left in reversed(range(TRIES)):
        page.wait_for_selector(STANDS_STILL)
        if box.get_attribute("aria-expanded") != "true":  # else a click would close it
            box.click()
        try:
            offer.click(timeout=PATIENCE)
            break
        except PlaywrightTimeoutError:
            if not left:
                raise
    page.wait_for_timeout(MOMENT)
