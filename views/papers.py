"""Page: what is handed up, pointed out, posted and printed."""

import streamlit as st

from desk.current import current_shelf
from desk.notice_frame import may_make
from desk.notices import NOTICE_KINDS
from rules.language import N_
from views import choice, map_print, notices_page
from views.words import _

VIEWS = {
    "notices": (N_("Notices"), notices_page.show),
    "maps": (N_("Printed maps"), map_print.show),
}

shelf, acting = current_shelf(), choice.acting()
st.title(_("Notices and maps"))
view = "maps"
if any(may_make(acting, kind) for kind in NOTICE_KINDS):
    names = {name: _(title) for name, (title, _show) in VIEWS.items()}
    view = choice.ask_view(_("Show"), list(VIEWS), "papers-view", names.__getitem__)
VIEWS[view][1](shelf)
