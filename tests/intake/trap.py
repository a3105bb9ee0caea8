"""What a hostile file wants: a secret to be read, and somebody to be called."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom
from secrets import token_hex
from threading import Thread

import numpy as np
import rasterio
from affine import Affine


@dataclass
class Trap:
    """Files outside that hold a secret, and a socket that counts who calls.

    Attributes
    ----------
    folder : Path
        Where the files with the secret are: ``canary.csv .geojson .tif .txt``.
    port : int
        Of this machine, where somebody listens.
    word, number : str, int
        The secret, as text and as the value of every cell of a raster.
    calls : list
        Addresses of those who called.
    """

    folder: Path
    port: int
    word: str = field(default_factory=lambda: token_hex(8))
    number: int = field(default_factory=lambda: SystemRandom().randrange(10**6, 10**7))
    calls: list[object] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address of who listens."""
        return f"http://127.0.0.1:{self.port}"

    def file(self, suffix: str) -> Path:
        """Return a file that holds the secret."""
        return self.folder / f"canary{suffix}"

    def leaks(self, text: str) -> bool:
        """Tell whether a text holds the secret."""
        return self.word in text or str(self.number) in text


def filled(text: str, trap: Trap) -> str:
    """Put addresses of the trap in the place of ``@URL@``, ``@TXT@``, ``@CSV@`` …"""
    for suffix in (".csv", ".geojson", ".tif", ".txt"):
        text = text.replace(f"@{suffix[1:].upper()}@", str(trap.file(suffix)))
    return text.replace("@URL@", trap.url).replace("@PORT@", str(trap.port))


def lay(trap: Trap) -> None:
    """Write the files that hold the secret."""
    trap.folder.mkdir(parents=True)
    point = '{"type": "Point", "coordinates": [104.5, 31.25]}'
    trap.file(".txt").write_text(trap.word)
    trap.file(".csv").write_text(f"name,lon,lat\n{trap.word},104.5,31.25\n")
    trap.file(".geojson").write_text(
        f'{{"type": "Feature", "properties": {{"name": "{trap.word}"}}, '
        f'"geometry": {point}}}'
    )
    profile = {"driver": "GTiff", "count": 1, "height": 2, "width": 3}
    profile |= {"dtype": "float64", "crs": "EPSG:4490"}
    place = Affine(0.01, 0, 104.5, 0, -0.01, 31.3)
    with rasterio.open(trap.file(".tif"), "w", transform=place, **profile) as raster:
        raster.write(np.full((1, 2, 3), trap.number, np.float64))


@contextmanager
def laid(folder: Path) -> Iterator[Trap]:
    """Lay a trap; whoever calls while it is open is written down and sent away."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        trap = Trap(folder, door.getsockname()[1])
        lay(trap)
        watch = Thread(target=_listen, args=(door, trap.calls), daemon=True)
        watch.start()
        yield trap
        door.shutdown(socket.SHUT_RDWR)
        watch.join(timeout=5)


def _listen(door: socket.socket, calls: list[object]) -> None:
    while True:
        try:
            caller, address = door.accept()
        except OSError:  # it was closed
            return
        calls.append(address)
        caller.close()
