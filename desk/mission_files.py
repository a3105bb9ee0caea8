"""The files of a mission: papers, ways, lists, links, one after the other."""

import csv
import io
from collections.abc import Iterator, Mapping

from desk.mission_record import Mission
from desk.mission_sheets import team_book, team_links, team_sheets
from desk.shelf import CountyShelf
from reports.route_files import route_gpx, route_kml
from reports.team_pdf import team_pdf
from reports.visit_workbook import visit_workbook

LINK_COLUMNS = ("team", "name", "doors", "link", "token")


def mission_files(
    shelf: CountyShelf,
    mission: Mission,
    *,
    language: str,
    tokens: Mapping[str, str] | None = None,
    address: str = "",
    each: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file of a mission, the most needed first.

    A PDF with the papers of all teams, each beginning on a page of its own, one for
    ``each`` team besides if asked, GPX, KML, the workbook that can be typed into, and
    the links where their secrets are at hand.
    """
    sheets = team_sheets(
        shelf, mission, language=language, tokens=tokens, address=address
    )
    start = mission.mission_id
    yield f"{start}-teams.pdf", team_pdf(sheets)
    for sheet in sheets if each else ():
        yield f"{start}-team-{int(sheet.team):02d}.pdf", team_pdf([sheet])
    yield f"{start}.gpx", route_gpx(sheets)
    yield f"{start}.kml", route_kml(sheets)
    yield f"{start}-teams.xlsx", visit_workbook(team_book(sheets))
    if tokens:
        yield f"{start}-links.csv", links_csv(mission, tokens, address)


def links_csv(mission: Mission, tokens: Mapping[str, str], address: str) -> bytes:
    """Write the link of each team; whoever has it may act for the team."""
    links = team_links(address, tokens)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(LINK_COLUMNS)
    for team in mission.teams:
        told = (links.get(team.team, ""), tokens.get(team.team, ""))
        writer.writerow((team.team, team.name, team.doors, *told))
    return text.getvalue().encode("utf-8-sig")
