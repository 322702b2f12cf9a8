"""
Parallel: one function over many pieces of work, on all cores, with the same answers in the same order.

In: a pure function and its pieces. Out: its answers, piece by piece. The processes are forked when the work begins, so that they
see all that the function refers to, without a copy; only answers travel. Where processes cannot be forked safely (elsewhere than
on Linux), and for one piece of work, the function runs in this process.
"""

from __future__ import annotations

import gc
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
        # The interrupt of a keyboard reaches every process of its group; the one that the user started answers it. A fork keeps
        # what was blocked, so that there is no moment in which it would answer too, and none in which it is not known here.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for _ in range(n_jobs):
                workers.append(_Worker(function, pieces, [pipe for one in workers for pipe in (one.answers, one.questions)]))
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        yield from _collect(workers, len(pieces))
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process that answers by the number of the piece."""

    def __init__(self, function: Callable[[Piece], Answer], pieces: Sequence[Piece], others: Sequence[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        # Two pipes and no socket pair: nothing here may look like a network.
        self.answers, their_answers = context.Pipe(duplex=False)
        their_questions, self.questions = context.Pipe(duplex=False)
        # What is open here is open in a fork as well; were it left so, no process would see that the other side has gone.
        not_theirs = (*others, self.answers, self.questions)
        self.process = context.Process(
            target=_work, args=(function, pieces, their_questions, their_answers, not_theirs), daemon=True
        )
        with warnings.catch_warnings():
            # Python warns of forks beside threads. Ours draw progress and multiply matrices; a forked process does neither.
            warnings.simplefilter("ignore", DeprecationWarning)
            self.process.start()
        their_questions.close()
        their_answers.close()

    def ask(self, number: int) -> None:
        try:
            self.questions.send(number)
        except ConnectionError as lost:
            raise self._died() from lost

    def answer(self) -> tuple[int, Any, Exception | None]:
        try:
            answer: tuple[int, Any, Exception | None] = self.answers.recv()
        except (EOFError, ConnectionError) as lost:
            raise self._died() from lost
        return answer

    def _died(self) -> WorkerError:
        self.process.join()
        return WorkerError(self.process.exitcode or 0)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.questions.close()
        self.answers.close()


def _collect(workers: Sequence[_Worker], n_pieces: int) -> Iterator[Any]:
    worker_by_answers: dict[Any, _Worker] = {worker.answers: worker for worker in workers}
    numbers = iter(range(n_pieces))
    early: dict[int, Any] = {}
    due = 0
    for worker in workers:
        worker.ask(next(numbers))
    while due < n_pieces:
        for ready in wait(list(worker_by_answers)):
            worker = worker_by_answers[ready]
            number, answer, error = worker.answer()
            if error is not None:
                raise error
            early[number] = answer
            following = next(numbers, None)
            if following is None:
                del worker_by_answers[ready]
            else:
                worker.ask(following)
        while due in early:
            yield early.pop(due)
            due += 1


def _work(
    function: Callable[[Piece], Answer],
    pieces: Sequence[Piece],
    questions: Connection,
    answers: Connection,
    not_ours: Sequence[Connection],
) -> None:
    for other in not_ours:
        other.close()
    # What was there before the fork is not looked through for garbage: that would copy it, page by page.
    gc.freeze()
    while True:
        try:
            number = questions.recv()
        except (EOFError, ConnectionError):
            return
        try:
            answers.send((number, function(pieces[number]), None))
        except Exception as error:  # it is raised where the answer is awaited
            answers.send((number, None, error))
