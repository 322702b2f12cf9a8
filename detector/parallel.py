"""
Parallel: one function over many pieces of work, on all cores, with the same answers in the same order.

In: a pure function and its pieces. Out: its answers, piece by piece. The processes are forked when the work begins, so that they
see all that the function refers to, without a copy; only answers travel. Where processes cannot be forked safely (elsewhere than
on Linux), and for one piece of work, the function runs in this process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from detector.errors import WorkerError

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


def count_cores() -> int:
    """Count the cores that this process may use, at least 1."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_order(function: Callable[[Piece], Answer], pieces: Sequence[Piece], n_jobs: int) -> Iterator[Answer]:
    """
    Give the function's answer to each piece, in order, from as many processes as asked for.

    The answers do not depend on the number of processes as long as the function is pure. Whatever ends the iteration (an error,
    an interrupt, a caller who asks for no more) ends the processes too.

    Raises:
        WorkerError: If a process dies, as when the machine is out of memory.
    """
    n_jobs = min(n_jobs, len(pieces))
    # A daemonic process, as of a pool that the caller runs, may have no children.
    if n_jobs < 2 or sys.platform != "linux" or multiprocessing.current_process().daemon:
        yield from map(function, pieces)
        return
    workers: list[_Worker] = []
    try:
        for _ in range(n_jobs):
            workers.append(_Worker(function, pieces, [worker.connection for worker in workers]))
        yield from _collect(workers, len(pieces))
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that answers by the number of the piece."""

    def __init__(self, function: Callable[[Piece], Answer], pieces: Sequence[Piece], others: Sequence[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        self.connection, theirs = context.Pipe()
        # What is open here is open in a fork as well; were it left so, no process would see that the other side has gone.
        not_theirs = (*others, self.connection)
        self.process = context.Process(target=_work, args=(function, pieces, theirs, not_theirs), daemon=True)
        with warnings.catch_warnings():
            # Python warns of forks beside threads. Ours draw progress and multiply matrices; a forked process does neither.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        theirs.close()

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.connection.close()


def _collect(workers: Sequence[_Worker], n_pieces: int) -> Iterator[Any]:
    worker_by_connection: dict[Any, _Worker] = {worker.connection: worker for worker in workers}
    numbers = iter(range(n_pieces))
    for worker in workers:
        worker.connection.send(next(numbers))
    early: dict[int, Any] = {}
    due = 0
    while due < n_pieces:
        ready: Any
        for ready in wait(list(worker_by_connection)):
            try:
                number, answer, error = ready.recv()
            except (EOFError, ConnectionError) as lost:
                worker = worker_by_connection[ready]
                worker.process.join()
                raise WorkerError(worker.process.exitcode or 0) from lost
            if error is not None:
                raise error
            early[number] = answer
            following = next(numbers, None)
            if following is None:
                del worker_by_connection[ready]
            else:
                ready.send(following)
        while due in early:
            yield early.pop(due)
            due += 1


def _work(
    function: Callable[[Piece], Answer], pieces: Sequence[Piece], connection: Connection, not_ours: Sequence[Connection]
) -> None:
    for other in not_ours:
        other.close()
    # The interrupt of a keyboard reaches every process of its group; the one that was started by the user answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            number = connection.recv()
        except (EOFError, ConnectionError):
            return
        try:
            connection.send((number, function(pieces[number]), None))
        except Exception as error:  # it is raised where the answer is awaited
            connection.send((number, None, error))
