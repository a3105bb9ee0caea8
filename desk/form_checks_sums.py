"""Checks of the form's arithmetic: parts, areas, and the ledger itself (rule R1)."""

from collections.abc import Iterable

from desk.form_checking import Answer, Checked
from geo.form_cells import source_of
from rules.adcode import Level
from rules.language import N_
from rules.remarks import Remark
from rules.vocabulary import SOURCES

PROVINCIAL = SOURCES[1]


def started_total(checked: Checked) -> Answer:
    """Hold the started households against their categories."""
    return _total(checked, "started")


def completed_total(checked: Checked) -> Answer:
    """Hold the completed households against their categories."""
    return _total(checked, "completed")


def _total(checked: Checked, what: str) -> Answer:
    columns, found = checked.columns(what), checked.found
    total = sum(found.value(c.number) for c in columns if c.group is None)
    parts = sum(found.value(c.number) for c in columns if c.group is not None)
    message = N_("{total} households in all, {parts} by category")
    says = Remark(message=message, values={"total": total, "parts": parts})
    return Answer(total == parts, says, tuple(c.number for c in columns))


def not_negative(checked: Checked) -> Answer:
    """Look for numbers below nothing; money of an earlier year may have come back."""
    cells = checked.found.cells
    below = tuple(number for number in sorted(cells) if cells[number].value < 0)
    if not below:
        return Answer(True, Remark(message=N_("no number is negative")))
    came_back = all(_came_back(checked, number) for number in below)
    message = N_("negative: columns {columns}; refunds of an earlier year explain it")
    if not came_back:
        message = N_("negative: columns {columns}; more came back than ever was there")
    says = Remark(message=message, values={"columns": _listed(below)})
    return Answer(came_back, says, below)


def _came_back(checked: Checked, number: int) -> bool:
    """Tell whether households refunded it, or there was before what is taken back."""
    if checked.found.cells[number].households:
        return True
    column, task = checked.found.template.column(number), checked.found.template.task
    ever = [
        fact.amount_cny
        for fact in checked.facts.money
        if fact.what == column.what
        and column.source in (None, source_of(fact))
        and fact.task == task
    ]
    return bool(ever) and sum(ever) >= 0


def towns(checked: Checked) -> Answer:
    """Hold the form against its towns, counted one by one in the ledger."""
    return _by_area(checked, Level.TOWN)


def villages(checked: Checked) -> Answer:
    """Hold the form against its villages, counted one by one in the ledger."""
    return _by_area(checked, Level.VILLAGE)


def ledger(checked: Checked) -> Answer:
    """Hold the form against what the database counts on its own."""
    told = checked.ledger_totals
    cells = checked.found.cells
    wrong = tuple(n for n in sorted(cells) if cells[n].value != sum(told[n].values()))
    message = N_("{columns} columns counted again in the ledger: the same")
    values = {"columns": len(cells)}
    if wrong:
        message = N_("the ledger counts otherwise in columns {columns}: {numbers}")
        pairs = [f"{cells[n].value} ≠ {sum(told[n].values())}" for n in wrong]
        values = {"columns": _listed(wrong), "numbers": "; ".join(pairs)}
    return Answer(not wrong, Remark(message=message, values=values), wrong)


def _by_area(checked: Checked, level: Level) -> Answer:
    told, wrong, areas = checked.ledger_totals, [], set()
    county = checked.workspace.county_code
    for number, cell in sorted(checked.found.cells.items()):
        ours = _summed(((p.village_code, p.amount) for p in cell.parts), level)
        theirs = _summed(told[number].items(), level)
        outside = {a for a in ours if a and not a.startswith(county)}
        homeless = any(p.household_id and not p.village_code for p in cell.parts)
        areas |= {area for area in ours if area}
        if _without_nothing(ours) != _without_nothing(theirs) or outside or homeless:
            wrong.append(number)
    message = N_("{areas} areas make up the form")
    values = {"areas": len(areas)}
    if wrong:
        message = N_("the areas do not make up columns {columns}")
        values = {"columns": _listed(wrong)}
    return Answer(not wrong, Remark(message=message, values=values), tuple(wrong))


def _summed(parts: Iterable[tuple[str, int]], level: Level) -> dict[str, int]:
    total: dict[str, int] = {}
    for code, amount in parts:
        total[code[: int(level)]] = total.get(code[: int(level)], 0) + amount
    return total


def _without_nothing(areas: dict[str, int]) -> dict[str, int]:
    return {area: amount for area, amount in areas.items() if amount}


def secured_provincial(checked: Checked) -> Answer:
    """Hold the provincial funds against all local ones, of which they are a part."""
    columns = checked.columns("secured")
    total = sum(checked.found.value(c.number) for c in columns if c.source is None)
    part = sum(checked.found.value(c.number) for c in columns if c.source == PROVINCIAL)
    message = N_("{total} yuan secured, {part} of them provincial")
    says = Remark(message=message, values={"total": total, "part": part})
    return Answer(total >= part, says, tuple(c.number for c in columns))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)
