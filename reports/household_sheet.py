"""A household's file for the cabinet (档案): one page of HTML that prints on A4.

It holds its pictures and asks for nothing else, so that it opens on any office PC.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STYLE = """
@page { size: A4; margin: 15mm 14mm; }
* { box-sizing: border-box; }
body { font: 11pt/1.45 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei",
  SimSun, sans-serif; color: #1d2a33; max-width: 190mm; margin: 0 auto; padding: 4mm; }
h1 { font-size: 18pt; margin: 0 0 2mm; }
h2 { font-size: 12.5pt; margin: 6mm 0 1.5mm; border-bottom: 1.5pt solid #1d2a33;
  break-after: avoid; }
p { margin: 0 0 1.5mm; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 0.6pt solid #7b8890; padding: 1mm 2mm; text-align: left;
  vertical-align: top; overflow-wrap: anywhere; }
th { background: #eef1f3; font-weight: 600; }
table.facts th { width: 34mm; }
tr, figure { break-inside: avoid; }
.stamp { float: right; border: 1.5pt solid #b3261e; color: #b3261e; padding: 0 2mm;
  font-weight: 600; }
.pictures { display: flex; flex-wrap: wrap; gap: 4mm; }
figure { margin: 0; width: calc(50% - 2mm); }
figure.wide { width: 100%; }
img { width: 100%; border: 0.6pt solid #7b8890; }
figcaption { font-size: 9.5pt; color: #45525b; }
"""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading and a table; without ``headings``, pairs of name and value."""

    heading: str
    rows: Sequence[Sequence[str]]
    headings: Sequence[str] = ()
    empty: str = ""  # what stands there if there is no row


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image with its caption; ``media`` as in ``image/jpeg``."""

    content: bytes
    media: str
    caption: str
    wide: bool = False


@dataclass(frozen=True, kw_only=True)
class HouseholdSheet:
    """Everything about one household, in the words of the reader."""

    language: str
    title: str
    lead: Sequence[str]
    sections: Sequence[Section]
    pictures: Sequence[Picture] = ()
    pictures_heading: str = ""
    stamp: str = ""


def household_sheet(sheet: HouseholdSheet) -> bytes:
    """Return the page as UTF-8; what is recorded is text, never markup.

    Examples
    --------
    >>> facts = Section(heading="户", rows=[("姓名", "<b>")])
    >>> made = HouseholdSheet(language="zh_CN", title="档案", lead=(), sections=[facts])
    >>> b"&lt;b&gt;" in household_sheet(made)
    True
    """
    stamp = f'<p class="stamp">{escape(sheet.stamp)}</p>' if sheet.stamp else ""
    parts = [stamp, f"<h1>{escape(sheet.title)}</h1>"]
    parts += [f"<p>{escape(line)}</p>" for line in sheet.lead]
    parts += [_section(section) for section in sheet.sections]
    if sheet.pictures:
        parts.append(f"<h2>{escape(sheet.pictures_heading)}</h2>")
        parts.append(f'<div class="pictures">{"".join(map(_picture, sheet.pictures))}')
        parts.append("</div>")
    head = (
        f'<!DOCTYPE html><html lang="{sheet.language.replace("_", "-")}"><head>'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(sheet.title)}</title><style>{STYLE}</style></head><body>"
    )
    return f"{head}{''.join(parts)}</body></html>".encode()


def _section(section: Section) -> str:
    heading = f"<h2>{escape(section.heading)}</h2>"
    if not section.rows:
        return f"{heading}<p>{escape(section.empty)}</p>"
    if not section.headings:
        rows = (
            f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>"
            for name, value in section.rows
        )
        return f'{heading}<table class="facts">{"".join(rows)}</table>'
    head = "".join(f"<th>{escape(name)}</th>" for name in section.headings)
    rows = (
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>"
        for row in section.rows
    )
    body = "".join(rows)
    return f"{heading}<table><thead><tr>{head}</tr></thead>{body}</table>"


def _picture(picture: Picture) -> str:
    data = b64encode(picture.content).decode()
    wide = ' class="wide"' if picture.wide else ""
    caption = escape(picture.caption)
    return (
        f'<figure{wide}><img src="data:{picture.media};base64,{data}" alt="{caption}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )
