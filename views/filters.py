"""The filters of the map, the same on every page that has them."""

import streamlit as st

from desk.describe import word
from desk.shelf import CountyShelf
from rules.vocabulary import GRADES, GROUPS, STRUCTURES
from views import choice
from views.words import _

NOT_SURVEYED = "none"


def ask_filters(shelf: CountyShelf) -> dict[str, str]:
    """Ask for town, group, grade and structure; the empty word is *all*."""
    towns = town_names(shelf)

    def shown(option: str) -> str:
        if option == "":
            return _("all")
        if option == NOT_SURVEYED:
            return _("not surveyed")
        return towns.get(option) or word(option, _)

    options = {
        "town": (_("Town"), ["", *towns]),
        "group": (_("Group"), ["", *GROUPS]),
        "grade": (_("Appraised grade"), ["", *GRADES, NOT_SURVEYED]),
        "structure": (_("Structure"), ["", *STRUCTURES, NOT_SURVEYED]),
    }
    with st.sidebar:
        return {
            key: choice.ask_one(label, values, key, shown)
            for key, (label, values) in options.items()
        }


def town_names(shelf: CountyShelf) -> dict[str, str]:
    """Return the towns of the county by code."""
    exposure = shelf.exposure()
    pairs = zip(exposure.village_codes, exposure.town_names, strict=True)
    return {code[:9]: name for code, name in pairs}
