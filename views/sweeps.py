"""Page: who lives where it floods or slides, and the sweeps of the year."""

import streamlit as st

from desk.current import current_shelf
from views import watch
from views.words import _

st.title(_("Watch and sweeps"))
watch.show(current_shelf())
