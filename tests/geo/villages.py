"""Villages as the criteria see them, made up or by hypothesis."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from rules.criteria import criteria

PARTS = criteria().parts
IDS = [part.id for part in PARTS]
SURE = {
    "risk": 5.0,
    "need": 20.0,
    "dependence": 0.4,
    "homogeneity": 0.5,
    "density": 50.0,
    "access": 3000.0,
    "equity": 0.2,
}


def villages(*rows, **columns):
    """Make villages that are alike but for what is said."""
    count = len(rows) or len(next(iter(columns.values())))
    table = pd.DataFrame({id_: [SURE[id_]] * count for id_ in IDS})
    for id_, values in columns.items():
        table[id_] = values
    for at, row in enumerate(rows):
        for id_, value in row.items():
            table.loc[at, id_] = value
    table["households"] = 400
    table["entitled"] = (table["need"].fillna(0) // 2).astype(int)
    table["undecided"] = table["need"].fillna(0).astype(int) - table["entitled"]
    codes = [f"990001001{at:03d}" for at in range(count)]
    return table.assign(vetoed=0, village_code=pd.Series(codes, dtype="str"))


def _value(part):
    inside = st.floats(part.least, part.most)
    beyond = st.sampled_from([part.least, part.most, 2 * part.most])
    if part.whole:
        inside = st.integers(1, 400).map(float)
        return inside
    return inside | beyond


values = st.fixed_dictionaries({part.id: _value(part) for part in PARTS})
gaps = st.sets(st.sampled_from(["dependence", "homogeneity", "density", "access"]))


@st.composite
def tables(draw, least=2, most=12, known=False):
    """Draw a table of villages; some do not have everything known."""
    rows = []
    for row in draw(st.lists(values, min_size=least, max_size=most)):
        unknown = set() if known else draw(gaps)
        rows.append(row | dict.fromkeys(unknown, np.nan))
    return villages(*rows)


weights = st.fixed_dictionaries(
    {id_: st.integers(0, 10).map(float) for id_ in IDS}
).filter(lambda given: sum(given.values()) > 0)
