"""A second process that seals rows, so that the first can record them meanwhile.

It is told the key of the blind index and the rows through a pipe, answers through
another, and ends when the pipe does: it never outlives its work.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO

import pyarrow as pa

from ledger.blind_index import KEY_BYTES, BlindIndex
from ledger.sealing import sealed_batch, table_name
from rules.errors import WorkspaceError
from rules.language import N_

_ROOT = Path(__file__).parents[1]
_COMMAND = (sys.executable, "-W", "ignore", "-m", "ledger.sealer")


def sealed_apart(
    batches: Sequence[pa.RecordBatch], index_of: BlindIndex
) -> Iterator[pa.RecordBatch]:
    """Yield for each batch what :func:`ledger.sealing.sealed_batch` returns for it.

    Raises
    ------
    WorkspaceError
        If the other process ended too early.
    """
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    child = subprocess.Popen(_COMMAND, cwd=_ROOT, **pipes)
    answers: SimpleQueue[pa.RecordBatch | None] = SimpleQueue()
    threads = [
        Thread(target=_feed, args=(child.stdin, batches, index_of.key), daemon=True),
        Thread(target=_listen, args=(child.stdout, answers), daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in batches:
            answer = answers.get()
            if answer is None:
                raise WorkspaceError(
                    N_("the process that seals rows ended; nothing was recorded")
                )
            yield answer
    finally:
        child.kill()
        child.wait()
        for thread in threads:
            thread.join()


def _feed(pipe: IO[bytes], batches: Sequence[pa.RecordBatch], key: bytes) -> None:
    try:
        with pipe:
            pipe.write(key)
            for batch in batches:
                _send(pipe, batch)
    except OSError:
        return  # it ended; who waits for its answer says so


def _listen(pipe: IO[bytes], answers: SimpleQueue) -> None:
    with pipe:
        for batch in _received(pipe):
            answers.put(batch)
    answers.put(None)


def _send(pipe: IO[bytes], batch: pa.RecordBatch) -> None:
    with pa.ipc.new_stream(pipe, batch.schema) as stream:
        stream.write_batch(batch)
    pipe.flush()


def _received(pipe: IO[bytes]) -> Iterator[pa.RecordBatch]:
    """Yield batches until the pipe ends, be it in the middle of one."""
    while pipe.peek(1):
        try:
            with pa.ipc.open_stream(pipe) as stream:
                yield from stream
        except (pa.ArrowInvalid, OSError):
            return


class _WithoutPandas:
    """Arrow loads pandas, for a second or two, only to ask whether a list is of it."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse pandas, and leave every other module to the other finders."""
        if name == "pandas":
            raise ImportError(name)


def _seal_all() -> None:
    from ledger.schema import place

    tables = place.metadata.tables
    index_of = BlindIndex(sys.stdin.buffer.read(KEY_BYTES))
    for batch in _received(sys.stdin.buffer):
        name = table_name(batch)
        _send(sys.stdout.buffer, sealed_batch(tables[name], batch, index_of))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends it
    sys.meta_path.insert(0, _WithoutPandas())
    _seal_all()
