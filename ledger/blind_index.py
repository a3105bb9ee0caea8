"""Find a person by identity number without a list of identity numbers.

The index is a keyed hash (HMAC-SHA-256).  Its key lies beside the ledger, in a file
of its own: who holds only a copy of the index cannot try out all numbers.
"""

import hmac
import os
from dataclasses import dataclass
from pathlib import Path

from rules.errors import WorkspaceError
from rules.identity import whole_number

KEY_BYTES = 32


@dataclass(frozen=True)
class BlindIndex:
    """The index under one key."""

    key: bytes

    def __call__(self, id_number: str) -> str:
        """Return the index of an identity number, 64 hexadecimal digits.

        The old form of 15 digits and a small ``x`` find the same person.
        """
        told = whole_number(id_number).encode()
        return hmac.digest(self.key, told, "sha256").hex()

    @classmethod
    def beside(cls, ledger: Path) -> "BlindIndex":
        """Read the key of a ledger.

        Raises
        ------
        WorkspaceError
            If it is missing or not a key: numbers could not be found any more.
        """
        path = key_file(ledger)
        key = path.read_bytes() if path.is_file() else b""
        if len(key) != KEY_BYTES:
            raise WorkspaceError(
                "the search key {file} is missing or damaged; restore it from a backup",
                file=path.name,
            )
        return cls(key)


def key_file(ledger: Path) -> Path:
    """Name the file with the key of a ledger."""
    return ledger.with_suffix(".key")


def make_key(ledger: Path) -> None:
    """Write a new key beside a ledger, readable by its owner only; keep an old one."""
    path = key_file(ledger)
    if path.exists():
        return
    unfinished = path.with_suffix(".key.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
