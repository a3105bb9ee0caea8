"""What the teams of a mission take with them: papers, ways, links for their phones."""

from collections.abc import Mapping
from itertools import cycle
from urllib.parse import urlsplit

import streamlit as st

from desk.case_hand import Hand
from desk.mission_base import base_of
from desk.mission_record import Mission
from desk.mission_sheets import TEAM_PATH, team_book, team_links, team_sheets
from desk.missions import CLOSED, new_tokens
from desk.shelf import CountyShelf
from reports.qr_code import qr_png
from reports.route_files import route_gpx, route_kml
from reports.team_pdf import team_pdf
from reports.visit_workbook import visit_workbook
from rules.errors import PlanningError
from views import choice
from views.words import _, error_text, plain

QR_PX = 170
ONLY_HERE = ("localhost", "127.0.0.1", "::1")
ACROSS = 2


def place_of(shelf: CountyShelf, text: str) -> tuple[float, float]:
    """Read a base typed in; raises as :func:`desk.mission_base.base_of` does."""
    return base_of(shelf, text)


def keep_tokens(mission_id: str, tokens: Mapping[str, str]) -> None:
    """Keep the secrets of a mission's links for as long as the page is open."""
    choice.keep(f"tokens-{mission_id}", dict(tokens))


def show(shelf: CountyShelf, mission: Mission, may: bool) -> None:
    """Offer the files of a mission, and the links of its teams."""
    tokens = choice.kept(f"tokens-{mission.mission_id}") or {}
    address = _address()
    _offer_papers(shelf, mission, tokens, address)
    if mission.state != CLOSED:
        with st.expander(_("Links for the phones of the teams"), expanded=False):
            _show_links(shelf, mission, (tokens, address), may)


def _offer_papers(
    shelf: CountyShelf, mission: Mission, tokens: Mapping[str, str], address: str
) -> None:
    key = f"papers-{mission.mission_id}"
    if st.button(_("Make the papers of the teams"), icon=":material/print:"):
        asked = {"language": choice.language(), "tokens": tokens, "address": address}
        try:
            with st.spinner(_("Drawing the papers…")):
                sheets = team_sheets(shelf, mission, **asked)
                choice.keep(key, _files(sheets, mission.mission_id))
        except PlanningError as error:
            st.error(error_text(error))
            return
    files = choice.kept(key)
    for column, (label, name, content) in zip(cycle(st.columns(ACROSS)), files or ()):
        column.download_button(
            label, content, file_name=name, width="stretch", key=f"get-{name}"
        )


def _files(sheets: tuple, start: str) -> list[tuple[str, str, bytes]]:
    return [
        (_("Papers (PDF)"), f"{start}.pdf", team_pdf(sheets)),
        ("GPX", f"{start}.gpx", route_gpx(sheets)),
        ("KML", f"{start}.kml", route_kml(sheets)),
        (_("Lists (Excel)"), f"{start}.xlsx", visit_workbook(team_book(sheets))),
    ]


def _show_links(
    shelf: CountyShelf,
    mission: Mission,
    known: tuple[Mapping[str, str], str],
    may: bool,
) -> None:
    tokens, address = known
    if tokens:
        st.caption(
            _("Whoever has a link may act for the team. It is shown until this page "
              "is closed, and kept nowhere else.")
        )  # fmt: skip
        _draw_links(tokens, address)
    else:
        st.caption(_("Links are told once, when a mission is made."))
    if may and st.button(_("New links; the old ones lead nowhere then")):
        try:
            made = new_tokens(
                Hand(shelf.workspace, choice.acting()), mission.mission_id
            )
        except PlanningError as error:
            st.error(error_text(error))
            return
        keep_tokens(mission.mission_id, made)
        choice.arrive_at("mission", mission.mission_id)


def _draw_links(tokens: Mapping[str, str], address: str) -> None:
    links = team_links(address, tokens)
    for team, token in tokens.items():
        name = _("Team {team}", team=team)
        with st.container(horizontal=True):
            if link := links.get(team):
                st.image(qr_png(link), width=QR_PX, caption=name)
            else:
                st.caption(name)
            st.code(link or f"{TEAM_PATH}{token}", language=None, wrap_lines=True)


def _address() -> str:
    """Ask where phones find this program; its own address unless told otherwise."""
    parts = urlsplit(st.context.url or "")
    own = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    asked = choice.ask_text(
        _("Address of this program, as phones see it"), "phone-address", own
    )
    address = asked or own
    if urlsplit(address).hostname in ONLY_HERE:
        st.warning(
            _(
                "No phone can open {address}: it means the phone itself. Give the "
                "address of this computer in the office network, and name it in "
                "ANFANG_HOSTS.",
                address=plain(address),
            )
        )
    return address
