"""Work that is shared out among processes: same answers, same order, and no process left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detector
from detector import parallel
from detector.errors import SettingsError, WorkerError
from detector.parallel import count_cores, map_in_order

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@settings(max_examples=15, deadline=None)  # a fork of a large process takes its time
@given(st.lists(st.integers(), max_size=5), st.integers(min_value=1, max_value=3))
def test_answers_come_in_order_whatever_the_number_of_processes(pieces, n_jobs):
    """The answers are those of the function, in the order of its pieces."""
    assert list(map_in_order(lambda piece: piece * 2, pieces, n_jobs)) == [piece * 2 for piece in pieces]


@linux_only
def test_several_processes_do_the_work():
    """Two pieces that wait for each other are worked on at once, by processes other than this one."""
    meeting = multiprocessing.get_context("fork").Barrier(2, timeout=30)

    def work(_piece: int) -> int:
        meeting.wait()
        return os.getpid()

    assert len({*map_in_order(work, [0, 1], 2), os.getpid()}) == 3


def test_an_error_comes_from_where_the_answer_is_awaited():
    """What goes wrong in a process goes wrong here, with its own type and words, and ends the others."""
    with pytest.raises(ZeroDivisionError):
        list(map_in_order(lambda piece: 1 // piece, [1, 0, 1, 1], 2))
    assert not multiprocessing.active_children()


@linux_only
def test_a_process_that_dies_is_told_and_not_waited_for():
    """A process that the system kills when memory runs out ends the run with its exit code."""
    with pytest.raises(WorkerError, match="ended with -9"):
        list(map_in_order(lambda _piece: os.kill(os.getpid(), signal.SIGKILL), [0, 1], 2))
    assert not multiprocessing.active_children()


def test_whoever_asks_for_no_more_leaves_no_process_behind():
    """Answers that nobody takes are not made."""
    answers = map_in_order(lambda piece: piece, list(range(100)), 2)
    assert next(answers) == 0
    answers.close()
    assert not multiprocessing.active_children()


@linux_only
def test_an_interrupt_ends_a_scan_at_once(tmp_path):
    """A key that interrupts reaches the processes too: the command ends with code 130 within a second, and so do they."""
    for number in range(800):
        text = " ".join(f"On day {number * place} the mayor said that {place} boats would sail." for place in range(20))
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "detector", "scan", str(tmp_path), "--no-translations", "--jobs", "2"]
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        process_group=0,
        # Where the tests run behind a shell's &, an interrupt is ignored, and so would it be by what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  (no threads yet)
    ) as running:
        assert running.stderr is not None
        while "preparing" not in running.stderr.readline():
            assert running.poll() is None
        start = time.monotonic()
        os.killpg(running.pid, signal.SIGINT)
        rest = running.stderr.read()
        assert running.wait() == 130
        assert time.monotonic() - start < 5
        assert "Traceback" not in rest
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)


def test_every_core_that_is_ours_counts():
    """A process that may use one core of many gets one process to work."""
    assert 1 <= count_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("jobs", [0, -1])
def test_jobs_below_one_are_refused(jobs):
    """No process can do no work."""
    with pytest.raises(SettingsError, match="jobs must be at least 1"):
        detector.find_clusters([], jobs=jobs)


@linux_only
def test_processes_make_room_for_new_ones_and_the_answers_stay(monkeypatch):
    """None of them works on more pieces than one may, so that what each has copied is given back; order and answers are kept."""
    monkeypatch.setattr(parallel, "_PIECES_OF_A_PROCESS", 3)
    answers = list(map_in_order(lambda piece: (piece, os.getpid()), list(range(40)), 2))
    assert [piece for piece, _ in answers] == list(range(40))
    by_process = Counter(process for _, process in answers)
    assert by_process.pop(os.getpid()) == 1
    assert max(by_process.values()) <= 3
    assert not multiprocessing.active_children()


@linux_only
def test_what_a_function_loads_once_is_loaded_before_the_forks():
    """Of many pieces the first is done here, and what it found is known to every process."""
    loaded: list[int] = []

    def work(_piece: int) -> int:
        if not loaded:
            loaded.append(os.getpid())
        return loaded[0]

    assert set(map_in_order(work, list(range(40)), 2)) == {os.getpid()}
