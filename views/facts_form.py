"""Say how a family is reached and what is known of its house, where it is missing."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from desk.case_hand import Hand
from desk.describe import word
from desk.field_words import FIELD_WORDS
from desk.household_details import (
    CONTACTS,
    Settable,
    facts_that,
    set_contact,
    set_facts,
)
from desk.household_file import HouseholdFile
from desk.workspace import Workspace
from ledger.roles import Acting
from rules.vocabulary import STRUCTURES
from views.case_acts import YES_NO
from views.forms import Field, Outcome, show_form
from views.words import _

KINDS = {"whole": "whole", "area": "size", "yes": "yes", "word": "one"}


def show(workspace: Workspace, acting: Acting, file: HouseholdFile) -> None:
    """Offer what this role may say about a household."""
    may = facts_that(acting)
    contacts = [name for name in may if name in CONTACTS]
    facts = {name: one for name, one in may.items() if name not in CONTACTS}
    if contacts:
        with st.expander(_("Telephone and account"), icon=":material/call:"):
            _contacts(workspace, acting, file, contacts)
    if facts:
        with st.expander(_("Facts of family and house"), icon=":material/edit_note:"):
            _facts(workspace, acting, file, facts)


def _contacts(
    workspace: Workspace, acting: Acting, file: HouseholdFile, names: list[str]
) -> None:
    st.caption(_("What is left empty stays as it is on record."))
    fields = [Field(name=n, label=_(FIELD_WORDS[n]), kind="text") for n in names]
    id_, version = file.household_id, file.household["version"]

    def act(values: dict[str, Any]) -> Outcome:
        told = {name: values[name] for name in names if values[name]}
        set_contact(Hand(workspace, acting), id_, told, version=version)
        return Outcome(done=_("Recorded."))

    show_form(f"contact-{id_}-{version}", fields, act, button=_("Save"))


def _facts(
    workspace: Workspace,
    acting: Acting,
    file: HouseholdFile,
    facts: Mapping[str, Settable],
) -> None:
    own = {**file.dwelling, **file.household}
    versions = {"household": own["version"]}
    versions["dwelling"] = file.dwelling.get("version", 0)
    fields = [_field(name, one, own.get(name)) for name, one in facts.items()]
    id_ = file.household_id

    def act(values: dict[str, Any]) -> Outcome:
        told = {name: _meant(facts[name], values[name]) for name in facts}
        changed = {name: v for name, v in told.items() if v != own.get(name)}
        set_facts(Hand(workspace, acting), id_, changed, versions=versions)
        return Outcome(done=_("Recorded."))

    key = f"facts-{id_}-{'-'.join(map(str, versions.values()))}"
    show_form(key, fields, act, button=_("Save"))


def _field(name: str, one: Settable, value: Any) -> Field:
    return Field(
        name=name,
        label=_(FIELD_WORDS[name]),
        kind=KINDS[one.kind],
        options=("", *STRUCTURES) if one.kind == "word" else (),
        value=value,
        show=lambda option: word(option, _) if option else _("not known"),
    )


def _meant(one: Settable, value: Any) -> Any:
    if one.kind == "yes":
        return YES_NO[value]
    return None if value == "" else value
