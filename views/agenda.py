"""Part of a page: the meeting, what of it is carried away, and its agenda."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from desk.agenda_table import MONTHS, PLACE, agenda_of, agenda_table, offered
from desk.agendas import agendas, drop_agenda, may_keep, save_agenda
from desk.case_hand import Hand
from desk.shelf import CountyShelf
from desk.stamps import file_name
from rules.adcode import Level
from rules.agenda import MEETING, MOST_MONTHS, Agenda, usual_agenda
from rules.errors import PlanningError
from rules.language import N_, translator
from views import cache, choice
from views.words import _, error_text, plain

TOLD = "agenda-told"
PAPERS = {
    ".html": (N_("One file to carry (HTML)"), ":material/download:", "text/html"),
    ".pdf": (N_("One page (PDF)"), ":material/print:", "application/pdf"),
}


def show(shelf: CountyShelf, day: date | None = None) -> None:
    """Show the way into the meeting, its files and, for who may, its agenda."""
    st.subheader(_("Meeting"))
    kept = {one.agenda_id: one for one in agendas(shelf.workspace)}
    chosen = _ask_agenda(kept)
    day = day or shelf.day
    words = {"day": day.isoformat(), "lang": choice.language()}
    address = urlencode(words | {"agenda": chosen.agenda_id})
    with st.container(horizontal=True, gap="small"):
        st.link_button(
            _("Meeting mode"),
            f"/meeting?{address}",
            icon=":material/slideshow:",
            type="primary",
        )
        for ending in PAPERS:
            _offer(shelf, chosen, day, ending)
    with st.container():  # also with nothing in it: what follows keeps its place
        _tell()
    st.caption(
        _("Full screen with F; on with →, the space bar or a clicker; back with ←.")
    )
    if may_keep(choice.acting()):
        with st.expander(_("Change the agenda")):
            _edit(shelf, chosen)


def _ask_agenda(kept: dict[str, Agenda]) -> Agenda:
    asked = choice.ask_one(
        _("Agenda"),
        ["", *kept],
        "agenda",
        lambda id_: kept[id_].title if id_ else _(MEETING),
    )
    return kept[asked] if asked else usual_agenda()


def _offer(shelf: CountyShelf, chosen: Agenda, day: date, ending: str) -> None:
    label, icon, media = PAPERS[ending]
    state, lang = shelf.newest(), choice.language()
    name = file_name(shelf.workspace, _titled(chosen), ending)
    st.download_button(
        _(label),
        lambda: cache.meeting_file(shelf.version, state, chosen, day, ending, lang),
        file_name=name,
        mime=media,
        icon=icon,
        key=f"meeting{ending}",
        on_click="ignore",
    )


def _edit(shelf: CountyShelf, chosen: Agenda) -> None:
    towns, say = _towns(shelf), translator(choice.language())
    table = agenda_table(chosen, towns, say)
    columns = {
        name: st.column_config.SelectboxColumn(options=options)
        for name, options in offered(towns, say).items()
    }
    columns[say(PLACE)] = st.column_config.NumberColumn(min_value=1, step=1)
    columns[say(MONTHS)] = st.column_config.NumberColumn(
        min_value=1, max_value=MOST_MONTHS, step=1
    )
    own = chosen.agenda_id or "usual"
    key = f"agenda-{own}-{choice.language()}"
    filled = choice.ask_table(table, key, columns)
    title = choice.ask_text(
        _("Title of the agenda"),
        f"agenda-title-{own}",
        hint=_("such as: Weekly meeting"),
        value=chosen.title if chosen.agenda_id else "",
    )
    with st.container(horizontal=True, gap="small"):
        if st.button(_("Keep as a new agenda"), icon=":material/save:"):
            _keep(shelf, replace(chosen, agenda_id="", title=title), filled)
        if not chosen.agenda_id:
            return
        if st.button(_("Change this agenda")):
            _keep(shelf, replace(chosen, title=title), filled)
        _offer_drop(shelf, chosen)


def _offer_drop(shelf: CountyShelf, chosen: Agenda) -> None:
    """Drop an agenda only by a second button, which names it."""
    with st.popover(_("Drop this agenda"), icon=":material/delete:"):
        name = plain(chosen.title)
        st.markdown(_("Drop the agenda {title} for good?", title=f"**{name}**"))
        if st.button(_("Yes, drop it"), key=f"drop-{chosen.agenda_id}"):
            _drop(shelf, chosen)


def _keep(shelf: CountyShelf, named: Agenda, filled: object) -> None:
    towns, say = _towns(shelf), translator(choice.language())
    try:
        agenda = agenda_of(filled, named, towns, say)
        kept = save_agenda(Hand(shelf.workspace, choice.acting()), agenda)
    except PlanningError as error:
        st.error(error_text(error))
        return
    _told(_("The agenda is kept: {title}.", title=agenda.title))
    choice.arrive_at("agenda", kept)


def _drop(shelf: CountyShelf, chosen: Agenda) -> None:
    try:
        drop_agenda(Hand(shelf.workspace, choice.acting()), chosen.agenda_id)
    except PlanningError as error:
        st.error(error_text(error))
        return
    _told(_("The agenda is dropped: {title}.", title=chosen.title))
    choice.arrive_at("agenda", "")


def _titled(chosen: Agenda) -> str:
    return chosen.title if chosen.agenda_id else _(MEETING)


def _told(words: str) -> None:
    """Leave word for the page that comes next."""
    st.session_state[TOLD] = words


def _tell() -> None:
    words = st.session_state.pop(TOLD, "")
    if words:
        st.success(words, icon=":material/check:")


def _towns(shelf: CountyShelf) -> dict[str, str]:
    places = shelf.places().items()
    return {code: name for code, name in places if len(code) == Level.TOWN}
