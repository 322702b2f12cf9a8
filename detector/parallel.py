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
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from detector.errors import WorkerError

_PIECES_OF_A_PROCESS = 32
"""Pieces after which a process makes room for a new one. What it looked at is copied for it, page by page, as Python counts who
holds a thing beside the thing itself: in a folder of 200,000 articles that would be all texts once more."""
_WARMED_FROM = 24
"""Pieces from which the first is done in this process, so that what the function loads once is loaded before the forks. Our
choice: a core waits for one piece in a score."""

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
    n_done = 0
    if len(pieces) >= _WARMED_FROM:
        yield function(pieces[0])
        n_done = 1
    crew = _Crew(function, pieces, n_jobs)
    try:
        yield from crew.work(n_done)
    finally:
        crew.end()


class _Crew:
    """The processes that work on one list of pieces."""

    def __init__(self, function: Callable[[Any], Any], pieces: Sequence[Any], n_workers: int) -> None:
        self._function, self._pieces, self._n_workers = function, pieces, n_workers
        self._workers: dict[Connection, _Worker] = {}

    def work(self, first: int) -> Iterator[Any]:
        """Give the answers in order, from the piece of a number on."""
        numbers = iter(range(first, len(self._pieces)))
        for number in islice(numbers, self._n_workers):
            self._hire().ask(number)
        early: dict[int, Any] = {}
        due = first
        while due < len(self._pieces):
            for ready in wait(list(self._workers)):
                worker = self._workers[ready]  # type: ignore[index]
                number, answer, error = worker.answer()
                if error is not None:
                    raise error
                early[number] = answer
                following = next(numbers, None)
                if following is None or worker.n_asked == _PIECES_OF_A_PROCESS:
                    self._dismiss(worker)
                    worker = self._hire() if following is not None else worker
                if following is not None:
                    worker.ask(following)
            while due in early:
                yield early.pop(due)
                due += 1

    def end(self) -> None:
        for worker in list(self._workers.values()):
            self._dismiss(worker)

    def _hire(self) -> _Worker:
        # The interrupt of a keyboard reaches every process of its group; the one that the user started answers it. A fork keeps
        # what was blocked, so that there is no moment in which it would answer too, and none in which it is not known here.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            pipes = [pipe for one in self._workers.values() for pipe in (one.answers, one.questions)]
            worker = _Worker(self._function, self._pieces, pipes)
            self._workers[worker.answers] = worker
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        worker.end()
        del self._workers[worker.answers]


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
        self.n_asked = 0

    def ask(self, number: int) -> None:
        self.n_asked += 1
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
