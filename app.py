"""Entry point: ``streamlit run app.py``.  Joins the parts of the one process."""

import os
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware

from desk.current import current_shelf, publish_ahead
from rules.times import keep_china_time
from web.guard import Guard
from web.routes import routes

# Our matrices are small: threads would only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

keep_china_time()
app = st.App(
    "views/frame.py", routes=routes(current_shelf), middleware=[Middleware(Guard)]
)
Thread(target=publish_ahead, name="publish-ahead", daemon=True).start()
