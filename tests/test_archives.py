"""Archives and packed files: what is in them is read as if it lay in a folder, a member at a time, and nothing leaves them."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile

import pytest
from apart import read_apart
from broken import STORY, link, record, tar_of, zip_of
from hypothesis import given, settings
from hypothesis import strategies as st

from detector import Settings, SkippedFile
from detector.ingestion.read import read

FILES = {
    "a/page.html": f"<!doctype html><html><body><p>{STORY}</p></body></html>".encode(),
    "b.json": record(id="from-json"),
    "c.jsonl": record(id="line-1") + b"\n" + record(id="line-2"),
    "d.csv": f'id;headline;body\nrow;A bridge;"{STORY}"\n'.encode(),
    "deep/er/e.md": f"# A bridge\n\n{STORY}".encode(),
}
IDS = ["a/page.html", "from-json", "line-1", "line-2", "row", "deep/er/e.md"]
PACKINGS = {
    "x.zip": zip_of,
    "x-stored.zip": lambda files: zip_of(files, zipfile.ZIP_STORED),
    "x.tar": tar_of,
    "x.tar.gz": lambda files: gzip.compress(tar_of(files)),
    "x.tgz": lambda files: gzip.compress(tar_of(files)),
    "x.tar.bz2": lambda files: bz2.compress(tar_of(files)),
    "x.tar.xz": lambda files: lzma.compress(tar_of(files)),
    "x": lambda files: gzip.compress(tar_of(files)),
}


def read_bytes(tmp_path, name, content, **settings):
    (tmp_path / name).write_bytes(content)
    skipped: list[SkippedFile] = []
    articles = list(read(tmp_path / name, settings=Settings(**settings), on_skip=skipped.append))
    return articles, {file.path: file.reason for file in skipped}


@pytest.mark.parametrize("name", PACKINGS)
def test_an_archive_is_read_like_the_folder_that_was_packed(tmp_path, name):
    """Each file in its format; the path within follows after ``!/``."""
    articles, skipped = read_bytes(tmp_path, name, PACKINGS[name](FILES))

    assert skipped == {}
    assert [article.id.removeprefix(f"{name}!/") for article in articles] == IDS
    assert {article.path for article in articles} == {f"{name}!/{inner}" for inner in FILES}
    assert all("ferry" in article.text for article in articles)


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_a_packed_file_is_read_as_what_was_packed_and_keeps_its_path(tmp_path, suffix, pack):
    """Whatever its format; several packings one after the other are one file."""
    for name, content in FILES.items():
        flat = name.replace("/", "-") + suffix
        articles, skipped = read_bytes(tmp_path, flat, pack(content[:100]) + pack(content[100:]))
        assert skipped == {}
        assert {article.path for article in articles} == {flat}


def test_archives_within_archives_are_opened_to_a_depth(tmp_path):
    """The setting says how deep; the rest of the outer archive is read."""
    inner = zip_of({"in.tar.gz": gzip.compress(tar_of({"story.txt": STORY.encode()})), "b.txt": STORY.encode()})
    outer = zip_of({"inner.zip": inner, "c.txt": STORY.encode()})

    articles, skipped = read_bytes(tmp_path, "x.zip", outer)
    assert [article.id for article in articles] == [
        "x.zip!/inner.zip!/in.tar.gz!/story.txt",
        "x.zip!/inner.zip!/b.txt",
        "x.zip!/c.txt",
    ]
    assert skipped == {}
    articles, skipped = read_bytes(tmp_path, "x.zip", outer, max_nesting=2)
    assert [article.id for article in articles] == ["x.zip!/inner.zip!/b.txt", "x.zip!/c.txt"]
    assert list(skipped) == ["x.zip!/inner.zip!/in.tar.gz"]


def test_standard_input_may_be_an_archive(monkeypatch):
    """Told by its content, though a stream cannot be read from its end."""
    for packed in (zip_of(FILES), gzip.compress(tar_of(FILES)), lzma.compress(FILES["c.jsonl"])):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(OneWay(packed)))
        assert all("ferry" in article.text for article in read("-", on_skip=pytest.fail))


class OneWay(io.BytesIO):
    """A stream that cannot go back, as a pipe."""

    def seekable(self) -> bool:
        return False


def test_hidden_files_in_archives_are_not_read(tmp_path):
    """As in folders: what a Mac adds to a zip is no article."""
    hidden = {".DS_Store": b"\x00\x01", "__MACOSX/._story.txt": b"\x00\x05", "a/.git/x.txt": STORY.encode()}
    for pack in (zip_of, tar_of):
        articles, skipped = read_bytes(tmp_path, "x", pack(hidden | {"story.txt": STORY.encode()}))
        assert [article.id for article in articles] == ["x!/story.txt"]
        assert skipped == {}


@pytest.mark.parametrize(
    "name", ["../x.txt", "a/../../x.txt", "/etc/x.txt", "C:/x.txt", "c:\\x.txt", "..\\x.txt", "\\\\host\\x.txt"]
)
@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_a_name_that_climbs_out_of_its_archive_is_skipped(tmp_path, pack, name):
    """With the reason; the file beside it is read, and nothing is written anywhere."""
    articles, skipped = read_bytes(tmp_path, "x", pack({name: STORY.encode(), "in.txt": STORY.encode()}))

    assert [article.id for article in articles] == ["x!/in.txt"]
    assert ["must stay inside" in reason for reason in skipped.values()] == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_links_and_devices_in_a_tar_are_skipped(tmp_path):
    """They lead out of it."""
    kinds = {"sym": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "pipe": tarfile.FIFOTYPE, "disk": tarfile.BLKTYPE}
    others = [link(name, "/etc/passwd", kind) for name, kind in kinds.items()]
    articles, skipped = read_bytes(tmp_path, "x.tar", tar_of({"in.txt": STORY.encode()}, *others))

    assert [article.id for article in articles] == ["x.tar!/in.txt"]
    assert list(skipped) == [f"x.tar!/{name}" for name in kinds]


@pytest.mark.parametrize("kind", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_and_foreign_names_in_a_tar_are_read(tmp_path, kind):
    """In both ways in which they are written."""
    name = "Länder/" + "sehr-" * 60 + "lang.txt"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=kind) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(STORY)
        archive.addfile(info, io.BytesIO(STORY.encode()))
    articles, skipped = read_bytes(tmp_path, "x.tar", packed.getvalue())

    assert [article.path for article in articles] == [f"x.tar!/{name}"]
    assert skipped == {}


def test_a_tar_with_a_name_of_gigabytes_is_left(tmp_path):
    """A header that announces more than any name is not read into memory."""
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 5 << 30
    _, skipped = read_bytes(tmp_path, "x.tar", info.tobuf(tarfile.USTAR_FORMAT) + bytes(1024))

    assert "a name of 5368709120 bytes" in skipped["x.tar"]


def test_a_name_that_comes_again_is_read_once(tmp_path):
    """Two files of one name would be two articles of one id."""
    with pytest.warns(UserWarning, match="Duplicate name"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.txt", STORY)
            archive.writestr("a.txt", STORY)
    articles, skipped = read_bytes(tmp_path, "x.zip", packed.getvalue())

    assert [article.id for article in articles] == ["x.zip!/a.txt"]
    assert "came again" in skipped["x.zip!/a.txt"]


@pytest.mark.parametrize("is_streamed", [False, True])
def test_a_zip_without_its_list_gives_the_files_that_are_whole(tmp_path, is_streamed):
    """As a download that broke off, be it written to a disk or to a pipe, where sizes follow what they measure."""
    packed = io.BytesIO()
    noise = random.Random(1).randbytes(3000).hex()
    with zipfile.ZipFile(NoSeek(packed) if is_streamed else packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in "abc":
            archive.writestr(f"{name}.txt", f"{STORY} {noise}")
    whole = packed.getvalue()
    last = whole.rindex(b"PK\x03\x04")
    articles, skipped = read_bytes(tmp_path, "x.zip", whole[: last + 200])

    assert [article.id for article in articles] == ["x.zip!/a.txt", "x.zip!/b.txt"]
    assert "must be whole" in skipped["x.zip"]


class NoSeek(io.RawIOBase):
    """What a zip is written to where it cannot be gone back."""

    def __init__(self, into: io.BytesIO) -> None:
        self._into = into

    def writable(self) -> bool:
        return True

    def write(self, content) -> int:
        return self._into.write(content)


@pytest.mark.parametrize(
    "pack", [zip_of, lambda files: gzip.compress(tar_of(files), mtime=0), lambda files: lzma.compress(tar_of(files))]
)
@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_archive_never_raises_and_never_invents(tmp_path_factory, pack, data):
    """Cut anywhere, or with any byte changed, it gives articles that were in it, or a reason."""
    content = bytearray(pack({"a.txt": STORY.encode(), "b/c.jsonl": record() + b"\n" + record()}))
    at = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[at:]
    else:
        content[at] ^= data.draw(st.integers(1, 255))
    folder = tmp_path_factory.getbasetemp() / "damaged"
    folder.mkdir(exist_ok=True)
    articles, skipped = read_bytes(folder, "x", bytes(content))

    assert articles or skipped


def test_no_more_is_unpacked_than_the_limits_allow(tmp_path):
    """In all, whatever is nested; what came before stands."""
    noise = random.Random(2)
    lines = b"\n".join(record(id=f"n{number}", more=noise.randbytes(200).hex()) for number in range(2000))
    articles, skipped = read_bytes(tmp_path, "x.jsonl.gz", gzip.compress(lines), max_unpacked_bytes=500_000)

    assert 100 < len(articles) < 1000
    assert "max_unpacked_bytes" in skipped["x.jsonl.gz"]


@pytest.mark.parametrize("pack", [zip_of, tar_of, PACKINGS["x.tar.gz"]])
def test_what_is_packed_within_an_archive_may_grow_as_if_it_lay_beside_it(tmp_path, pack):
    """More is unpacked of it than of any file that could do no harm."""
    noise = random.Random(4)
    lines = b"\n".join(record(id=f"n{number}", more=noise.randbytes(6000).hex()) for number in range(1000))
    assert len(lines) > 11_000_000
    articles, skipped = read_bytes(tmp_path, "x", pack({"x.jsonl.gz": gzip.compress(lines, compresslevel=1)}))

    assert (len(articles), skipped) == (1000, {})


def test_an_archive_takes_the_memory_of_a_member(tmp_path):
    """Of pages of eight hundred kilobytes, thirty megabytes in a tar and as many in a zip; the program itself takes sixty."""
    noise = random.Random(3)
    page = "\n\n".join(f"{STORY} {noise.randbytes(300).hex()}" for _ in range(1000)).encode()
    files = {f"{number:03}.txt": page for number in range(40)}
    (tmp_path / "x.tar.gz").write_bytes(gzip.compress(tar_of(files), compresslevel=1))
    (tmp_path / "x.zip").write_bytes(zip_of(files))
    found = read_apart(tmp_path / "x.tar.gz", tmp_path / "x.zip")

    assert len(found.ids) == 80
    assert found.peak < 100
