"""One household under one policy, written as words."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from geo.advice import days
from geo.eligibility import policy_columns
from geo.exposure import Exposure
from geo.protection import group_bits
from rules.policy import Policy, load_policy
from rules.vocabulary import GROUPS
from tests.geo.worlds import county

GOLDEN = Path(__file__).with_name("golden_eligibility.txt")
PROFILES = {
    "新绛": ("140825", date(2023, 9, 1)),
    "突泉": ("152224", date(2023, 9, 1)),
    "淄博": ("370300", date(2022, 6, 1)),
    "沂源": ("370323", date(2020, 6, 15)),
    "河南": ("410000", date(2019, 9, 1)),
    "演示": ("990001", date(2026, 1, 1)),
}
TASKS = {"D": "dangerous_house_retrofit", "S": "seismic_retrofit"}
POLICIES = {name: load_policy(code) for name, (code, _) in PROFILES.items()}
_YES_NO = {"yes": 1, "no": 0}


def household(policy: Policy, facts: str) -> tuple[Exposure, np.ndarray]:
    """Make a household of facts such as ``低保户@民政 grade=C no_house=no``."""
    columns, rows, degree = {}, [], np.nan
    for fact in facts.split():
        name, _, value = fact.partition("=")
        if not value:
            group, _, department = fact.partition("@")
            assert group in GROUPS, fact
            rows.append(("h000", group, department or None))
        elif name == "degree":
            degree = float(value)
        elif name.endswith("_on"):
            columns[name] = [days(date.fromisoformat(value))]
        else:
            columns[name] = [_YES_NO.get(value, value)]
    ids = pa.chunked_array([["h000"]])
    listed, certified = group_bits(rows, ids, policy.groups)
    exposure = county(1, groups=listed, certified=certified, **columns)
    return exposure, np.array([degree])


def columns_of(policy: Policy, facts: str) -> dict[str, np.ndarray]:
    exposure, degree = household(policy, facts)
    return policy_columns(exposure, degree, policy)
