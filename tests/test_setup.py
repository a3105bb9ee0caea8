"""Set-up: locked, quick when nothing changed, and clear when it cannot go on."""

import re
import tomllib
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).parents[1]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PIN = re.compile(r"^([\w.-]+)==([\w.!+-]+)", re.M)


@pytest.fixture
def spoken(monkeypatch):
    """Answer what other programs would print; nothing is run."""
    answers: dict[str, str] = {}
    monkeypatch.setattr(start, "output", lambda command: answers.get(command[0], ""))
    monkeypatch.setattr(start, "PYTHON", "python")
    return answers


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[ ;<>=\[]", text)[0].lower() for text in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_every_package_by_hash_and_names_no_place(lock):
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\w)", text.strip())
    assert all(PIN.match(block) and "--hash=sha256:" in block for block in blocks)
    assert not re.search(r"https?:|file:|@ |^-", text, re.M)


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = names(project["project"]["dependencies"])
    assert wanted <= pins("requirements.lock").keys()
    assert (
        names(project["dependency-groups"]["dev"])
        <= pins("requirements-dev.lock").keys()
    )


def test_tests_run_on_the_versions_that_people_get():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


def test_the_lock_of_the_assets_names_no_place():
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in text
    assert '"resolved"' not in text


def test_what_was_done_for_the_same_files_is_not_done_again(tmp_path):
    lock, stamp, done = tmp_path / "lock", tmp_path / "stamp", []
    for content in ("a", "a", "b"):
        lock.write_text(content)
        start.once(stamp, [lock], lambda: done.append(lock.read_text()))
    assert done == ["a", "b"]


def test_what_failed_is_done_again(tmp_path):
    lock, stamp = tmp_path / "lock", tmp_path / "stamp"
    lock.write_text("a")
    with pytest.raises(SystemExit, match="needs a connection"):
        start.once(stamp, [lock], lambda: start.need(1, "the packages"))
    assert not stamp.exists()


def test_the_configuration_of_pip_is_kept_when_uv_installs(spoken, monkeypatch):
    for name in ("UV_SYSTEM_CERTS", *start.PIP_TO_UV.values()):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_FIND_LINKS", "chosen already")
    spoken["python"] = (
        "global.index-url='one'\nglobal.extra-index-url='two three'\n"
        "global.find-links='four'\nglobal.timeout='60'\n:env:.index-url='five'"
    )
    assert start.uv_settings() == {
        "UV_SYSTEM_CERTS": "1",
        "UV_DEFAULT_INDEX": "five",
        "UV_INDEX": "two three",
    }


def test_a_python_without_wheels_looks_for_another_and_else_says_so(
    spoken, monkeypatch
):
    monkeypatch.setattr(start.sys, "version_info", (3, 14, 0))
    with pytest.raises(SystemExit, match=r"needs one from 3\.11 to 3\.13"):
        start.fit_python()
    spoken["python3.12"] = "/somewhere/python3.12"
    assert start.fit_python() == "/somewhere/python3.12"


@pytest.mark.parametrize(
    ("version", "chosen"), [("11.2.0", "npm"), ("6.14.4", "own"), ("", "own")]
)
def test_npm_is_brought_along_where_it_is_missing_or_old(
    spoken, monkeypatch, version, chosen
):
    installed = []
    monkeypatch.setattr(start.shutil, "which", lambda name: name)
    monkeypatch.setattr(start, "install", lambda lock: installed.append(lock.name))
    spoken["npm"] = version
    found = start.npm()
    assert (found == "npm") is (chosen == "npm")
    assert installed == ([] if chosen == "npm" else ["requirements-node.lock"])


def test_a_test_that_was_not_run_is_named_with_its_reason(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite>"
        "<testcase classname='tests.web' name='test_map'>"
        "<skipped type='pytest.skip' message='no Chromium'/></testcase>"
        "<testcase classname='tests.web' name='test_tile'/>"
        "</testsuite></testsuites>"
    )
    assert start.not_run(report) == ["tests.web.test_map: no Chromium"]
    assert start.not_run(tmp_path / "none.xml") == ["pytest: it left no report"]


@pytest.mark.parametrize(
    ("skipped", "ci", "code"), [(True, "true", 1), (True, "", 0), (False, "true", 0)]
)
def test_under_ci_a_test_that_was_not_run_fails(monkeypatch, skipped, ci, code):
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(start, "setup", lambda: None)
    monkeypatch.setattr(start, "once", lambda *_: None)
    monkeypatch.setattr(start.shutil, "which", lambda name: name)
    monkeypatch.setattr(start, "run", lambda *_: 0)
    monkeypatch.setattr(start, "not_run", lambda _: ["x: y"] if skipped else [])
    monkeypatch.setattr(start, "REPORT", Path("no such report"))
    assert start.test([]) == code


def test_the_pages_are_configured_to_call_nobody():
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    config = tomllib.loads(text)
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorLinks"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["address"] == "localhost"  # else it asks for its address
    assert "http" not in text
