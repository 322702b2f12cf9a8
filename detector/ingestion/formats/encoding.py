"""
From the bytes of a text file to its text.

In: bytes of unknown encoding. Out: text, or the reason why there is none. What the file says of itself comes first, then UTF-8,
then a guess by charset-normalizer, which needs a few sentences to be right.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

import charset_normalizer

from detector.errors import UnreadableArticleError, UnsupportedFormatError
from detector.ingestion.language import identify

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC_NUMBERS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP (or .docx, .odt, .epub)"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"%!PS", "PostScript"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"wOF", "a font"),
    (b"\xff\xfb", "MP3"),
    (b"\x1aE\xdf\xa3", "WebM or Matroska"),
    (b"MZ\x90\x00", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x28\xb5\x2f\xfd", "Zstandard"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"RIFF", "WebP, WAV or AVI"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
)
"""First bytes of files that are no text, and what they are. Source: file(1), magic database."""
_MAGIC_STARTS = tuple(magic for magic, _ in _MAGIC_NUMBERS)

_SAMPLE_BYTES = 200_000
"""What is looked at to guess an encoding: more makes it slower, not surer."""
_MAX_DAMAGE = 0.01
"""Share of broken letters up to which a text is still taken for UTF-8, cut or pasted carelessly."""

_MAX_ACCENTED = 0.25
"""Share of bytes beyond ASCII above which a text is not in the Western encoding that many pages name by default: Vietnamese and
French reach 0.1, Cyrillic, Greek and Arabic in one byte a letter 0.4 and more with the page's markup. Our choice."""
_ASCII = bytes(range(128))
_BROWSERS_READ = (
    dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "us-ascii", "ascii", "windows-1252"), "cp1252")
    | dict.fromkeys(("shift-jis", "sjis", "x-sjis", "windows-31j", "ms-kanji"), "cp932")
    | dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb-2312-80", "chinese", "csgb2312"), "gb18030")
    | dict.fromkeys(("euc-kr", "ks-c-5601-1987", "ks-c-5601", "korean"), "cp949")
    | dict.fromkeys(("tis-620", "iso-8859-11", "windows-874"), "cp874")
    | {"big5": "big5hkscs", "iso-8859-9": "cp1254", "x-mac-cyrillic": "mac_cyrillic"}
)
"""Encodings as browsers read their names, where Python's own reading is narrower. Source: WHATWG, Encoding Standard."""

_OF_NO_TEXTS = frozenset(("punycode", "idna", "raw-unicode-escape", "unicode-escape", "undefined"))
"""Encodings of Python's that no page is in. To decode 80 kB as punycode takes 0.3 seconds, and
the square of that."""

_find_foreign = re.compile(r"[^\x00-\x7f]+").findall
_find_declared = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:\-]+)""", re.IGNORECASE).search


def has_byte_order_mark(content: bytes) -> bool:
    """Whether ``content`` begins by saying which Unicode encoding it is in."""
    return any(content.startswith(mark) for mark, _ in _MARKS)


_CENTRAL = frozenset({"cp1250", "iso8859_2", "cp1257", "cp1258", "mac_latin2"})
_WESTERN = frozenset({"fr", "de", "es", "pt", "it", "ca", "gl", "eu", "nl", "da", "sv", "no", "is", "ga", "fi"})
"""Guesses that a short text of a western language gets, and languages that none of these encodings was made for."""


def decode(content: bytes, path: str, *, declares: bool = False) -> str:
    """
    Decode the text of one file.

    Args:
        content: All bytes of the file.
        path: Its name, for the error.
        declares: Whether the text may name its own encoding, as HTML and XML do.

    Raises:
        UnsupportedFormatError: If it is no text.
        UnreadableArticleError: If it is empty, or no encoding reads it.
    """
    if not content.strip():
        raise UnreadableArticleError(path, "a file must hold text, was empty; remove it or fill it")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding, path)
    refuse_binary(content, path)
    if declares and (found := _find_declared(content, 0, 4096)) and is_of_texts(label := found[1].decode("ascii")):
        try:
            return content.decode(label)
        except (LookupError, UnicodeDecodeError):
            # Pages lie about their encoding; the bytes do not.
            pass
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode(_guess(content, path), errors="replace")


def find_encoding(start: bytes, path: str) -> str:
    """
    Tell the encoding of a file from its first bytes, a few thousand or more; they may end within a letter.

    Raises:
        UnsupportedFormatError: If it is no text.
    """
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    refuse_binary(start, path)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return _guess(start, path)
    return "utf-8"


def refuse_binary(content: bytes, path: str) -> None:
    """
    Raise for what is certainly no text: known first bytes, or NUL bytes without a byte order mark.

    Raises:
        UnsupportedFormatError: With what it is in its reason.
    """
    if has_byte_order_mark(content):
        return
    kind = None
    if content.startswith(_MAGIC_STARTS):
        kind = next(name for magic, name in _MAGIC_NUMBERS if content.startswith(magic))
    if kind is None and content[4:8] == b"ftyp":
        kind = "MP4, HEIC or AVIF"
    if kind is not None:
        raise UnsupportedFormatError(
            path, f"a file must be text, was binary: {kind}; save it as text, Markdown, HTML, JSON or JSON Lines"
        )
    if b"\x00" in content:
        raise UnsupportedFormatError(
            path, "a file must be text, was binary (it holds NUL bytes); if it is UTF-16, save it with a byte order mark"
        )


def decode_labelled(content: bytes, path: str, labels: Iterable[str]) -> str:
    """
    Decode what names its encoding itself, as pages and messages do, where the name may be wrong.

    Bytes that are UTF-8 beyond ASCII are UTF-8, whatever they are called: other encodings hardly ever look so. Of the labels the
    first that fits is believed, in the sense that browsers give it; a letter in a hundred may be broken.

    Args:
        content: All bytes of the page or message part.
        path: Its name, for the error.
        labels: Names of encodings, the most trusted first; unknown ones are passed over.

    Raises:
        UnsupportedFormatError: If it is no text.
        UnreadableArticleError: If it is empty, or no encoding reads it.

    Source:
        WHATWG, Encoding Standard, section 4.2 (names and labels).
    """
    if has_byte_order_mark(content) or content.startswith(_MAGIC_STARTS) or b"\x00" in content:
        return decode(content, path)
    if not content.isascii() and (text := _as_utf_8(content)) is not None:
        refuse_binary(content, path)
        return text
    for label in labels:
        name = label.strip().lower()
        # A label in ASCII bytes cannot be read in an encoding of two bytes a letter: such a label is wrong.
        if name.startswith(("utf-16", "utf-32", "utf16", "utf32", "ucs-", "unicode")):
            continue
        encoding = _BROWSERS_READ.get(name.replace("_", "-"), name)
        if not is_of_texts(encoding):
            continue
        n_foreign = len(content[:_SAMPLE_BYTES].translate(None, _ASCII))
        if encoding == "cp1252" and n_foreign > _MAX_ACCENTED * min(len(content), _SAMPLE_BYTES):
            continue
        try:
            text = content.decode(encoding, errors="replace")
        except (LookupError, ValueError):
            continue
        if text[:_SAMPLE_BYTES].count("\ufffd") <= n_foreign * _MAX_DAMAGE:
            return text
    return decode(content, path)


def is_of_texts(encoding: str) -> bool:
    """Whether an encoding is known, and is one that texts are written in."""
    try:
        # A byte at least: none at all is decoded in any encoding, also in those that unpack.
        b" ".decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return False
    return codecs.lookup(encoding).name not in _OF_NO_TEXTS


def find_label(content: bytes) -> str | None:
    """Find the name of its encoding that a page gives near its start."""
    found = _find_declared(content, 0, 4096)
    return found[1].decode("ascii") if found else None


def _as_utf_8(content: bytes) -> str | None:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode_as(content: bytes, encoding: str, path: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableArticleError(
            path,
            f"a file must hold the encoding that its first bytes name, {encoding}, but {error.reason} at byte "
            f"{error.start}; save it as UTF-8",
        ) from error


def _guess(content: bytes, path: str) -> str:
    mended = content.decode("utf-8", errors="replace")
    n_foreign = sum(map(len, _find_foreign(mended)))
    if mended.count("\ufffd") <= max(n_foreign * _MAX_DAMAGE, 1) < n_foreign:
        return "utf-8"
    best = charset_normalizer.from_bytes(content[:_SAMPLE_BYTES]).best()
    if best is None:
        raise UnsupportedFormatError(path, "a file must be text, but no encoding reads this one; save it as UTF-8")
    if best.encoding in _CENTRAL and identify(content[:_SAMPLE_BYTES].decode(best.encoding, errors="replace")) in _WESTERN:
        # One letter in ten is another in the two, and a short text has too few of them to tell; its words tell.
        return "cp1252"
    return best.encoding
