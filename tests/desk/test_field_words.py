"""No name of a column or a code reaches a page: each has a word."""

from dataclasses import fields
from datetime import date

import pytest

from desk.field_words import CODE_WORDS, FIELD_WORDS, SCOPE_WORDS, TABLE_WORDS, told
from ledger.grants import GRANTS, LOGGED
from ledger.roles import ROLE_NAMES, Role
from ledger.schema import place
from rules import vocabulary
from rules.casefile import CaseFile
from rules.language import translator
from rules.policy import county_policy

# Numbers by which things are kept apart: the page says which thing it is itself.
KEYS = {
    "allotment_id", "appraisal_id", "document_id", "event_id", "finding_id", "layer_id",
    "list_id",
    "payment_id", "person_id", "photograph_id", "row_id", "sweep_id", "vacated_id",
    "visit_id", "table_name", "thing", "intake_id", "row", "scenario_id", "plan_id",
    "report_id", "mission_id", "filing_id", "fund_id", "agenda_id", "notice_id",
}  # fmt: skip
# Of events, map layers and pictures: the pages that show them have their own words.
ELSEWHERE = {
    "depth_km", "features", "form", "happened_at", "hazard", "height", "magnitude",
    "repaired", "width",
}  # fmt: skip
CODED = ("TASKS", "PAYMENT_KINDS", "PAYEES", "BUILDERS", "LEVELS", "VISIT_KINDS",
         "SEASONS", "VISIT_REASONS", "RETROFITS")  # fmt: skip
POLICIES = ("370300", "370323", "990001")


def granted(table):
    """Return the columns of a table that any role, or the log, shows."""
    grants = [grant[table] for grant in (*GRANTS.values(), LOGGED) if table in grant]
    return {name for grant in grants for name in (*grant.clear, *grant.masked)}


TABLES = sorted({table for grant in (*GRANTS.values(), LOGGED) for table in grant})


@pytest.mark.parametrize("table", TABLES)
def test_every_column_that_a_role_reads_has_a_word(table):
    assert granted(table) - set(FIELD_WORDS) <= KEYS | ELSEWHERE
    assert table in TABLE_WORDS


def test_the_exceptions_are_still_needed():
    named = {name for table in TABLES for name in granted(table)}
    assert named - set(FIELD_WORDS) >= KEYS | ELSEWHERE
    assert set(TABLES) <= set(place.metadata.tables)


def test_everything_a_rule_looks_at_in_a_case_has_a_word():
    """What differs between two versions of a case is named by its field."""
    names = {field.name for field in fields(CaseFile)}
    assert names - set(FIELD_WORDS) == set()


@pytest.mark.parametrize("code", POLICIES)
def test_every_fact_that_may_be_missing_has_a_word(code):
    """Rule G5: what is missing, and who supplies it, is said in words."""
    facts = {fact.id for fact in county_policy(code).facts}
    assert facts - set(FIELD_WORDS) - set(vocabulary.GROUPS) == set()


@pytest.mark.parametrize("name", CODED)
def test_every_code_of_the_vocabulary_has_a_word(name):
    assert set(getattr(vocabulary, name)) - set(CODE_WORDS) == set()


def test_every_scope_and_every_role_has_a_word():
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("code", POLICIES)
def test_steps_and_papers_have_the_words_of_the_document(code):
    """Rule W12."""
    policy = county_policy(code)
    assert all(row.name and not row.name.isascii() for row in policy.steps)
    assert all(row.name and not row.name.isascii() for row in policy.documents)


def test_every_word_is_said_in_chinese():
    zh = translator("zh_CN")
    words = [FIELD_WORDS, TABLE_WORDS, SCOPE_WORDS, CODE_WORDS]
    ascii_only = {w for group in words for w in group.values() if zh(w).isascii()}
    assert ascii_only == set()


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (None, "unknown", "未知"),
        (True, "yes", "是"),
        (False, "no", "否"),
        (0, "0", "0"),
        (1998, "1998", "1998"),
        (25_000, "25,000", "25,000"),
        (date(2026, 3, 2), "2026-03-02", "2026-03-02"),
        ("土坯", "土坯 (adobe)", "土坯"),
        ("balance", "balance", "尾款"),
        ("王某某", "王某某", "王某某"),
    ],
)
def test_a_value_is_said_in_the_words_of_the_reader(value, english, chinese):
    said = [told(value, translator(language)) for language in ("en", "zh_CN")]
    assert said == [english, chinese]
