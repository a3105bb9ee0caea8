"""What the colours of two maps mean, said once above both."""

from html import escape

import streamlit as st

from layers.base import Entry, Legend
from views.words import _

ROW = "display: flex; flex-wrap: wrap; align-items: center; gap: 2px 14px"
ENTRY = "display: inline-flex; align-items: center; gap: 6px; white-space: nowrap"
BOX = "width: 20px; height: 14px; border: 1px solid #9a9fa5; background: {}"
HATCH = "repeating-linear-gradient(135deg, #ececec 0 3px, #9a9fa5 3px 4px)"
GROUNDS = {  # by the sign of an entry; ``{}`` is its colour
    "fill": "{}",
    "dots": "radial-gradient(#20262c 1.1px, transparent 1.4px) 0 0 / 5px 5px, {}",
    "grid": "linear-gradient(90deg, #7b828a 1px, transparent 1px) 0 0 / 5px 5px, "
    "linear-gradient(#7b828a 1px, transparent 1px) 0 0 / 5px 5px, {}",
}


def show(legend: Legend) -> None:
    """Show the title of a measure and its classes in a row."""
    title = _(legend.title)
    unit = f" ({_(legend.unit)})" if legend.unit else ""
    samples = "".join(_sample(entry) for entry in legend.entries)
    head = f"<strong>{escape(title + unit)}</strong>"
    st.html(f'<div style="{ROW}">{head}{samples}</div>')


def _sample(entry: Entry) -> str:
    ground = GROUNDS[entry.sign].format(entry.colour) if entry.colour else HATCH
    box = f'<i style="{BOX.format(ground)}" aria-hidden="true"></i>'
    return f'<span style="{ENTRY}">{box}{escape(_(entry.label))}</span>'
