"""Which files an ordinary run takes; the whole run takes all of them."""

from collections.abc import Collection

import pytest


def one_in(step: int, names: Collection[str]) -> list[object]:
    """Leave all but each ``step``-th name to the whole run.

    Files of a kind stand together, so that some of each kind are taken.
    """
    return [
        pytest.param(name, marks=pytest.mark.slow) if number % step else name
        for number, name in enumerate(names)
    ]


def asked_for(request: pytest.FixtureRequest, names: Collection[str]) -> list[str]:
    """List those names that tests of this run ask for; all, where none does so."""
    asked = {
        item.callspec.params["name"]
        for item in request.session.items
        if "name" in getattr(item, "fixturenames", ()) and item.module is request.module
    }
    return [name for name in names if name in asked] or list(names)
