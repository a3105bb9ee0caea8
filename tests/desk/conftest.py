"""One small county for all that asks about plans; nobody writes into it."""

import pytest

from desk.plan_settings import of_budget
from desk.shelf import CountyShelf
from tests.desk.plan_world import made_workspace
from tests.desk.progress_world import made_shelf


@pytest.fixture(scope="session")
def plan_shelf(tmp_path_factory):
    made = made_workspace(tmp_path_factory.mktemp("plans") / "w")
    yield CountyShelf(made)
    made.ledger.close()


@pytest.fixture(scope="session")
def assessed(plan_shelf):
    return plan_shelf.assessed()


@pytest.fixture(scope="session")
def planned(plan_shelf):
    """Plan with so much money; what else is asked for is said by name."""
    return lambda amount_cny, **more: plan_shelf.plan(of_budget(amount_cny, **more))


@pytest.fixture(scope="session")
def progress_shelf(tmp_path_factory):
    """Two towns whose progress is known by heart."""
    made = made_shelf(tmp_path_factory.mktemp("progress") / "w")
    yield made
    made.workspace.ledger.close()
