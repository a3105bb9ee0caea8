"""Payments of a case (rules M1, M2, M3), in whole yuan."""

from dataclasses import replace
from secrets import token_hex

from desk.case_hand import (
    Hand,
    Recorded,
    Seen,
    key_of,
    on_case,
    recorded,
    require_allowed,
    step_row,
    with_task,
)
from desk.case_stale import one_more
from ledger.case_rows import current
from ledger.roles import require_may_act
from ledger.schema import case_step, household, payment
from ledger.writing import Transaction
from rules.casefile import CaseFile, Paid, StepDone
from rules.casework import judge_step
from rules.errors import CaseError
from rules.money import net, owed
from rules.payments import judge_payment
from rules.vocabulary import LEVELS, PAYEES

FINANCE, HOUSEHOLD = LEVELS[-1], PAYEES[0]
PAID = "paid"


def record_payment(
    hand: Hand, what: Seen, paid: Paid, *, account: str = ""
) -> Recorded:
    """Record a payment; the step follows by itself once all that is owed is paid.

    Parameters
    ----------
    account : str
        Where it went; the household's own on record if not given.

    Raises
    ------
    CaseError
        If the policy does not allow it: amount, payee, advance, or too early.
    AccessError, StaleEditError
        As :func:`desk.casework.take_step`.
    """
    if not isinstance(paid.amount_cny, int) or isinstance(paid.amount_cny, bool):
        raise CaseError("{amount} is not in whole yuan", amount=paid.amount_cny)
    with on_case(hand, what, one_more("payments", paid)) as (transaction, record):
        file = with_task(record.file)
        require_may_act(hand.acting, FINANCE, file.village_code)
        paid, account = _to_account(transaction, file, paid, account)
        verdict = judge_payment(file, hand.policy, paid, hand.day)
        require_allowed(verdict)
        entry = hand.entry(transaction, "pay", verdict, "money")
        entry.write(payment, [_row(file, paid, account)])
        after = replace(file, payments=(*file.payments, paid))
        seq = _paid_in_full(hand, transaction, after, paid) or entry.seq
    return recorded(file, seq, verdict)


def _to_account(
    transaction: Transaction, file: CaseFile, paid: Paid, account: str
) -> tuple[Paid, str]:
    """Say whether the money goes to the household's own account, as far as known."""
    if paid.payee != HOUSEHOLD:
        return paid, account
    home = current(transaction.connection, household, household_id=file.household_id)
    own = (home or {}).get("account") or ""
    account = account or own
    if own and account:
        return replace(paid, to_own_account=account == own), account
    return paid, account


def _row(file: CaseFile, paid: Paid, account: str) -> dict[str, object]:
    return key_of(file) | {
        "payment_id": f"{file.case_id}-{token_hex(4)}",
        "source": paid.source,
        "amount_cny": paid.amount_cny,
        "kind": paid.kind,
        "payee": paid.payee,
        "account": account or None,
        "paid_on": paid.on,
    }


def _paid_in_full(
    hand: Hand, transaction: Transaction, file: CaseFile, paid: Paid
) -> int | None:
    """Take the step of payment if nothing is owed any more; returns its entry."""
    due = owed(file, hand.policy).amount_cny
    if due is None or net(file.payments) < due or file.done(PAID):
        return None
    done = StepDone(step=PAID, on=paid.on)
    verdict = judge_step(file, hand.policy, done, hand.day)
    if not verdict.allowed:
        return None
    entry = hand.entry(transaction, PAID, verdict)
    entry.write(case_step, [step_row(hand, file, done, verdict)])
    return entry.seq
