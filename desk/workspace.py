"""A workspace: one folder that holds everything about one county."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex

from ledger.store import Ledger
from rules.adcode import Level, level_of
from rules.errors import WorkspaceError
from rules.policy import Policy, county_policy
from rules.workdays import Holidays, load_holidays

SETTINGS = "workspace.toml"
LEDGER = "ledger.sqlite"
HOLIDAYS = "holidays.toml"
WORKSPACE_VERSION = 1  # of the folder; the ledger in it has a version of its own
FOLDERS = ("layers", "events", "snapshots")


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """An open workspace; paths inside are relative, so it may be copied."""

    root: Path
    mark: str  # tells this workspace from any other in a browser's cache
    county_code: str
    county_name: str
    policy_code: str
    demonstration: bool
    ledger: Ledger
    drill: bool = False  # what happens in it is practised, on real ground

    @property
    def policy(self) -> Policy:
        """The policy that binds in this county."""
        return county_policy(self.policy_code)

    @cached_property
    def holidays(self) -> Holidays:
        """Working days: the official table, and what the office laid over it.

        The office's own days stand in ``holidays.toml`` of the workspace, in the form
        of ``rules/parameters/holidays.toml``.
        """
        own = self.root / HOLIDAYS
        return load_holidays(*([own] if own.is_file() else []))

    def folder(self, name: str) -> Path:
        """Return one of the workspace's folders, made if it was not copied along."""
        path = self.root / name
        path.mkdir(exist_ok=True)
        return path


def create_workspace(
    root: Path,
    *,
    county_code: str,
    county_name: str,
    policy_code: str,
    demonstration: bool = False,
    drill: bool = False,
) -> Workspace:
    """Make a new workspace in a folder that is new or empty.

    Raises
    ------
    WorkspaceError
        If the folder is not empty, or the county code is malformed.
    PolicyError
        If there is no such policy.
    """
    if level_of(county_code) is not Level.COUNTY:
        raise WorkspaceError(
            "{code} is not a county code of 6 digits", code=county_code
        )
    county_policy(policy_code)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise WorkspaceError("{path} exists and is not an empty folder", path=root)
    root.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        (root / name).mkdir()
    Ledger.create(root / LEDGER).close()
    settings = {
        "schema": WORKSPACE_VERSION,
        "mark": token_hex(4),
        "county_code": county_code,
        "county_name": county_name,
        "policy_code": policy_code,
        "demonstration": demonstration,
        "drill": drill,
    }
    _write_settings(root, settings)
    return _open(root)


@contextmanager
def workspace_at(root: Path) -> Iterator[Workspace]:
    """Open a workspace for a while, and close its ledger afterwards.

    Raises
    ------
    WorkspaceError
        If the folder is no workspace, or one of another version.
    """
    workspace = _open(root)
    try:
        yield workspace
    finally:
        workspace.ledger.close()


def open_workspace(root: Path) -> Workspace:
    """Open a workspace for as long as the process lives; see :func:`workspace_at`."""
    return _open(root)


def renew_mark(root: Path) -> None:
    """Make a copy of a workspace another one in the eyes of a browser's cache."""
    settings = tomllib.loads((root / SETTINGS).read_text(encoding="utf-8"))
    _write_settings(root, settings | {"mark": token_hex(4)})


def _open(root: Path) -> Workspace:
    path = root / SETTINGS
    if not path.is_file():
        raise WorkspaceError(
            "{path} is not a workspace; make one with: init {path}", path=root
        )
    settings = tomllib.loads(path.read_text(encoding="utf-8"))
    schema = settings.pop("schema")
    if schema != WORKSPACE_VERSION:
        raise WorkspaceError(
            "{path} is of schema {found}; this program reads schema {known}",
            path=root,
            found=schema,
            known=WORKSPACE_VERSION,
        )
    return Workspace(root=root, ledger=Ledger.open(root / LEDGER), **settings)


def _write_settings(root: Path, settings: dict[str, str | int | bool]) -> None:
    lines = [f"{name} = {_told(value)}\n" for name, value in settings.items()]
    (root / SETTINGS).write_text("".join(lines), encoding="utf-8")


def _told(value: str | int | bool) -> str:
    return _quoted(value) if isinstance(value, str) else str(value).lower()


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
