"""Whether a payment may be recorded: to whom, when, and how much (rules M1 to M3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.casefile import CaseFile, Paid
from rules.dossier import CLOSING, acceptance_reasons, ground_of, latest, row_of
from rules.language import N_
from rules.money import COUNTY, TOWN, net, owed, share
from rules.policy import Policy
from rules.policy_tables import Paying
from rules.reasons import Ground, Reason, Verdict, grounds, no, on_record, unknown
from rules.vocabulary import PAYEES, PAYMENT_KINDS, SOURCES

ADVANCE, REFUND, AFTER_ACCEPTANCE = "advance", "refund", ("balance", "whole")
HOUSEHOLD = "household"
AGREEMENT, PAID = "agreement", "paid"  # steps
FINANCE = ("finance",)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A payment as it is judged; ``before_cny`` is what was paid already."""

    file: CaseFile
    policy: Policy
    paid: Paid
    ground: Ground

    @property
    def before_cny(self) -> int:
        return net(self.file.payments)


def judge_payment(file: CaseFile, policy: Policy, paid: Paid, on: date) -> Verdict:
    """Judge a payment before it is recorded.

    Parameters
    ----------
    file : CaseFile
        With the payments made so far, this one not among them.
    on : datetime.date
        Today: no payment lies in the future.

    Returns
    -------
    Verdict
        Less than the reference standard warns; more than the real cost, an advance
        above its ratio, a balance before acceptance, a payee whom the policy does
        not name, or money for a builder without an agreement are refused.

    Examples
    --------
    >>> from rules.policy import county_policy
    >>> case = CaseFile(case_id="1", household_id="1", village_code="",
    ...     task="dangerous_house_retrofit", opened_on=date(2026, 1, 1))
    >>> gift = Paid(source="县长", amount_cny=1, kind="whole", payee="household",
    ...     on=date(2026, 1, 2))
    >>> verdict = judge_payment(case, county_policy("370300"), gift, date(2026, 1, 2))
    >>> verdict.allowed, str(verdict.reasons[0])
    (False, '县长 is no source of money; sources are: 中央, 省级, 省级以下')
    """
    rows = _rows(file, policy, paid)
    ground = ground_of(policy, rows[0]) if rows else _paying_ground(policy)
    asked = _Asked(file=file, policy=policy, paid=paid, ground=ground)
    reasons = list(_word_reasons(asked, on)) or [
        *_closed_reasons(asked),
        *_amount_reasons(asked),
        *_payee_reasons(asked, rows),
        *(_advance_reasons(asked) if paid.kind == ADVANCE else ()),
        *(_final_reasons(asked) if paid.kind in AFTER_ACCEPTANCE else ()),
    ]
    return Verdict(**grounds(ground, reasons, _warnings(asked)))


def below_reference(file: CaseFile, policy: Policy, more_cny: int = 0) -> list[Reason]:
    """Warn where payments, with some more yuan, stay below what is owed (rule M1)."""
    due, total = owed(file, policy), net(file.payments) + more_cny
    if due.amount_cny is None or total >= due.amount_cny:
        return []
    message = N_("{total} yuan in all stay below the reference of {owed} yuan")
    return [no(due.ground, message, total=total, owed=due.amount_cny)]


def _word_reasons(asked: _Asked, on: date) -> Iterator[Reason]:
    paid, ground = asked.paid, asked.ground
    if paid.source not in SOURCES:
        message = N_("{word} is no source of money; sources are: {known}")
        yield on_record(ground, message, word=paid.source, known=", ".join(SOURCES))
    if paid.kind not in PAYMENT_KINDS:
        message = N_("{word} is no kind of payment; kinds are: {known}")
        yield on_record(ground, message, word=paid.kind, known=", ".join(PAYMENT_KINDS))
    if paid.payee not in PAYEES:
        message = N_("{word} is no payee; payees are: {known}")
        yield on_record(ground, message, word=paid.payee, known=", ".join(PAYEES))
    if paid.on > on:
        message = N_("{day} lies in the future")
        yield on_record(ground, message, day=paid.on.isoformat())


def _closed_reasons(asked: _Asked) -> Iterator[Reason]:
    closed = latest(asked.file, CLOSING)
    if closed and asked.paid.kind != REFUND:
        message = N_("the case was closed on {day}; going back needs a reason")
        yield on_record(asked.ground, message, day=closed.on.isoformat())


def _amount_reasons(asked: _Asked) -> Iterator[Reason]:
    amount, refund = asked.paid.amount_cny, asked.paid.kind == REFUND
    total = asked.before_cny + amount
    if amount == 0 or (amount < 0) is not refund:
        message = N_("{amount} yuan: a refund is negative, any other payment positive")
        yield on_record(asked.ground, message, amount=amount)
    elif total < 0:
        message = N_("{amount} yuan are more than the {before} yuan that were paid")
        yield on_record(asked.ground, message, amount=-amount, before=asked.before_cny)
    cost, due = asked.file.real_cost_cny, owed(asked.file, asked.policy)
    if not refund and cost is not None and total > cost:
        message = N_("{total} yuan in all exceed the real cost of {cost} yuan")
        yield no(due.ground, message, total=total, cost=cost)


def _payee_reasons(asked: _Asked, rows: list[Paying]) -> Iterator[Reason]:
    paid, file, policy = asked.paid, asked.file, asked.policy
    if paid.kind == REFUND or not policy.paying:
        return
    sure = [row for row in rows if _concerns(row, file, policy)]
    if not rows:
        yield from _wrong_payee(asked)
    elif not sure:
        message = N_("who builds, or the certified group, decides the payee: not known")
        yield unknown(asked.ground, TOWN, message)
    bound = bool(rows) and all(row.agreement for row in sure or rows)
    if bound and not _agreed(file, policy):
        message = N_("a builder is paid only under a signed agreement; none is on file")
        yield no(asked.ground, message)
    if paid.payee == HOUSEHOLD and paid.to_own_account is False:
        message = N_("the account is not the household's own")
        yield no(asked.ground, message)
    elif paid.payee == HOUSEHOLD and paid.to_own_account is None:
        message = N_("whether the account is the household's own is not known")
        yield unknown(asked.ground, FINANCE, message)


def _wrong_payee(asked: _Asked) -> Iterator[Reason]:
    file, policy = asked.file, asked.policy
    meant = [row for row in policy.paying if _concerns(row, file, policy)]
    if not meant:
        message = N_("the policy names no payee for this builder and this group")
        yield unknown(asked.ground, COUNTY, message)
        return
    message = N_("this money goes to the {payee}, not to the {other}")
    yield no(
        ground_of(policy, meant[0]),
        message,
        payee=meant[0].payee,
        other=asked.paid.payee,
    )


def _advance_reasons(asked: _Asked) -> Iterator[Reason]:
    payee = asked.paid.payee
    rows = [r for r in asked.policy.paying if r.advance_ratio and r.payee == payee]
    able = [r for r in rows if _concerns(r, asked.file, asked.policy) is not False]
    due = owed(asked.file, asked.policy)
    base = due.standard_cny if due.amount_cny is None else due.amount_cny
    if not able:
        message = N_("the policy provides for no advance to this builder")
        yield no(ground_of(asked.policy, rows[0]) if rows else asked.ground, message)
    elif not _concerns(able[0], asked.file, asked.policy):
        message = N_("who builds is not on record; it decides whether there is advance")
        yield unknown(ground_of(asked.policy, able[0]), TOWN, message)
    elif base is None:
        yield from due.reasons
    else:
        yield from _above_ratio(asked, able[0], base)


def _above_ratio(asked: _Asked, row: Paying, base_cny: int) -> Iterator[Reason]:
    advances = [one for one in asked.file.payments if one.kind == ADVANCE]
    total = net(advances) + asked.paid.amount_cny
    most = share(base_cny, row.advance_ratio)
    if total > most:
        message = N_("{total} yuan in advance exceed {most}, {percent} % of {base}")
        yield no(
            ground_of(asked.policy, row),
            message,
            total=total,
            most=most,
            percent=f"{row.advance_ratio:.0%}".removesuffix("%"),
            base=base_cny,
        )


def _final_reasons(asked: _Asked) -> Iterator[Reason]:
    file, policy = asked.file, asked.policy
    ground = _paying_ground(policy)
    yield from acceptance_reasons(file, policy, ground, asked.paid.on)
    due = owed(file, policy)
    if due.standard_cny is not None:
        yield from due.reasons


def _warnings(asked: _Asked) -> list[Reason]:
    if asked.paid.kind not in AFTER_ACCEPTANCE:
        return []
    return below_reference(asked.file, asked.policy, asked.paid.amount_cny)


def _rows(file: CaseFile, policy: Policy, paid: Paid) -> list[Paying]:
    """Return the rows that let this payee be paid, for all that is known."""
    return [
        row
        for row in policy.paying
        if row.payee == paid.payee and _concerns(row, file, policy) is not False
    ]


def _concerns(row: Paying, file: CaseFile, policy: Policy) -> bool | None:
    answers = []
    if row.builders:
        known = file.builder is not None
        answers.append(file.builder in row.builders if known else None)
    if row.groups:
        counted = _counted_group(file, policy)
        answers.append(counted in row.groups if counted else None)
    return False if False in answers else None if None in answers else True


def _counted_group(file: CaseFile, policy: Policy) -> str | None:
    """Return the one group a household counts under (rule G2), if certified."""
    if not file.identity:
        return None
    order = [group.id for group in policy.groups]
    return next((group for group in order if group in file.groups), None)


def _agreed(file: CaseFile, policy: Policy) -> bool:
    papers = [p.id for p in policy.documents if p.from_step == AGREEMENT]
    if papers:
        return any(paper in file.documents for paper in papers)
    return latest(file, AGREEMENT) is not None


def _paying_ground(policy: Policy) -> Ground:
    row = row_of(policy, PAID)
    return ground_of(policy, row) if row else Ground()
