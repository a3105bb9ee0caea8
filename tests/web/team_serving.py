"""The page of a team over a small county, with and without a network."""

import socket
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from web.guard import Guard
from web.routes import routes


def app_over(workspace):
    guard = Middleware(Guard, hosts=["localhost", "127.0.0.1"])
    shelf = SimpleNamespace(workspace=workspace)
    return Starlette(routes=routes(lambda: shelf), middleware=[guard])


@contextmanager
def served(app):
    """Serve an application; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"log_level": "error", "ws": "none"}
    server = uvicorn.Server(uvicorn.Config(app, port=port, **quiet))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
