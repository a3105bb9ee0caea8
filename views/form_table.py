"""A monthly form as it is printed, each number a button that opens what is behind it.

Across a wide page it is the paper; on a narrow one the same cells, one below the
other.  The arrow keys go from number to number.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from desk.form_words import UNIT_WORDS, column_words, head_words
from rules.forms import FormTemplate, HeadCell
from views import choice
from views.words import _

_CSS = """
:host, .sheet { font-family: var(--st-font); color: var(--st-text-color); }
.sheet { overflow-x: auto; font-size: 13px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { border: 1px solid var(--st-border-color); padding: 2px 3px; font-weight: 400;
  text-align: center; vertical-align: middle; line-height: 1.25; }
thead th { background: var(--st-secondary-background-color); font-size: 12px; }
th[scope=row] { text-align: left; white-space: nowrap; padding-right: 6px; }
.sheet.long thead tr.parts th { writing-mode: vertical-rl; max-height: 150px;
  transform: rotate(180deg); text-align: left; }
td.number { padding: 0; }
td.quiet, td.change { opacity: .85; white-space: nowrap; }
button { all: unset; box-sizing: border-box; width: 100%; min-height: 34px;
  padding: 4px 2px; text-align: center; cursor: pointer; white-space: nowrap;
  color: var(--st-link-color); text-decoration: underline; }
button:hover { background: var(--st-secondary-background-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color);
  outline-offset: -2px; }
button[aria-pressed=true] { background: var(--st-primary-color); color: #fff;
  font-weight: 600; text-decoration: none; }
.list td.number { width: 25%; }
.list th.head { text-align: left; padding: 8px 3px 4px; font-weight: 600;
  font-size: 13px; }
.list th[scope=row] { white-space: normal; }
.list button { min-height: 44px; }
"""

_JS = """
const NARROW = 700;
const make = (name, words, more = {}) => {
  const made = document.createElement(name);
  if (words !== undefined) made.textContent = words;
  for (const [key, value] of Object.entries(more)) made.setAttribute(key, value);
  return made;
};
export default function ({ parentElement, data, setTriggerValue }) {
  const open = (number) => setTriggerValue("cell", number);
  const button = (cell) => {
    const it = make("button", cell.shown, { type: "button", "data-cell": cell.number,
      "aria-label": cell.label, title: cell.label,
      "aria-pressed": cell.number === data.chosen });
    it.tabIndex = cell.number === (data.chosen || 1) ? 0 : -1;
    it.onclick = () => open(cell.number);
    return it;
  };
  const paper = () => {
    const table = make("table"), head = make("thead"), body = make("tbody");
    table.append(make("caption", data.title, { hidden: "" }), head, body);
    data.heads.forEach((row, at) => {
      const line = make("tr", undefined, { class: at ? "parts" : "wholes" });
      if (!at) line.append(make("td", "", { rowspan: data.heads.length + 2 }));
      for (const cell of row)
        line.append(make("th", cell.words, { scope: "colgroup",
          colspan: cell.columns, rowspan: cell.rows }));
      head.append(line);
    });
    for (const key of ["unit", "number"]) {
      const line = make("tr");
      data.cells.forEach((cell, place) => {
        const last = line.lastChild, same = last?.textContent === cell[key];
        if (data.long && place && same) last.colSpan += 1;  // said once
        else line.append(make("th", cell[key], { scope: "col" }));
      });
      head.append(line);
    }
    data.rows.forEach((row, at) => {
      const line = make("tr");
      line.append(make("th", row.words, { scope: "row" }));
      row.values.forEach((shown, place) => {
        const cell = make("td", at ? shown : undefined,
          { class: at ? "quiet" : "number" });
        if (!at) cell.append(button({ ...data.cells[place], shown }));
        line.append(cell);
      });
      body.append(line);
    });
    return table;
  };
  const list = () => {
    const table = make("table", undefined, { class: "list" }), head = make("thead");
    const top = make("tr");
    top.append(make("td", ""));
    for (const row of data.rows) top.append(make("th", row.words, { scope: "col" }));
    head.append(top);
    table.append(make("caption", data.title, { hidden: "" }), head);
    let body, whole;
    data.cells.forEach((cell, place) => {
      if (cell.whole !== whole) {
        whole = cell.whole;
        body = make("tbody");
        const line = make("tr");
        line.append(make("th", `${whole} (${cell.unit})`, { class: "head",
          colspan: data.rows.length + 1, scope: "rowgroup" }));
        body.append(line);
        table.append(body);
      }
      const line = make("tr");
      line.append(make("th", `${cell.number} ${cell.part}`, { scope: "row" }));
      data.rows.forEach((row, at) => {
        const shown = row.values[place];
        const field = make("td", at ? shown : undefined,
          { class: at ? "quiet" : "number" });
        if (!at) field.append(button({ ...cell, shown }));
        line.append(field);
      });
      body.append(line);
    });
    return table;
  };
  let sheet = parentElement.querySelector(".sheet");
  const held = sheet?.contains(parentElement.activeElement || document.activeElement)
    ? (parentElement.activeElement || document.activeElement).dataset.cell : undefined;
  if (!sheet) parentElement.append(sheet = make("div", undefined, { class: "sheet" }));
  sheet.classList.toggle("long", data.long);
  let narrow;
  const draw = (width) => {
    if (!width || (width < NARROW) === narrow) return;
    narrow = width < NARROW;
    sheet.replaceChildren(narrow ? list() : paper());
  };
  draw(sheet.clientWidth);
  const seen = new ResizeObserver(() => draw(sheet.clientWidth));
  seen.observe(sheet);
  const at = (number) => sheet.querySelector(`button[data-cell="${number}"]`);
  if (held) at(held)?.focus();
  const move = (event) => {
    const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const here = Number(event.target.dataset?.cell);
    if (!here) return;
    const to = { Home: 1, End: data.cells.length }[event.key]
      || here + (steps[event.key] || 0);
    if (to === here || !at(to)) return;
    event.preventDefault();
    at(here).tabIndex = -1;
    at(to).tabIndex = 0;
    at(to).focus();
  };
  sheet.addEventListener("keydown", move);
  return () => { seen.disconnect(); sheet.removeEventListener("keydown", move); };
}
"""

_mount = st.components.v2.component("anfang_form", css=_CSS, js=_JS)


def show_table(
    template: FormTemplate,
    rows: Sequence[tuple[str, Mapping[int, str]]],
    key: str,
    *,
    title: str,
    chosen: int | None,
) -> None:
    """Show the form; what is clicked is told by :func:`clicked` on the next run.

    Parameters
    ----------
    rows : sequence of (words, values)
        Numbers as they are read, by column; those of the first row are buttons.
    chosen : int or None
        The column that is open.
    """
    numbers = [column.number for column in template.columns]
    data = {
        "title": title,
        "long": choice.language() == "en",
        "heads": _heads(template),
        "cells": _cells(template, rows[0][1]),
        "rows": [
            {"words": words, "values": [values.get(n, "") for n in numbers]}
            for words, values in rows
        ],
        "chosen": chosen,
    }
    _mount(key=key, data=data, on_cell_change=lambda: None)


def clicked(key: str) -> int | None:
    """Return the column that was clicked just now, ``None`` if none was."""
    state = choice.now_in(key)
    return getattr(state, "cell", None)


def _heads(template: FormTemplate) -> list[list[dict[str, Any]]]:
    """Return the headings row by row; where the paper has none stands a total."""
    over = {
        (row, column): cell
        for cells in template.heads
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.first, cell.last + 1)
    }
    return [
        [
            _head(template, over.get((row, column.number)))
            for column in template.columns
            if _begins(over.get((row, column.number)), row, column.number)
        ]
        for row in range(1, len(template.heads) + 1)
    ]


def _begins(cell: HeadCell | None, row: int, column: int) -> bool:
    return cell is None or (cell.row, cell.first) == (row, column)


def _head(template: FormTemplate, cell: HeadCell | None) -> dict[str, Any]:
    if cell is None:
        return {"words": _("in all"), "columns": 1, "rows": 1}
    words = head_words(template, cell, _)
    return {"words": words, "columns": cell.last - cell.first + 1, "rows": cell.rows}


def _cells(template: FormTemplate, values: Mapping[int, str]) -> list[dict[str, Any]]:
    cells = []
    for column in template.columns:
        told = column_words(column, _)
        whole, _mark, part = told.partition(" · ")
        unit = _(UNIT_WORDS[column.unit])
        shown = values.get(column.number, "")
        cells.append(
            {
                "number": column.number,
                "unit": unit,
                "whole": whole,
                "part": part or _("in all"),
                "label": f"{column.number} · {told}: {shown} {unit}",
            }
        )
    return cells
