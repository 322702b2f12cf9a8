"""The index loses nothing: kills, full disks, files that are no index, writers and readers at once."""

import os
import random
import resource
import signal
import sqlite3
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from desk import story

from detector import Index, Settings, StoreError
from detector.index import schema
from detector.index.rows import COLUMNS
from detector.index.sqlite import APPLICATION_ID

WORDING = Settings(translations=False)
TESTS = Path(__file__).parent


def fork(work: Callable[[IO[str]], None]) -> tuple[int, IO[str]]:
    """Run a function in a process of its own, which begins with all that is imported; give its id and what it writes."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        # A process with threads is forked with a warning; the child uses none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        status = 1
        try:
            os.close(reading)
            with os.fdopen(writing, "w") as out:
                work(out)
                status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return process, os.fdopen(reading)


def add_for_ever(path: Path, number: int, out: IO[str]) -> None:
    index = Index.open(path, settings=WORDING)
    while True:
        index.add([story(number), story(number, 1)])
        out.write(f"{number}\n")
        out.flush()
        number += 1


def kill_and_check(path: Path, times: int) -> None:
    draw = random.Random(times)
    acknowledged: list[int] = []
    for _ in range(times):
        first = acknowledged[-1] + 2 if acknowledged else 0
        process, told = fork(lambda out, first=first: add_for_ever(path, first, out))  # type: ignore[misc]
        # Once it has begun to write it is killed at a moment of chance.
        begun = told.readline()
        assert begun
        time.sleep(draw.random() * 0.1)
        os.kill(process, signal.SIGKILL)
        with told:
            rest = told.read()
        os.waitpid(process, 0)
        acknowledged += [int(line) for line in (begun + rest).split("\n")[:-1]]
        with Index.open(path) as index:
            assert index.verify() == ()
            for number in acknowledged[-20:]:
                assert index.get(f"{number}-0").cluster_id == index.get(f"{number}-1").cluster_id is not None
            # What was being written is there whole or not at all.
            assert len(index) % 2 == 0
            assert len(index) - 2 * len(acknowledged) in range(0, 2 * times + 1, 2)


def test_killed_while_writing_it_opens_whole_with_all_that_was_acknowledged(tmp_path):
    """A writer that is killed loses nothing that it said was added, and leaves no half."""
    kill_and_check(tmp_path / "desk.index", 1)


@pytest.mark.slow
def test_killed_a_hundred_times_it_loses_nothing(tmp_path, pytestconfig):
    """The same a hundred times on end, or as often as ``--kills`` says."""
    kill_and_check(tmp_path / "desk.index", pytestconfig.getoption("--kills"))


def test_a_full_disk_is_an_error_and_loses_nothing(tmp_path):
    """When no file can grow, the add is refused and what was there stays, can be read, and is added to once there is room."""
    path = tmp_path / "desk.index"

    def fill(out: IO[str]) -> None:
        index = Index.open(path, settings=WORDING)
        index.add([story(0), story(0, 1)])
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, resource.RLIM_INFINITY))
        n_held = 2
        try:
            for number in range(1, 500):
                index.add([story(number), story(number, 1)])
                n_held += 2
        except StoreError as error:
            out.write(f"{error}\n")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert len(index) == n_held
        index.add(story(0, 2))
        out.write(f"{len(index) - n_held} {index.verify()}\n")

    process, told = fork(fill)
    with told:
        refused, last = told.read().splitlines()

    assert os.waitpid(process, 0)[1] == 0
    assert refused.startswith("the index at ")
    assert last == "1 ()"


def test_a_file_that_cannot_be_written_is_an_error_and_stays_as_it_was(tmp_path):
    """Without the right to write, adding is refused and nothing changes."""
    path = tmp_path / "desk.index"
    with Index.open(path, settings=WORDING) as index:
        index.add([story(1), story(1, 1)])
    before = path.read_bytes()
    path.chmod(0o444)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o555)

    def add(out: IO[str]) -> None:
        if os.geteuid() == 0:
            # Who may do everything may write to it all the same.
            os.setuid(65534)
        try:
            with Index.open(path) as index:
                index.add(story(2))
        except StoreError as error:
            out.write(str(error))

    process, told = fork(add)
    with told:
        assert told.read().startswith("the index at ")

    assert os.waitpid(process, 0)[1] == 0
    assert path.read_bytes() == before


def test_what_is_no_index_is_refused_and_left_alone(tmp_path):
    """A text, another database, a file cut off and one of a newer schema are told apart, each in one line; none is changed."""
    text, other, cut, newer = (tmp_path / name for name in ("text", "other", "cut", "newer"))
    text.write_text("no index " * 100)
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE notes (line TEXT)")
    connection.close()
    with Index.open(cut, settings=WORDING) as index:
        index.add([story(number) for number in range(5)])
    cut.write_bytes(cut.read_bytes()[:-10_000])
    Index.open(newer, settings=WORDING).close()
    connection = sqlite3.connect(newer)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    for path, reason in (
        (text, "was: something else at"),
        (other, "was: another SQLite database"),
        (cut, "an index must be whole, was:"),
        (newer, f"must be of schema {schema.VERSION} or earlier, was: {schema.VERSION + 1}"),
    ):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=reason):
            Index.open(path)
        assert path.read_bytes() == before
    with pytest.raises(StoreError, match="the folder of an index must exist"):
        Index.open(tmp_path / "nowhere" / "desk.index")
    with pytest.raises(StoreError, match="must exist, was: nothing"):
        Index.open(tmp_path / "nothing", read_only=True)


def test_an_index_with_rows_of_other_evidence_is_refused_and_left_alone(tmp_path, monkeypatch):
    """What one version of the engine has kept is not read as if another one had."""
    path = tmp_path / "desk.index"
    with Index.open(path, settings=WORDING) as index:
        index.add([story(1), story(1, 1)])
    before = path.read_bytes()
    monkeypatch.setattr("detector.index.index.COLUMNS", ("another_measure", *COLUMNS))

    with pytest.raises(StoreError, match="another version's; export its articles"):
        Index.open(path)
    assert path.read_bytes() == before


def test_a_new_file_has_pages_that_codes_fill(tmp_path):
    """A page holds several articles' codes; a file that was made with other pages keeps them."""
    path = tmp_path / "desk.index"
    Index.open(path, settings=WORDING).close()
    assert int.from_bytes(path.read_bytes()[16:18], "big") == 8192
    old = tmp_path / "old.index"
    connection = sqlite3.connect(old)
    connection.executescript((TESTS / "index_schema_2.sql").read_text(encoding="utf-8"))
    connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 2;")
    connection.close()
    before = int.from_bytes(old.read_bytes()[16:18], "big")
    with Index.open(old) as index:
        index.add(story(1, 2))
        assert index.verify() == ()
    assert int.from_bytes(old.read_bytes()[16:18], "big") == before == 4096


def test_a_damaged_page_is_found(tmp_path):
    """Bytes overwritten inside the file are no secret to verify, or are an error; never a wrong answer without a word."""
    path = tmp_path / "desk.index"
    with Index.open(path, settings=WORDING) as index:
        index.add([story(number) for number in range(20)])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 8192 * 8192
    data[middle : middle + 8192] = b"\x07" * 8192
    path.write_bytes(bytes(data))
    try:
        with Index.open(path) as index:
            assert index.verify() != ()
    except StoreError as error:
        assert "malformed" in str(error)


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_an_index_of_every_earlier_schema_opens_and_goes_on(tmp_path, version):
    """What the first version of the program wrote is brought to the present schema, with its clusters, ids and decisions."""
    path = tmp_path / "desk.index"
    connection = sqlite3.connect(path)
    connection.executescript((TESTS / f"index_schema_{version}.sql").read_text(encoding="utf-8"))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.commit()
    connection.close()
    with Index.open(path) as index:
        assert index.verify() == ()
        assert {one.cluster.id: set(one.cluster.member_ids) for one in index.clusters()} == {"c1": {"1-0", "1-1"}}
        assert [(one.kind, one.who) for one in index.decisions()] == [("never_merge", "Ada")]
        index.add(story(1, 2))
        assert set(index.clusters()[0].cluster.member_ids) == {"1-0", "1-1", "1-2"}


MEMORY_MAX_GROWTH = 48 << 20
"""Bytes by which the memory of a process may grow in the second half of a run: pages and articles kept at hand fill up to a
bound, and a list of all clusters is as long as the index."""


class Memory:
    """The memory of this process over a run, without the pages of the file that it shares with others."""

    def __init__(self, seconds: float) -> None:
        self.middle = time.monotonic() + seconds / 2
        self.before = self.after = 0

    def look(self) -> None:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        now = 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon")))
        if time.monotonic() < self.middle:
            self.before = max(self.before, now)
        else:
            self.after = max(self.after, now)

    def growth(self) -> int:
        """Give by how much the most of the second half is above the most of the first one."""
        return self.after - self.before if self.before else 0


def look_around(path: Path, seconds: float, out: IO[str]) -> None:
    with Index.open(path, read_only=True) as index:
        end = time.monotonic() + seconds
        memory = Memory(seconds)
        n_looks = cursor = 0
        while time.monotonic() < end or not n_looks:
            memory.look()
            for one in index.clusters():
                numbers = {name.split("-")[0] for name in one.cluster.member_ids}
                assert (len(numbers), len(one.cluster.member_ids)) == (1, 2)
            for change in index.changes(cursor):
                assert change.cursor == cursor + 1
                cursor = change.cursor
            assert {match.other_id for match in index.match(story(0, 3))} == {"0-0", "0-1"}
            n_looks += 1
        out.write(f"{cursor} {n_looks} {memory.before} {memory.growth()}")


def write_while_reading(path: Path, n_readers: int, seconds: float) -> str:
    with Index.open(path, settings=WORDING) as index:
        index.add([story(0), story(0, 1)])
    readers = [fork(lambda out: look_around(path, seconds, out)) for _ in range(n_readers)]
    with Index.open(path) as index:
        number = 1
        end = time.monotonic() + seconds
        memory = Memory(seconds)
        while time.monotonic() < end or number == 1:
            memory.look()
            index.add([story(number), story(number, 1)])
            number += 1
        n_looks = 0
        held, grown = [memory.before], [memory.growth()]
        for process, told in readers:
            with told:
                cursor, looks, before, growth = map(int, told.read().split())
            assert os.waitpid(process, 0)[1] == 0
            assert 0 < cursor <= number
            n_looks += looks
            held.append(before)
            grown.append(growth)
        assert max(grown) < MEMORY_MAX_GROWTH
        assert index.verify() == ()
        assert len(index) == 2 * number
    return (
        f"{seconds:.0f} s: {2 * number:,} articles added, {n_looks:,} looks by {n_readers} readers; memory at most "
        f"{max(held) >> 20} MB in the first half, {max(grown) / (1 << 20):+.1f} MB in the second"
    )


def test_readers_of_other_processes_see_whole_states_while_one_writes(tmp_path):
    """What a reader sees is always a state that was committed: every cluster complete, every change once, every match there."""
    write_while_reading(tmp_path / "desk.index", 1, 0.3)


@pytest.mark.slow
def test_eight_readers_and_a_writer_go_on_for_a_while(tmp_path, pytestconfig):
    """The same with eight readers, for as many seconds as ``--reading`` says, and no process takes ever more memory."""
    said = write_while_reading(tmp_path / "desk.index", 8, pytestconfig.getoption("--reading"))
    pytestconfig.get_terminal_writer().line(said)


@pytest.mark.server
def test_several_writers_to_one_database_take_turns(database):
    """Four writers at once lose nothing, and versions that came through different writers stand in one cluster."""
    Index.open(database, settings=WORDING).close()

    def add(version: int) -> None:
        with Index.open(database) as index:
            for number in range(5):
                index.add(story(number, version))

    writers = [threading.Thread(target=add, args=(version,)) for version in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Index.open(database) as index:
        groups = {frozenset(one.cluster.member_ids) for one in index.clusters()}

        assert groups == {frozenset(f"{number}-{version}" for version in range(4)) for number in range(5)}
        cursors = [change.cursor for change in index.changes()]
        assert cursors == list(range(1, len(cursors) + 1))
        assert index.verify() == ()


def test_threads_share_an_index(tmp_path):
    """Threads of one process add and ask through one index."""
    with Index.open(tmp_path / "desk.index", settings=WORDING) as index:
        index.add(story(0))
        faults: list[BaseException] = []

        def work(version: int) -> None:
            try:
                index.add(story(0, version))
                assert index.match(story(0, 7))
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=work, args=(version,)) for version in range(1, 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert len(index.clusters()[0].cluster.member_ids) == 4
