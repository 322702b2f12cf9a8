"""
From the body of a message to the text that its sender wrote.

In: the decoded text of a plain part. Out: its lines joined as they were before they were sent, without the signature and the
footer of a list, and the message that it hands on, if it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_FOOTER = 15
"""Lines of a signature or a list's footer; what is longer is text."""
_MAX_NOTE = 60
"""Words of the note before a message that is handed on; who writes more has written an article."""
_FIELDS = {
    "sender": (
        "from", "von", "de", "da", "van", "от", "от кого", "od", "från", "fra", "lähettäjä", "发件人", "寄件者", "差出人",
        "보낸 사람", "من", "kimden", "від",
    ),
    "date": (
        "date", "sent", "datum", "gesendet", "envoyé", "fecha", "enviado", "data", "inviato", "дата", "отправлено", "skickat",
        "verzonden", "wysłano", "lähetetty", "日付", "送信日時", "发送时间", "日期", "날짜", "تاريخ", "tarih", "dato", "sendt",
    ),
    "subject": (
        "subject", "betreff", "objet", "asunto", "oggetto", "assunto", "тема", "onderwerp", "ämne", "emne", "temat", "aihe",
        "件名", "主题", "主旨", "제목", "الموضوع", "konu",
    ),
}  # fmt: skip
"""Names of a header's fields as mail programs write them over a message that they hand on."""
_FIELD_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names}

_find_field = re.compile(r"[>*\s]*([^\W\d_][\w \-]{0,20}?)\*?\s*[:：]\*?\s*(.*?)\s*\Z").match
_is_signature = re.compile(r"--\s?\Z").match
_is_rule = re.compile(r"[_=\-*~]{20,}\s*\Z").match
_is_footer = re.compile(r"\S+@\S+\.\w|https?://|www\.").search


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """A message within another one's text."""

    text: str
    sender: str
    date: str
    subject: str


def unflow(text: str, *, is_joined: bool) -> str:
    """
    Join the lines of a flowed text: a line that ends with a space goes on in the next one.

    Args:
        text: The lines as they were sent.
        is_joined: Whether that space is the sender's mark and not of the text (``DelSp=yes``).

    Source:
        Gellens (2004), RFC 3676, sections 4.1 to 4.5.
    """
    lines: list[str] = []
    is_open = False
    depth = 0
    for raw in text.split("\n"):
        line = raw.lstrip(">")
        quoted = len(raw) - len(line)
        line = line.removeprefix(" ")
        mark = "> " if quoted else ""
        if is_open and quoted == depth and line != "-- ":
            lines[-1] += line
        else:
            lines.append(mark + line)
        depth = quoted
        is_open = line.endswith(" ") and line != "-- "
        if is_open and is_joined:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line if line == "-- " else line.rstrip() for line in lines)


def find_forwarded(text: str) -> Forwarded | None:
    """Find a message that a text hands on: two fields of a header or more, after no more than a note."""
    lines = text.split("\n")
    words = 0
    for start, line in enumerate(lines):
        if words > _MAX_NOTE:
            return None
        if _named(line) is not None:
            found: dict[str, str] = {}
            end = start
            # A field too long for its line goes on in the next, and paragraphs of a page part the fields.
            while end < len(lines) and end < start + 16:
                named = _named(lines[end])
                if named is not None:
                    found.setdefault(*named)
                elif lines[end].strip() and _find_field(lines[end]) is None:
                    break
                end += 1
            is_message = "sender" in found and len(found) > 1 and ("subject" in found or "@" in found["sender"])
            if is_message and any(line.strip() for line in lines[end:]):
                body = [line.removeprefix(">").removeprefix(" ") for line in lines[end:]] if line.startswith(">") else lines[end:]
                return Forwarded(
                    text="\n".join(body).strip("\n"),
                    sender=found["sender"],
                    date=found.get("date", ""),
                    subject=found.get("subject", ""),
                )
        words += len(line.split())
    return None


def drop_footers(text: str) -> str:
    """Leave out the signature, and what a list writes below each message."""
    lines = text.split("\n")
    for start in range(max(len(lines) - _MAX_FOOTER, 1), len(lines)):
        footer = lines[start + 1 :]
        if _is_signature(lines[start]) or (_is_rule(lines[start]) and any(map(_is_footer, footer))):
            return "\n".join(lines[:start]).rstrip()
    return text


def _named(line: str) -> tuple[str, str] | None:
    found = _find_field(line)
    field = _FIELD_BY_NAME.get(found[1].strip().lower()) if found is not None else None
    return (field, found[2]) if found is not None and field is not None else None
