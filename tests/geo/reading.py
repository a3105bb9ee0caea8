"""Read in this process what a child would read; test_isolated.py has the child."""

from pathlib import Path

from geo.readers.__main__ import answer


def read_here(monkeypatch):
    def run(job, name):
        options = job["options"] | {"folder": job["folder"], "confined": True}
        answer(job["reader"], Path(job["path"]), options)

    monkeypatch.setattr("geo.isolated._run", run)
