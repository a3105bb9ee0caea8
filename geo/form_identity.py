"""Under which column of a monthly form a household counts (rules G2, G5)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from rules.form_facts import CertificateFact
from rules.language import N_
from rules.policy import Policy
from rules.policy_tables import Group
from rules.remarks import Remark
from rules.vocabulary import REPORT_GROUPS, REPORTED_AS

NO_LIST = Remark(message=N_("on no list of a protected group at the month's end"))


class Standing(NamedTuple):
    """A household's column, ``""`` if it has none, and then why not.

    ``certified`` is the group it is certified in, ``""`` if in none.
    """

    group: str
    why: Remark | None = None
    certified: str = ""


class Listed(NamedTuple):
    """What stood at a day's end, and the first certificate that begins later."""

    groups: Mapping[str, CertificateFact]
    later: CertificateFact | None


def standings(
    certificates: Iterable[CertificateFact],
    policy: Policy,
    until: date,
    at_risk_as: str = "",
) -> dict[str, Standing]:
    """Say of each household on a list under which column it counts, once.

    The first group of the policy that a competent department certified; who is
    certified in none is told who is missing, and does not count.

    Parameters
    ----------
    certificates : iterable of CertificateFact
        In the order of recording.
    until : datetime.date
        The month's last day.
    at_risk_as : str
        What a family at risk counts under; any word that is no column leaves it to
        its monitoring list.

    Examples
    --------
    >>> from rules.policy import county_policy
    >>> day = date(2026, 1, 5)
    >>> rows = [CertificateFact("A", "其他脱贫户", "乡村振兴", day, False, day),
    ...         CertificateFact("A", "低保户", "民政", None, False, day),
    ...         CertificateFact("B", "低保户", None, None, False, day)]
    >>> found = standings(rows, county_policy("990001"), date(2026, 1, 31))
    >>> found["A"].group, found["B"].group, str(found["B"].why)
    ('低保户', '', 'listed as 低保户, certified by nobody yet: 民政')
    """
    return {
        household_id: _standing(listed, policy, at_risk_as)
        for household_id, listed in at_days_end(certificates, until).items()
    }


def at_days_end(
    certificates: Iterable[CertificateFact], until: date
) -> dict[str, Listed]:
    """Return by household what its lists said at the end of a day.

    A certificate counts from its own day, or from ever if that is not known, however
    late it was recorded.  That an entry ended, or lost its certificate, has no day but
    the one on which it was recorded.
    """
    stood: dict[str, dict[str, CertificateFact]] = {}
    later: dict[str, CertificateFact] = {}
    for fact in certificates:
        own = stood.setdefault(fact.household_id, {})
        certified = fact.certified_by and not fact.removed
        begins = fact.certified_on if certified else fact.recorded_on
        if begins is not None and begins > until:
            if certified:
                later.setdefault(fact.household_id, fact)
        elif fact.removed:
            own.pop(fact.group, None)
        else:
            own[fact.group] = fact
    return {id_: Listed(own, later.get(id_)) for id_, own in stood.items()}


def _standing(listed: Listed, policy: Policy, at_risk_as: str) -> Standing:
    known = [group for group in policy.groups if group.id in listed.groups]
    first = next((g for g in known if _certified(g, listed)), None)
    if first is None:
        return Standing("", _why_not(known, listed))
    if first.id in REPORT_GROUPS:
        return Standing(first.id, certified=first.id)
    told = REPORTED_AS.get(first.id, ())
    if at_risk_as in told:
        return Standing(at_risk_as, certified=first.id)
    named = next((group for group in told if group in listed.groups), "")
    why = None if named else _no_column(first.id, told)
    return Standing(named, why, first.id)


def _certified(group: Group, listed: Listed) -> bool:
    return listed.groups[group.id].certified_by in group.certified_by


def _why_not(known: list[Group], listed: Listed) -> Remark:
    if listed.later is not None:
        message = N_("certified as {group} on {day}, after the month's end")
        day = listed.later.certified_on.isoformat()
        values = {"group": listed.later.group, "day": day}
        return Remark(message=message, values=values)
    if not known:
        return NO_LIST
    asked = dict.fromkeys(name for group in known for name in group.certified_by)
    groups = "、".join(group.id for group in known)
    if not asked:
        message = N_("listed as {groups}; the policy names nobody who certifies it")
        return Remark(message=message, values={"groups": groups})
    message = N_("listed as {groups}, certified by nobody yet: {departments}")
    values = {"groups": groups, "departments": "、".join(asked)}
    return Remark(message=message, values=values)


def _no_column(group: str, told: tuple[str, ...]) -> Remark:
    if not told:
        message = N_("certified as {group}, for which the form has no column")
        return Remark(message=message, values={"group": group})
    message = N_("certified as {group}; no list tells whether as {columns}")
    values = {"group": group, "columns": "、".join(told)}
    return Remark(message=message, values=values)
