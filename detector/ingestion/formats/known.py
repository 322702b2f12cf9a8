"""
The formats and containers that are known, in the order in which they are asked.

In: the first bytes of a file and its name. Out: the format or container that it is of.
"""

from __future__ import annotations

from detector.errors import UnsupportedFormatError
from detector.ingestion.formats.archives import TAR, ZIP
from detector.ingestion.formats.encoding import has_byte_order_mark, refuse_binary
from detector.ingestion.formats.feed import FEED
from detector.ingestion.formats.format import Container, Format
from detector.ingestion.formats.html import HTML
from detector.ingestion.formats.jsondocument import JSON
from detector.ingestion.formats.jsonlines import JSON_LINES
from detector.ingestion.formats.mail import MAIL, MBOX
from detector.ingestion.formats.newsml import NEWSML_G2
from detector.ingestion.formats.nitf import NITF
from detector.ingestion.formats.packed import BZIP2, GZIP, XZ
from detector.ingestion.formats.parquet import PARQUET
from detector.ingestion.formats.plain import MARKDOWN, PLAIN
from detector.ingestion.formats.tables import TABLE
from detector.ingestion.formats.warc import WARC
from detector.ingestion.formats.xmlrecords import root_of

KNOWN: tuple[Format | Container, ...] = (
    ZIP,
    TAR,
    GZIP,
    BZIP2,
    XZ,
    PARQUET,
    WARC,
    MBOX,
    MAIL,
    NITF,
    NEWSML_G2,
    FEED,
    HTML,
    JSON,
    JSON_LINES,
    TABLE,
    MARKDOWN,
    PLAIN,
)
"""Of two that recognise one content the earlier is taken, unless the file's suffix is that of the other; text comes last."""


def choose(start: bytes, name: str, path: str) -> Format | Container:
    """
    Tell what a file is: by its content, then by its suffix; else it is text.

    Args:
        start: Its first ``PEEK_BYTES`` bytes.
        name: Its name, with its suffix.
        path: Names it in messages.

    Raises:
        UnsupportedFormatError: If it is no text and of no known format, or of markup that no format knows.
    """
    lower = name.lower()
    by_suffix = [known for known in KNOWN if lower.endswith(known.suffixes)]
    for known in (*by_suffix, *(known for known in KNOWN if known not in by_suffix)):
        if known.recognises(start):
            return known
    refuse_binary(start, path)
    for known in by_suffix:
        return known
    if start.lstrip().startswith(b"<") and not has_byte_order_mark(start):
        names = ", ".join(known.name for known in reversed(KNOWN))
        root = root_of(start).name
        found = f"other markup, <{root}>" if root else "other markup"
        raise UnsupportedFormatError(path, f"a file must be of a known format, was {found}; convert it to one of {names}")
    return PLAIN
