import threading
import time

import pytest

from desk.recent import Recent


def test_a_value_is_made_once():
    made, recent = [], Recent(2)
    for _ in range(3):
        recent.get("a", lambda: made.append(1))
    assert made == [1]


def test_the_least_recently_used_is_forgotten():
    made, recent = [], Recent(2)
    for key in "abacab":
        recent.get(key, lambda key=key: made.append(key))
    assert made == ["a", "b", "c", "b"]


def test_two_who_ask_at_once_wait_for_one():
    made, recent = [], Recent(2)

    def make():
        time.sleep(0.05)
        made.append(1)
        return 7

    found = []
    asking = [
        threading.Thread(target=lambda: found.append(recent.get("a", make)))
        for _ in "12345"
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert (found, made) == ([7] * 5, [1])


def test_once_a_value_is_made_its_turn_is_over_and_it_is_kept():
    recent = Recent(2)
    recent.get("a", lambda: 7)
    assert (recent._kept, recent._making) == ({"a": 7}, {})


def test_a_failure_is_not_kept():
    recent = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get("a", lambda: 1 / 0)
    assert recent.get("a", lambda: 5) == 5
