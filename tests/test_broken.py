"""Broken files: each is named with its reason, what can be read of it is read, and the good ones beside it are unharmed."""

import json
import lzma
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from apart import read_apart
from broken import STORY, write_broken, zip_of

from detector.ingestion.formats import known
from detector.ingestion.formats.archives import ZIP
from detector.ingestion.formats.format import Format
from detector.ingestion.formats.plain import PLAIN
from detector.ingestion.read import read
from detector.settings import Settings

NOBODY = 65534
"""The user without any rights, on Linux."""
MAX_MEMORY = 1500
"""Megabytes that reading may take, whatever is read."""


def test_broken_files_are_named_and_the_good_ones_beside_them_are_read(tmp_path):
    """Thirty and more of them in one folder, bombs among them, within the bound on memory."""
    planted = write_broken(tmp_path)
    for name in ("a-first", "m-middle", "z-last"):
        (tmp_path / f"{name}.txt").write_text(STORY, encoding="utf-8")

    found = read_apart(tmp_path)
    reasons = found.reasons

    assert len(planted) >= 30
    for file in planted:
        assert file.reason in reasons.get(file.name + file.place, ""), (file.name, reasons.get(file.name + file.place))
    assert set(reasons) == {file.name + file.place for file in planted}
    kept = {name for file in planted for name in file.kept}
    assert sorted(found.ids) == sorted({"a-first.txt", "m-middle.txt", "z-last.txt"} | kept)
    assert found.peak < MAX_MEMORY / 3


def write_one_line(path: Path, start: bytes, n_bytes: int, end: bytes) -> None:
    with path.open("wb") as file:
        file.write(start.replace(N_BYTES, b"%d" % n_bytes))
        for _ in range(n_bytes // 1_000_000):
            file.write(b"council " * 125_000)
        file.write(end)


MESSAGE = b"From desk@example.org Tue Jan 20 08:00:00 2026\nMIME-Version: 1.0\nSubject: Line\n\n"
RECORD = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: %s\r\n\r\n"
N_BYTES = b"N_BYTES"
"""Stands for the length of the line."""
LINES = {
    "a.txt": (b"", b"", "at most 50000000 bytes"),
    "b.jsonl": (b'{"id": "x", "text": "', b'"}\n{"id": "after-line", "text": "The council voted."}', "at most 50000000 bytes"),
    "c.json": (b'[{"id": "before", "text": "The council voted."}, {"id": "x", "text": "', b'"}]', "at most 50000000 bytes"),
    "d.csv": (b"id,text\nx,", b"\nafter-row,The council voted.\n", "at most 50000000 bytes"),
    "e.md": (b"", b"", "at most 50000000 bytes"),
    "f.html": (b"<html><body><p>", b"</p>", "at most 50000000 bytes"),
    "g.rss": (
        b"<rss><channel><item><description>",
        b"</description></item><item><description>The council voted.</description></item></channel></rss>",
        "at most 50000000 bytes",
    ),
    "h.xml": (b"<rss><channel><title>", b"</title></channel></rss>", "at most 50000000 bytes"),
    "i.mbox": (MESSAGE, b"\n\n" + MESSAGE + b"The council voted.\n", "at most 50000000 bytes"),
    "j.eml": (MESSAGE.partition(b"\n")[2], b"\n", "at most 50000000 bytes"),
    "k.warc": (RECORD % N_BYTES, b"\r\n\r\n" + RECORD % b"18" + b"The council voted.\r\n\r\n", "at most 50000000 bytes"),
}
"""Files of one line: how each begins, how it ends, and the reason why it is not read."""


def test_a_line_without_end_takes_no_more_memory_than_the_bound(tmp_path):
    """Of every format; what stands before it, and after it where lines can be told apart, is read."""
    check_lines_without_end(tmp_path, 60_000_000, n_together=4)


@pytest.mark.corpus
@pytest.mark.usefixtures("corpora")
def test_a_line_of_a_gigabyte_takes_no_more_memory_than_the_bound(tmp_path):
    """The same at a size that fills a disk in the default tests."""
    check_lines_without_end(tmp_path, 1_000_000_000, n_together=1)


def check_lines_without_end(tmp_path: Path, n_bytes: int, n_together: int) -> None:
    reasons, ids, peak = {}, [], 0.0
    names = list(LINES)
    for files in (names[first : first + n_together] for first in range(0, len(names), n_together)):
        for name in files:
            write_one_line(tmp_path / name, LINES[name][0], n_bytes, LINES[name][1])
        found = read_apart(*(tmp_path / name for name in files))
        for name in files:
            (tmp_path / name).unlink()
        ids += found.ids
        reasons |= {Path(path).name.partition(":")[0].partition("#")[0]: reason for path, reason in found.reasons.items()}
        peak = max(peak, found.peak)

    assert all(reason in reasons[name] for name, (_, _, reason) in LINES.items())
    assert ids == ["after-line", "before", "after-row", "g.rss#2", "i.mbox#2", "k.warc#2"]
    assert peak < MAX_MEMORY


def test_a_record_of_a_million_parts_is_refused_before_it_fills_the_memory(tmp_path):
    """As few as three bytes of JSON take two hundred of memory."""
    parts = b"[" + b'{"":0},' * 6_000_000 + b"0]"
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "The council voted.", "x": ' + parts + b"}\n")
    (tmp_path / "b.json").write_bytes(b'{"text": "The council voted.", "x": ' + parts + b"}")

    found = read_apart(tmp_path)

    assert list(found.reasons) == ["a.jsonl:1", "b.json"]
    assert all("objects and lists" in reason for reason in found.reasons.values())
    assert found.peak < MAX_MEMORY / 2


def test_a_file_that_grows_while_it_is_read_is_kept_and_named(tmp_path):
    """What was read stands; the reason says that there may be more."""
    line = json.dumps({"text": STORY}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 1000, encoding="utf-8")
    skipped = []
    articles = read(tmp_path, on_skip=skipped.append)
    next(articles)
    with (tmp_path / "a.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)

    assert len(list(articles)) >= 999
    assert [file.path for file in skipped] == ["a.jsonl"]
    assert "was changed" in skipped[0].reason


def test_a_file_that_vanishes_before_its_turn_is_named(tmp_path):
    """The others are read."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(STORY, encoding="utf-8")
    skipped = []
    articles = read(tmp_path, on_skip=skipped.append)
    first = next(articles)
    (tmp_path / "b.txt").unlink()

    assert [first.id, *(article.id for article in articles)] == ["a.txt", "c.txt"]
    assert [file.path for file in skipped] == ["b.txt"]
    assert "must be readable, was not: No such file" in skipped[0].reason


@contextmanager
def without_privileges(*folders: Path) -> Iterator[None]:
    """Read as a user to whom permissions apply; the superuser is not one."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        # What a folder of everybody has besides, it keeps.
        folder.chmod(folder.stat().st_mode | 0o555)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_nobody_may_read_is_named(tmp_path):
    """A file and a folder without permission cost only themselves."""
    (tmp_path / "hidden").mkdir()
    for name in ("hidden/a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    (tmp_path / "b.txt").chmod(0)
    (tmp_path / "hidden").chmod(0)
    skipped = []
    # What reading imports when it is first needed is there before, for not every installation is open to everybody.
    assert len(list(read(tmp_path / "c.txt"))) == 1
    try:
        with without_privileges(tmp_path, *tmp_path.parents[:-2]):
            ids = [article.id for article in read(tmp_path, on_skip=skipped.append)]
    finally:
        (tmp_path / "hidden").chmod(0o700)

    assert ids == ["c.txt"]
    assert ["Permission denied" in file.reason for file in skipped] == [True, True]


def test_a_date_that_no_calendar_has_is_left_out_and_the_article_kept(tmp_path, caplog):
    """In the two forms in which feeds and systems write dates; the log says so."""
    dates = ["2026-02-31", "31 Feb 2026 10:00:00 +0100", "2026-13-01T00:00:00Z", "0000-00-00", 1e300]
    lines = (json.dumps({"text": STORY, "published": date}) for date in dates)
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")

    articles = list(read(tmp_path))

    assert [article.published for article in articles] == [None] * len(dates)
    assert caplog.text.count("it was left out") == len(dates)


@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", "klingon", "utf-16"])
def test_a_page_whose_declared_encoding_is_wrong_is_read_by_its_bytes(tmp_path, declared):
    """The declaration gives way."""
    sentence = "Le maire a annoncé la réouverture du pont après l'été. "
    page = f"<html><head><meta charset={declared}></head><body><p>{sentence * 5}</p></body></html>"
    (tmp_path / "a.html").write_bytes(page.encode("utf-8" if declared != "utf-8" else "cp1252"))

    (article,) = read(tmp_path)

    assert article.text.startswith(sentence.strip())


@pytest.mark.parametrize(
    "codec", ["punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "zlib", "rot13", "hex"]
)
def test_an_encoding_that_no_text_is_in_is_not_believed(tmp_path, codec):
    """Of a page, a feed, a message and a field of it; some would take hours, or read letters where backslashes stand."""
    long = "ab" * 250_000 + " \\u0041"
    page = f"<meta charset={codec}></head><body><p>{STORY}</p><p>{long}</p></body></html>"
    (tmp_path / "a.html").write_text(f"<!doctype html><html><head>{page}", encoding="utf-8")
    entry = f"<item><description>{STORY} {long}</description></item>"
    feed = f"<?xml version='1.0' encoding='{codec}'?><rss><channel>{entry}</channel></rss>"
    (tmp_path / "b.rss").write_text(feed, encoding="utf-8")
    (tmp_path / "c.eml").write_text(
        f"From: a@example.org\nSubject: =?{codec}?q?Bridge?=\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset={codec}\n\n{STORY} {long}\n",
        encoding="utf-8",
    )
    start = time.process_time()
    articles = list(read(tmp_path))

    assert [article.id for article in articles] == ["a.html", "b.rss#1", "c.eml"]
    assert all("The council voted" in article.text and "\\u0041" in article.text for article in articles)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("is_told", [False, True])
def test_what_nobody_foresaw_of_a_file_costs_that_file_alone(tmp_path, monkeypatch, caplog, is_told):
    """Whether it comes up while the format is told or while it is read, and in an archive too."""

    def fail(*_):
        raise ArithmeticError("of the reader")

    def recognises(start):
        return b"strange" in start and (is_told or fail())

    strange = Format(name="strange", suffixes=(), recognises=recognises, parse=fail)
    monkeypatch.setattr(known, "KNOWN", (ZIP, strange, PLAIN))
    (tmp_path / "a.txt").write_text(f"{STORY} strange", encoding="utf-8")
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(zip_of({"a.txt": b"strange", "b.txt": STORY.encode()}))
    skipped = []

    assert [article.id for article in read(tmp_path, on_skip=skipped.append)] == ["b.txt", "c.zip!/b.txt"]
    assert [file.path for file in skipped] == ["a.txt", "c.zip!/a.txt"]
    assert all("ArithmeticError (of the reader)" in file.reason for file in skipped)
    assert "could not be read as" in caplog.text


def test_a_header_of_half_a_million_encoded_words_is_read_in_seconds(tmp_path):
    """It is no headline, and stays as it was sent."""
    subject = "=?utf-8?q?a?=\n " * 500_000
    (tmp_path / "a.eml").write_text(f"From: a@example.org\nMIME-Version: 1.0\nSubject: {subject}\n\n{STORY}\n", encoding="utf-8")
    start = time.process_time()
    (article,) = read(tmp_path)

    assert article.text.startswith("The council voted")
    assert time.process_time() - start < 10


def test_folders_in_each_other_beyond_any_depth_are_read(tmp_path):
    """More of them than functions may call one another."""
    if os.pathconf(tmp_path, "PC_PATH_MAX") < 4096:
        pytest.skip("paths cannot be so long here")
    folder = str(tmp_path)
    for _ in range(1_200):
        folder += "/a"
        Path(folder).mkdir()
    Path(folder, "deep.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "z.txt").write_text(STORY, encoding="utf-8")
    skipped = []
    try:
        ids = [article.id for article in read(tmp_path, on_skip=skipped.append)]
    finally:
        Path(folder, "deep.txt").unlink()
        # From within: what clears up after the tests calls itself for each folder in a folder.
        for depth in range(1_200, 0, -1):
            Path(f"{tmp_path}{'/a' * depth}").rmdir()

    assert ids == ["a/" * 1_200 + "deep.txt", "z.txt"]
    assert skipped == []


def test_links_that_lead_round_in_circles_are_entered_once(tmp_path):
    """Each to its own folder, to the one above, and to each other."""
    for name in ("left", "right"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"{STORY} {name}", encoding="utf-8")
        (tmp_path / name / "self").symlink_to(tmp_path / name)
        (tmp_path / name / "up").symlink_to(tmp_path)
    (tmp_path / "left" / "other").symlink_to(tmp_path / "right")
    (tmp_path / "right" / "other").symlink_to(tmp_path / "left")

    assert len(list(read(tmp_path))) == 2


def test_a_file_that_is_cut_while_it_is_read_is_kept_and_named(tmp_path):
    """As far as it was read."""
    line = json.dumps({"text": STORY}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 5000, encoding="utf-8")
    skipped = []
    articles = read(tmp_path, on_skip=skipped.append)
    next(articles)
    os.truncate(tmp_path / "a.jsonl", len(line) * 2)

    assert len(list(articles)) >= 1
    assert ["was changed" in file.reason for file in skipped][-1]
    assert {file.path.partition(":")[0] for file in skipped} == {"a.jsonl"}


def test_a_packed_file_that_asks_for_gigabytes_to_unpack_is_refused(tmp_path):
    """Its header may name a window of any size, whatever it holds."""
    packed = bytearray(lzma.compress(STORY.encode(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]))
    header = packed[12 : 12 + (packed[12] + 1) * 4]
    header[header.index(bytes((lzma.FILTER_LZMA2, 1))) + 2] = 40
    header[-4:] = zlib.crc32(header[:-4]).to_bytes(4, "little")
    packed[12 : 12 + len(header)] = header
    (tmp_path / "a.txt.xz").write_bytes(packed)
    skipped = []

    assert list(read(tmp_path, on_skip=skipped.append)) == []
    assert ["Memory usage limit exceeded" in file.reason for file in skipped] == [True]


@pytest.mark.parametrize("mark", ["[", "<!--", "*a", "_a ", "`", "![", "<http:", "\\*", "> ", "# ", "***", "[a](", "  -"])
def test_marks_without_end_take_no_time_out_of_proportion(tmp_path, mark):
    """Two hundred thousand of one mark on one line are read in seconds."""
    (tmp_path / "a.md").write_text("# Title\n\nWords.\n\n" + mark * 200_000 + " end", encoding="utf-8")

    assert len(list(read(tmp_path, settings=Settings()))) == 1
