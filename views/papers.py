"""Page: what is handed up, pointed out, posted and printed."""

import streamlit as st

from desk.current import current_shelf
from desk.notice_frame import may_make
from desk.notices import NOTICE_KINDS
from views import choice, map_print, notices_page
from views.words import _

shelf, acting = current_shelf(), choice.acting()
st.title(_("Notices and maps"))
if any(may_make(acting, kind) for kind in NOTICE_KINDS):
    notices_page.show(shelf)
    st.divider()
map_print.show(shelf)
