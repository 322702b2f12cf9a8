"""Files that cannot be read, or not wholly: in, a folder; out, what is planted there, each with a word of the reason expected."""

import bz2
import gzip
import io
import json
import os
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

STORY = (
    "The council voted on Tuesday to rebuild the bridge over the Orvel, which ice had broken two winters ago.\n\n"
    "Work is to begin in March and to last a year. The ferry sails until then, the harbour master said, at a lower price."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A file that is planted, and what is to be said of it."""

    name: str
    content: bytes
    reason: str
    """A part of the reason that ``skipped`` gives."""
    place: str = ""
    """What follows the name in ``skipped``, for what stands within the file."""
    kept: tuple[str, ...] = ()
    """Ids of what can be read of it all the same."""


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return packed.getvalue()


def tar_of(files: dict[str, bytes], *others: tarfile.TarInfo) -> bytes:
    """Pack files, then members that are none."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for other in others:
            archive.addfile(other)
    return packed.getvalue()


def encrypted_zip() -> bytes:
    """Mark the only file of a zip as encrypted, in both places where that is said."""
    packed = bytearray(zip_of({"secret.txt": STORY.encode()}))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


def overlapping_zip() -> bytes:
    """Let two entries of a zip's list be made of one and the same bytes."""
    packed = zip_of({"one.txt": STORY.encode(), "two.txt": STORY.encode()})
    second = packed.index(b"PK\x01\x02", packed.index(b"PK\x01\x02") + 4)
    return packed[: second + 42] + struct.pack("<L", 0) + packed[second + 46 :]


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    """Make a member of a tar that points elsewhere, or is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def nested(content: bytes, depth: int) -> bytes:
    """Pack a file in a zip in a zip …"""
    for number in range(depth):
        content = zip_of({"story.txt" if number == 0 else "inner.zip": content})
    return content


def record(**fields: object) -> bytes:
    """Give a record of a story."""
    return json.dumps({"text": STORY, **fields}).encode()


def broken_files() -> Iterator[Broken]:
    """List what is planted in a folder."""
    story = STORY.encode()
    noise = bytes(value for value in os.urandom(3000) if value)
    yield Broken(name="empty.txt", content=b"", reason="was empty")
    yield Broken(name="empty.jsonl", content=b"\n\n", reason="without any")
    yield Broken(name="empty.csv", content=b"", reason="was empty")
    yield Broken(name="picture.png", content=b"\x89PNG\r\n\x1a\n" + noise, reason="binary: PNG")
    yield Broken(name="picture.txt", content=b"\xff\xd8\xff\xe0" + noise, reason="binary: JPEG")
    yield Broken(name="film.mp4", content=b"\x00\x00\x00\x18ftypmp42" + noise, reason="binary: MP4")
    yield Broken(name="paper.pdf", content=b"%PDF-1.7\n1 0 obj" + noise, reason="binary: PDF")
    yield Broken(name="program", content=b"\x7fELF\x02\x01\x01\x00" + noise, reason="binary: a program")
    yield Broken(name="letter.docx", content=zip_of({"[Content_Types].xml": b"<Types/>"}), reason="binary: Microsoft Office")
    yield Broken(name="letter.odt", content=zip_of({"mimetype": b"application/x"}), reason="binary: an OpenDocument")
    yield Broken(name="nul.txt", content=b"The council\x00 voted.", reason="NUL bytes")
    yield Broken(name="half-utf16.txt", content=b"\xff\xfea\x00b", reason="utf-16")
    yield Broken(name="cut.json", content=record(id="cut")[:-9], reason="valid JSON")
    yield Broken(name="deep.json", content=b"[" * 100_000 + b"]" * 100_000, reason="nested less deeply")
    yield Broken(
        name="deep.jsonl",
        content=b'{"a":' * 100_000 + b"\n" + record(id="after-deep"),
        reason="nested",
        place=":1",
        kept=("after-deep",),
    )
    yield Broken(
        name="line.jsonl",
        content=record(id="before") + b'\n{"text": \n' + record(id="after"),
        reason="one JSON object",
        place=":2",
        kept=("before", "after"),
    )
    yield Broken(name="no-text.json", content=b'{"title": "Bridge"}', reason="had: title")
    yield Broken(name="no-column.csv", content=b"id,summary\n1,short\n", reason="the column of its text")
    yield Broken(
        name="cells.csv",
        content=b'id,text\nr1,"' + story + b'"\nr2,a,b,c\nr3,"' + story + b'"\n',
        reason="must have 2 cells, had 4",
        place=":2",
        kept=("r1", "r3"),
    )
    yield Broken(name="cut.parquet", content=b"PAR1" + noise, reason="Parquet file must be whole")
    yield Broken(name="other.xml", content=b"<?xml version='1.0'?><catalogue/>", reason="other markup")
    yield Broken(name="no-words.html", content=b"<!doctype html><html><body><img src=a.png></body></html>", reason="words")
    yield Broken(
        name="cut.zip", content=zip_of({"a.txt": story, "b.txt": story})[:300], reason="must be whole", kept=("cut.zip!/a.txt",)
    )
    yield Broken(name="secret.zip", content=encrypted_zip(), reason="was encrypted", place="!/secret.txt")
    yield Broken(name="overlap.zip", content=overlapping_zip(), reason="must not overlap")
    yield Broken(
        name="climb.zip",
        content=zip_of({"../../etc/out.txt": story, "in.txt": story}),
        reason="must stay inside",
        place="!/../../etc/out.txt",
        kept=("climb.zip!/in.txt",),
    )
    yield Broken(name="drive.zip", content=zip_of({"C:\\out.txt": story}), reason="must stay inside", place="!/C:\\out.txt")
    yield Broken(name="deep.zip", content=nested(story, 9), reason="max_nesting", place="!/inner.zip" * 5)
    yield Broken(name="bomb.zip", content=zip_of({"a.jsonl": b"x" * 60_000_000}), reason="max_expansion")
    yield Broken(name="bomb.txt.gz", content=gzip.compress(b"x" * 60_000_000), reason="max_expansion")
    yield Broken(name="bomb.csv.gz", content=gzip.compress(b"id,text\n" + b"x" * 60_000_000), reason="max_expansion")
    yield Broken(name="bomb.tar.bz2", content=bz2.compress(tar_of({".a.txt": bytes(60_000_000)})), reason="max_expansion")
    yield Broken(
        name="links.tar",
        content=tar_of({"in.txt": story}, link("out.txt", "/etc/passwd")),
        reason="was a link",
        place="!/out.txt",
        kept=("links.tar!/in.txt",),
    )
    yield Broken(name="device.tar", content=tar_of({}, link("null", "", tarfile.CHRTYPE)), reason="was a device", place="!/null")
    yield Broken(
        name="cut.tar.gz",
        content=gzip.compress(tar_of({"a.txt": story, "b.txt": story})[:1600]),
        reason="must be whole",
        kept=("cut.tar.gz!/a.txt",),
    )
    yield Broken(
        name="cut.jsonl.gz",
        content=gzip.compress(record(id="whole") + b"\n" + record(id="lost", more=noise.hex()))[:-20],
        reason="must be whole",
        kept=("whole",),
    )
    yield Broken(name="damaged.zip", content=damaged_zip(), reason="must be whole", place="!/a.txt")


def damaged_zip() -> bytes:
    """Change a letter of a file that a zip holds as it is, so that its checksum no longer fits."""
    return zip_of({"a.txt": STORY.encode()}, zipfile.ZIP_STORED).replace(b"Tuesday", b"Tuesdax", 1)


def write_broken(folder: Path) -> tuple[Broken, ...]:
    """Plant the broken files, and links that lead nowhere and round in circles."""
    planted = tuple(broken_files())
    for file in planted:
        (folder / file.name).write_bytes(file.content)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    os.mkfifo(folder / "pipe.txt")
    return (
        *planted,
        Broken(name="gone.txt", content=b"", reason="must be readable"),
        Broken(name="circle.txt", content=b"", reason="must be readable"),
        Broken(name="pipe.txt", content=b"", reason="only regular files"),
    )
