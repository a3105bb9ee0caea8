"""Every rule that the ledger keeps is cited by a test that proves it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__)
COUNTS = {
    "G": 6,
    "H": 12,
    "W": 15,
    "M": 4,
    "R": 5,
    "E": 5,
    "A": 2,
}  # how many rules each part has
RULES = [f"{part}{n}" for part, count in COUNTS.items() for n in range(1, count + 1)]
# "Rule W3." and "Rules W3, H5 and M1."; a range such as W1-W4 cites its ends.
CITED = re.compile(r"\bRules?\s+((?:[GHWMERA]\d{1,2}(?:\s*(?:,|and|-|–|to)\s*)?)+)")
RULE = re.compile(r"[GHWMERA]\d{1,2}")
IN_NAME = re.compile(r"rule_([ghwmera]\d{1,2})")


@cache
def citations() -> dict[str, list[str]]:
    """Return the tests that cite each rule, in their name or docstring."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.parent.rglob("test_*.py")):
        if path == HERE:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for test in [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]:
            if test.name.startswith("test_"):
                for rule in cited_by(test.name, ast.get_docstring(test) or ""):
                    found.setdefault(rule, []).append(f"{path.name}::{test.name}")
    return found


def cited_by(name: str, docstring: str) -> set[str]:
    """Return the rules that a name or a docstring cites."""
    told = " ".join(match.group(1) for match in CITED.finditer(docstring))
    return {*RULE.findall(told), *(word.upper() for word in IN_NAME.findall(name))}


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_is_cited_by_a_test(rule):
    assert citations().get(rule), f"no test cites rule {rule}"


def test_only_real_citations_count():
    assert cited_by("test_x", "Rules W3, H5 and M1: posted.") == {"W3", "H5", "M1"}
    assert cited_by("test_rule_g6_shows_both", "") == {"G6"}
    assert cited_by("test_x", "As W3 says, grade A1 paper.") == set()
