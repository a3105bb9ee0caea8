import csv
import json
import sys

import pytest

import cli
from rules.vocabulary import HOUSEHOLD_COLUMNS

VILLAGE = {"village_code": "990001100200", "village_name": "柳沟村"}
TOWN = {"town_code": "990001100", "town_name": "安河镇"}


def household(id_, lon=104.5, **more):
    """One row of a household file."""
    home = {"household_id": id_, "lon": lon, "lat": 31.5, "structure": "土坯"}
    return VILLAGE | TOWN | home | {"groups": "低保户", "occupants": 3} | more


@pytest.fixture
def run(monkeypatch, capsys):
    """Run a verb; returns its JSON, or its exit code and what it said."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["cli.py", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        if "--json" in words and not ended.value.code:
            return json.loads(told.out)
        return ended.value.code or 0, told.out, told.err

    return call


@pytest.fixture
def households(tmp_path):
    """Write a household file."""

    def write(*rows):
        path = tmp_path / "households.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HOUSEHOLD_COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture
def workspace(tmp_path, run):
    run("init", tmp_path / "w")
    return tmp_path / "w"
