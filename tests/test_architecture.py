"""The plan of the house: who may import whom, and what no file may hold."""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from commands.words import error_names
from rules import errors

ROOT = Path(__file__).parents[1]

TIERS = (  # from the ground up; neighbours in one tier do not import each other
    {"rules"},
    {"ledger", "geo"},
    {"layers", "reports"},
    {"desk"},
    {"web", "views", "commands"},
    {"app", "cli"},
)
# What a room may import of the tiers below it, where that is not all of them.
ONLY = {
    "ledger": {"rules"},
    "geo": {"rules"},
    "layers": {"rules", "geo"},
    "reports": {"rules", "geo"},
}
LIBRARY_ROOMS = {
    "streamlit": {"views", "app"},
    "streamlit_folium": {"views"},
    "starlette": {"web", "app"},
    "folium": {"layers"},
    "sqlalchemy": {"ledger"},
    "alembic": {"ledger"},
    "sqlcipher3": {"ledger"},
    "sqlite3": {"ledger"},
    "typer": {"commands", "cli"},
    "rich": {"commands", "cli"},
    "babel": {"commands"},
    "rasterio": {"geo"},
    "fiona": {"geo"},
    "pyogrio": {"geo"},
    "pyproj": {"geo"},
    "python_calamine": {"geo"},
    "pypinyin": {"geo"},
    "xlsxwriter": {"reports"},
    "matplotlib": {"reports"},
    "docx": {"reports"},
    "reportlab": {"reports"},
    "segno": {"reports"},
    "fontTools": {"reports"},
    "geopandas": {"geo", "layers", "reports", "desk", "views"},  # made in geo/
}
PACKAGED_AS = {
    "PIL": "pillow",
    "docx": "python-docx",
    "fontTools": "fonttools",
    "python_calamine": "python-calamine",
}
# Used without an import statement: by Streamlit, by geopandas, by name.
UNSEEN = {"uvloop", "fiona", "sqlcipher3"}
MAY_PRINT = {"commands", "cli.py", "benchmarks", "start.py"}
LONGEST_MODULE = 300

ERRORS = set(error_names())
HEIGHT = {room: height for height, tier in enumerate(TIERS) for room in tier}
MODULES = sorted(
    path
    for room in HEIGHT
    for path in [*ROOT.glob(f"{room}/**/*.py"), *ROOT.glob(f"{room}.py")]
)
SCRIPTS = [
    *MODULES,
    *sorted(ROOT.glob("tests/**/*.py")),
    *sorted(ROOT.glob("benchmarks/**/*.py")),
    ROOT / "start.py",
]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes_of(path: Path, kind: type) -> list:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, kind)]


def each(kind: type) -> list[tuple[Path, Any]]:
    return [(path, node) for path in MODULES for node in nodes_of(path, kind)]


def called(call: ast.Call) -> str:
    """Return the last name of what is called."""
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")


def is_plain(node: ast.AST | None) -> bool:
    """Tell whether it is a plain string, or one marked for translation."""
    if isinstance(node, ast.IfExp):
        return is_plain(node.body) and is_plain(node.orelse)
    if isinstance(node, ast.Call) and called(node) == "N_":
        node = node.args[0]
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def marked_names(path: Path) -> set[str]:
    """Return the names that a plain or marked string was given to."""
    return {
        target.id
        for node in nodes_of(path, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and is_plain(node.value)
    }


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}


def may_import(room: str) -> set[str]:
    below = {other for other, height in HEIGHT.items() if height < HEIGHT[room]}
    return ONLY.get(room, below) | {room}


def tracked_text() -> list[tuple[str, str]]:
    """Return the name and text of each file that git keeps, or would if added."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    texts = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            texts.append((name, content.decode()))
    return texts


def test_the_rooms_are_where_the_plan_says():
    empty = HEIGHT.keys() - {room_of(path) for path in MODULES}
    assert not empty


def test_no_module_imports_a_room_it_may_not():
    climbs = [
        f"{shown(path)} imports {room}"
        for path in MODULES
        for room in imports_of(path) & HEIGHT.keys() - may_import(room_of(path))
    ]
    assert not climbs


def test_no_import_is_relative():
    relative = [
        f"{shown(path)}:{node.lineno}"
        for path, node in each(ast.ImportFrom)
        if node.level
    ]
    assert not relative


def test_each_library_stays_in_its_rooms():
    astray = [
        f"{shown(path)} imports {library}"
        for path in MODULES
        for library in imports_of(path) & LIBRARY_ROOMS.keys()
        if room_of(path) not in LIBRARY_ROOMS[library]
    ]
    assert not astray


def test_what_is_imported_is_what_is_asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {re.split(r"[ ;<>=]", d)[0] for d in project["project"]["dependencies"]}
    imported = set().union(*map(imports_of, MODULES))
    imported -= sys.stdlib_module_names | HEIGHT.keys()
    assert {PACKAGED_AS.get(name, name) for name in imported} == asked - UNSEEN


def test_no_module_grows_too_long_to_read():
    lengths = {shown(p): p.read_text(encoding="utf-8").count("\n") for p in SCRIPTS}
    assert not {name: n for name, n in lengths.items() if n > LONGEST_MODULE}


def test_no_error_is_swallowed_whole():
    broad = {"Exception", "BaseException"}
    swallowed = []
    for path, handler in each(ast.ExceptHandler):
        caught = handler.type or ast.Name("BaseException")
        named = {n.id for n in ast.walk(caught) if isinstance(n, ast.Name)}
        last = handler.body[-1]
        tidies_up = isinstance(last, ast.Raise) and last.exc is None
        if named & broad and not tidies_up:
            swallowed.append(f"{shown(path)}:{handler.lineno}")
    assert not swallowed


def test_only_doors_print():
    printing = [
        f"{shown(path)}:{call.lineno}"
        for path, call in each(ast.Call)
        if called(call) == "print" and path.relative_to(ROOT).parts[0] not in MAY_PRINT
    ]
    assert not printing


def test_what_is_unknown_is_not_filled_with_nothing():
    filled = [
        f"{shown(path)}:{call.lineno}"
        for path, function in each(ast.FunctionDef)
        if "zero" not in function.name  # such a name says that nothing means none
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and called(call) == "fillna"
        if getattr(next(iter(call.args), None), "value", None) in (0, False)
    ]
    assert not filled


def test_an_error_is_told_in_a_sentence_that_can_be_translated():
    untold = []
    for path in MODULES:
        marked = marked_names(path)
        for call in nodes_of(path, ast.Call):
            first = next(iter(call.args), None)
            told = is_plain(first) or getattr(first, "id", "") in marked
            if called(call) in ERRORS and not told:
                untold.append(f"{shown(path)}:{call.lineno}")
    assert not untold


def test_errors_for_people_are_defined_in_one_place():
    elsewhere = [
        f"{shown(path)}: {node.name}"
        for path, node in each(ast.ClassDef)
        if {getattr(base, "id", "") for base in node.bases} & ERRORS
        and path != Path(errors.__file__)
    ]
    assert not elsewhere


def test_no_icon_of_a_page_is_fetched_from_outside():
    # A material icon as favicon is the one icon that Streamlit does not bring.
    fetched = re.compile(r"page_icon\s*=\s*[\"']:")
    sources = {shown(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert not [name for name, source in sources.items() if fetched.search(source)]


def test_no_file_names_the_machine_it_was_written_on():
    mine = re.compile(r"(?<![\w.])/(root|work|home/\w+|tmp/\w+|opt/\w+|Users/\w+)\b")
    named = [
        f"{name}: {mine.search(text).group()}"
        for name, text in tracked_text()
        if mine.search(text) and name != shown(Path(__file__))
    ]
    assert not named


def test_no_module_calls_another_host():
    names = r"www\.w3\.org|www\.opengis\.net|www\.topografix\.com"  # of XML, not hosts
    hosts = re.compile(rf"https?://(?!localhost|127\.0\.0\.1|\{{|{names})[\w.-]+")
    for name, text in tracked_text():
        if name.endswith((".py", ".js", ".css", ".html")) and "tests" not in name:
            assert not hosts.search(text), f"{name}: {hosts.search(text).group()}"
