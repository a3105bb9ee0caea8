"""The shelf makes a plan once, and keeps what is asked for."""

from threading import Event, Thread

import pytest

from desk.plan_settings import of_budget
from desk.shelf import CountyShelf
from rules.errors import PlanningError


def test_the_same_is_made_once_while_something_else_is_not_held_up(plan_shelf):
    begun, go_on, made = Event(), Event(), []

    def slow():
        begun.set()
        go_on.wait(10)
        made.append(1)
        return "slow"

    shelf = CountyShelf(plan_shelf.workspace)
    told = []
    ask = [Thread(target=lambda: told.append(shelf._once(("slow",), slow)))
           for _ in range(3)]  # fmt: skip
    for thread in ask:
        thread.start()
    begun.wait(10)
    assert shelf._once(("other",), lambda: "other") == "other"
    assert not told
    go_on.set()
    for thread in ask:
        thread.join(10)
    assert (told, made) == (["slow"] * 3, [1])


def test_what_could_not_be_made_is_tried_again(plan_shelf):
    shelf = CountyShelf(plan_shelf.workspace)

    def refused():
        raise PlanningError("no")

    for _ in range(2):
        with pytest.raises(PlanningError):
            shelf._once(("k",), refused)
    assert shelf._once(("k",), lambda: 1) == 1


def test_what_is_asked_for_often_is_kept_longest(plan_shelf):
    shelf = CountyShelf(plan_shelf.workspace)
    shelf._once(("often",), lambda: 1)
    for number in range(200):
        shelf._once((number,), lambda: 0)
        assert shelf._once(("often",), lambda: 2) == 1


def test_a_plan_is_found_by_its_key(plan_shelf, planned):
    settings = of_budget(130_000)
    key = plan_shelf.ask_plan(settings)
    assert plan_shelf.plan_at(key) is planned(130_000)
    assert plan_shelf.has_plan(settings)
    assert plan_shelf.plan_at("") is plan_shelf.plan_at("nothing") is None
    assert plan_shelf.plan_at(plan_shelf.ask_plan(of_budget(1, keep=("x",)))) is None
