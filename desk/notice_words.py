"""How a paper in Chinese cites a document, writes a share, and gives a reason."""

import re
from collections.abc import Iterable

from reports.letter import percent
from rules.parameters import load_parameters
from rules.policy import Policy
from rules.remarks import Remark

CHINESE = "zh_CN"
FULL_WIDTH = str.maketrans("(),;", "（）、；")
NEAR_A_NUMBER = re.compile(r"(?<=[^\x00-\x7f]) (?=\d)|(?<=\d) (?=[%年月\u4e00-\u9fff])")


def cited(document: str, clause: str) -> str:
    """Cite a document with its clause, as a paper of an office does.

    A clause that was taken over from another county's document is told as such, by
    the name of that document.

    Examples
    --------
    >>> cited("淄建发〔2022〕48号", "二(四)")
    '淄建发〔2022〕48号二（四）'
    >>> cited("安和县办法", "二(二)")
    '《安和县办法》二（二）'
    >>> cited("安和县办法", "河南 三(三)")
    '《安和县办法》（参照豫脱贫办〔2019〕19号三（三））'
    """
    parts = [part.strip() for part in clause.split(";")]
    taken = [told for told in map(_taken_over, parts) if told]
    own = [_clause(part) for part in parts if not _taken_over(part)]
    told = titled(document) + "、".join(own)
    return f"{told}（参照{'，'.join(taken)}）" if taken else told


def cited_of(policy: Policy, table: str, entry_id: str, clause: str) -> str:
    """Cite the document that an entry of a policy came from, see :func:`cited`."""
    return cited(policy.origins.get((table, entry_id), policy.document), clause)


def titled(document: str) -> str:
    """Set the name of a document in its marks; a bare document number has none."""
    return document if document.endswith(("号", "约定")) else f"《{document}》"


def said_of(why: Iterable[Remark]) -> str:
    """Say reasons in Chinese as one sentence without its stop."""
    return tidy("；".join(remark.told(CHINESE).rstrip("。.") for remark in why))


def tidy(text: str) -> str:
    """Leave no space beside a number, as in print.

    Examples
    --------
    >>> tidy("逾期 4 户，占 31.8 %")
    '逾期4户，占31.8%'
    """
    return NEAR_A_NUMBER.sub("", text)


def share_of(part: int, whole: int) -> str:
    """Write a share in per cent, ``/`` of nothing."""
    return percent(part / whole if whole else None)


def _taken_over(clause: str) -> str:
    """Name the other document a clause is of; ``""`` if it is the document's own."""
    for short, name in load_parameters("notices")["cited"]["names"].items():
        if clause.startswith(f"{short} "):
            return titled(name) + _clause(clause.removeprefix(f"{short} "))
    return ""


def _clause(clause: str) -> str:
    return clause.replace(", ", "、").replace(" ", "").translate(FULL_WIDTH)
