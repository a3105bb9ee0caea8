"""The words of the ledger, in the order in which they are coded.

A code is the position of the word; ``-1`` is *unknown*, never a word.
"""

from types import MappingProxyType

UNKNOWN = -1

STRUCTURES = (
    "土坯",
    "夯土",
    "砖木",
    "石木",
    "砖混",
    "砖混圈梁构造柱",
    "穿斗木",
    "框架",
)

GRADES = ("A", "B", "C", "D")  # JGJ 125 / rural appraisal: D is the worst

# The first eight are those of the report, in the order of rule G2; then the words
# that other documents use (rules G1, G3, G4).  A policy says which it protects, and
# in which order.
GROUPS = (
    "脱贫享受政策户",
    "脱贫不稳定户",
    "边缘易致贫户",
    "低保户",
    "分散供养特困人员",
    "严重困难户",
    "低保边缘家庭",
    "其他脱贫户",
    "易返贫致贫户",
    "建档立卡贫困户",
    "贫困残疾人家庭",
    "农村低收入人群",
    "其他困难群众",
)
REPORT_GROUPS = GROUPS[:8]

DEPARTMENTS = ("民政", "乡村振兴", "扶贫", "残联")  # rule G5: who certifies

TASKS = ("dangerous_house_retrofit", "seismic_retrofit")
# Asked by the same rules, but nothing that a household enters: rules H4, H10.
ADVICE = ("re_entry", "seismic_re_entry", "energy_retrofit", "accessibility")
# Asked of the ground under a house: a yes proposes another site (避让搬迁).
AVOID = ("avoid_geohazard", "avoid_flood_way", "avoid_fault")

# How the monitoring list tells what one group is in the columns of the report.
REPORTED_AS = MappingProxyType({"易返贫致贫户": ("脱贫不稳定户", "边缘易致贫户")})

# Rule W14: ways of securing a home.
WAYS = (
    "修缮加固",
    "拆除重建",
    "选址新建",
    "统建集体公租房",
    "修缮加固闲置公房",
    "租赁",
    "置换",
    "周转房",
    "幸福院",
    "投亲靠友",
)

# What a plan may propose for a house, and by which way of rule W14 it is done.
RETROFITS = MappingProxyType(
    {
        "strengthen": "修缮加固",
        "hdc": "修缮加固",  # with 高延性混凝土, as in the pilots of rule H5
        "rebuild": "拆除重建",
        "relocate": "选址新建",
    }
)
SOURCES = ("中央", "省级", "省级以下")  # rule M3
FUND_LEVELS = ("省级", "市级", "县级")  # rule R1, columns 19 and 20: who secured it
PAYMENT_KINDS = ("advance", "balance", "whole", "refund")
PAYEES = ("household", "builder", "town")  # rule M2
BUILDERS = ("self", "organised", "government")  # rule M2: who has it built
LEVELS = ("village", "town", "county", "finance")  # rule A1: who acts
VISIT_KINDS = ("patrol", "verification", "inspection", "sweep", "watch")
SEASONS = ("after_rain", "after_thaw", "disaster")  # rule W6

# Rules W1, W2, W4: the steps of a case, in the order of the policy documents.
STEPS = (
    "found",
    "reported",
    "appraised",
    "applied",
    "village_review",
    "town_review",
    "county_approval",
    "agreement",
    "works_started",
    "town_acceptance",
    "county_acceptance",
    "paid",
    "struck_off",
)

LAYER_KINDS = (
    "seismic_zone",
    "flood_extent",
    "flood_depth",
    "geohazard",
    "fault",
    "river",
    "road",
    "bridge",
    "county_boundary",
    "town_boundary",
    "village_boundary",
    "dem",
    "facility",
)

# What a file may bring.
TARGETS = ("households", "list", "findings", "codes", "layer", "event")
TAGS = ("绿", "黄", "红")  # what a team says at a door; a tag is no grade
VISIT_REASONS = ("ordered", "asked")
# Who may be set first in the order of visits; the last two are places, not homes.
VISIT_FIRST_HOMES = ("cannot_leave", "some_depend", "extreme_poor", "disabled")
VISIT_FIRST_PLACES = ("school", "elderly_home")

RASTER_KINDS = frozenset({"flood_depth", "dem"})

HOUSEHOLD_COLUMNS = (
    "household_id",
    "head_name",
    "id_number",
    "phone",
    "account",
    "village_code",
    "village_name",
    "town_code",
    "town_name",
    "lon",
    "lat",
    "structure",
    "storeys",
    "year_built",
    "grade",
    "occupants",
    "dependents",
    "groups",
    "other_safe_home",
    "no_house",
    "disaster_rebuild_aid",
    "housing_aid_before",
    "good_samaritan",
    "area_m2",
    "meets_seismic_standard",
    "retrofitted_on",
)

# English for pages and maps; the words of record stay Chinese.
ENGLISH = MappingProxyType(
    {
        "土坯": "adobe",
        "夯土": "rammed earth",
        "砖木": "brick and timber",
        "石木": "stone and timber",
        "砖混": "brick and concrete",
        "砖混圈梁构造柱": "confined brick",
        "穿斗木": "chuandou timber frame",
        "框架": "concrete frame",
        "脱贫享受政策户": "out of poverty, still supported",
        "脱贫不稳定户": "out of poverty, unstable",
        "边缘易致贫户": "at the edge of poverty",
        "低保户": "minimum living allowance",
        "分散供养特困人员": "in extreme hardship, living alone",
        "严重困难户": "in serious hardship",
        "低保边缘家庭": "close to the minimum allowance",
        "其他脱贫户": "other, out of poverty",
        "易返贫致贫户": "at risk of falling into poverty",
        "建档立卡贫困户": "registered as poor",
        "贫困残疾人家庭": "poor, with a disabled member",
        "农村低收入人群": "low rural income",
        "其他困难群众": "others in hardship",
        "民政": "civil affairs",
        "乡村振兴": "rural vitalization",
        "扶贫": "poverty alleviation",
        "残联": "disabled persons' federation",
        "修缮加固": "repair and strengthen",
        "拆除重建": "demolish and rebuild",
        "选址新建": "build on a new site",
        "统建集体公租房": "collective public rental housing",
        "修缮加固闲置公房": "repair of an idle public house",
        "租赁": "rent",
        "置换": "exchange",
        "周转房": "transitional housing",
        "幸福院": "home for the aged",
        "投亲靠友": "with relatives or friends",
        "中央": "central",
        "省级": "provincial",
        "省级以下": "below the province",
        "市级": "prefectural",
        "县级": "county",
        "绿": "green",
        "黄": "yellow",
        "红": "red",
    }
)


def code_of(word: str | None, words: tuple[str, ...]) -> int:
    """Return the code of a word, ``UNKNOWN`` for ``None`` and for the empty word.

    Raises
    ------
    ValueError
        If the word is not one of ``words``.

    Examples
    --------
    >>> code_of("砖木", STRUCTURES), code_of(None, STRUCTURES), code_of("", GRADES)
    (2, -1, -1)
    """
    return words.index(word) if word else UNKNOWN


def group_mask(groups: tuple[str, ...] | list[str]) -> int:
    """Fold groups into bits: bit 0 is the first of ``GROUPS``.

    Examples
    --------
    >>> group_mask(["低保户", "脱贫享受政策户"]), group_mask([])
    (9, 0)
    """
    return sum(1 << GROUPS.index(group) for group in set(groups))


def groups_in(mask: int) -> tuple[str, ...]:
    """Unfold :func:`group_mask`, in the order of rule G2.

    Examples
    --------
    >>> groups_in(9)
    ('脱贫享受政策户', '低保户')
    """
    return tuple(group for bit, group in enumerate(GROUPS) if mask >> bit & 1)
