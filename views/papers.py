"""Page: what is handed up, pointed out, posted and printed."""

import streamlit as st

from desk.acting import reads_table
from desk.current import current_shelf
from views import choice, map_print, notices_page
from views.words import _

shelf, acting = current_shelf(), choice.acting()
st.title(_("Notices and maps"))
if reads_table(acting, "retrofit_case"):
    notices_page.show(shelf, acting)
    st.divider()
map_print.show(shelf)
