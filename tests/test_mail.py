"""Mail: a message is an article with what its header says, a mailbox is many, and a broken one costs only itself."""

import base64
import datetime
import io
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web import paragraphs, write_eml, write_mbox

from detector.datatypes import Article, SkippedFile
from detector.errors import UnreadableArticleError
from detector.ingestion.formats.format import Limits
from detector.ingestion.formats.mail import MAIL, MBOX

TEXT = (
    "The council of Harrow Bay voted on Tuesday to rebuild the old harbour bridge.\n\n"
    "Work is to begin in March and to last a year, the mayor told reporters after the meeting.\n"
)
RUSSIAN = "Городской совет проголосовал во вторник за восстановление моста.\n\nРаботы начнутся в марте и продлятся год.\n"
HEADER = b"From: desk@example.org\r\nSubject: Bridge\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n"
LIMITS = Limits(max_file_bytes=1_000_000)


def read(content, form=MAIL, limits=LIMITS):
    """Read a message or a mailbox: its articles, and what was skipped."""
    content = content.as_bytes() if isinstance(content, EmailMessage) else content
    records = list(form.parse(io.BytesIO(content), "a", "a", limits))
    return [record[0] for record in records if not isinstance(record, SkippedFile)], [
        record for record in records if isinstance(record, SkippedFile)
    ]


def message(text=TEXT, **fields):
    mail = EmailMessage()
    if text:
        mail.set_content(text)
    mail["From"] = "Harrow Bay Press Office <press@harrow.example>"
    mail["Subject"] = "Town to rebuild its bridge"
    mail["Date"] = "Tue, 20 Jan 2026 08:00:00 +0100"
    mail["Message-ID"] = "<release-7@harrow.example>"
    for name, value in fields.items():
        mail[name.replace("_", "-")] = value
    return mail


def test_a_message_is_an_article_with_what_its_header_says():
    """Subject, date with zone, sender, language, its name and those of the messages that it answers or replaces."""
    mail = message(
        In_Reply_To="<a@x>", References="<b@x> <a@x>", Supersedes="<release-6@harrow.example>", Content_Language="en, fr"
    )
    ((article,), skipped) = read(mail)
    assert (article.id, article.title, article.text) == ("a", "Town to rebuild its bridge", TEXT.strip())
    assert (article.published, article.outlet, article.language) == ("2026-01-20T08:00:00+01:00", "Harrow Bay Press Office", "en")
    assert article.alternate_ids == ("release-7@harrow.example",)
    assert [(found.kind, found.target) for found in article.relations] == [
        ("In-Reply-To", "a@x"),
        ("References", "b@x"),
        ("References", "a@x"),
        ("Supersedes", "release-6@harrow.example"),
    ]
    assert skipped == []


def test_the_plain_body_is_read_where_it_is_a_real_one():
    """Else the page beside it: some programs send a line that says to use another."""
    page = (
        "<html><body><table><tr><td>"
        + "".join(f"<p>{line}</p>" for line in TEXT.split("\n\n"))
        + "</td></tr></table></body></html>"
    )
    real, notice, only = message(), message("Your mail program cannot show this message."), message("")
    for mail in (real, notice):
        mail.add_alternative(page, subtype="html")
    only.set_content(page, subtype="html")
    for mail in (real, notice, only):
        ((article,), _) = read(mail)
        assert paragraphs(article.text) == paragraphs(TEXT)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("koi8-r", "koi8-r"), ("no-such", "cp1251"), ("us-ascii", "utf-8"), ("iso-8859-1", "utf-8"), ("", "utf-8")],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64", "quoted-printable"])
def test_the_encoding_of_a_body_is_found_also_where_it_is_named_wrongly(charset, encoding, transfer):
    """Bytes that are UTF-8 are UTF-8."""
    body = (RUSSIAN * 3).encode(encoding)
    if transfer == "base64":
        body = base64.encodebytes(body)
    elif transfer == "quoted-printable":
        body = quopri.encodestring(body)
    label = f"Content-Type: text/plain; charset={charset}\r\n" if charset else ""
    ((article,), _) = read(HEADER + f"{label}Content-Transfer-Encoding: {transfer}\r\n\r\n".encode() + body)
    assert article.text.startswith("Городской совет проголосовал")


@pytest.mark.parametrize(
    "raw",
    [
        b"=?koi8-r?B?8M/T1NLPyc0g?= =?koi8-r?B?zc/T1A==?=",
        b"=?utf-8?Q?=D0=9F=D0=BE=D1=81=D1=82=D1=80=D0=BE=D0=B8=D0=BC_=D0=BC=D0?=\r\n =?utf-8?Q?=BE=D1=81=D1=82?=",
        "Построим мост".encode(),
        "Построим\r\n мост".encode(),
    ],
)
def test_a_subject_is_decoded(raw):
    """Encoded, cut in the middle of a letter, or put there as it is."""
    ((article,), _) = read(HEADER.replace(b"Bridge", raw) + b"\r\n" + RUSSIAN.encode())
    assert article.title == "Построим мост"


@pytest.mark.parametrize(
    "field",
    [
        "Date: 31 February",
        "Date:",
        "Date: Tue, 99 Jan 2026 08:00:00",
        "Subject: =?utf-8?B?A?=",
        "Subject: =?no-such?Q?x?=",
        'From: <<>,"',
        'Content-Type: text/plain; charset=""',
        "Content-Type: nonsense",
        "Content-Transfer-Encoding: none-such",
        "References: <<>> x",
    ],
)
def test_a_broken_field_does_not_cost_the_message(field):
    """What cannot be read is left out."""
    header = b"".join(line + b"\r\n" for line in HEADER.splitlines() if not field.encode().startswith(line.split(b":")[0]))
    ((article,), skipped) = read(header + field.encode() + b"\r\n\r\n" + TEXT.encode())
    assert (paragraphs(article.text), skipped) == (paragraphs(TEXT), [])


def test_a_release_that_is_attached_is_an_article_of_its_own():
    """As text, as a page or as a message; pictures are not read. The covering note is one too."""
    mail = message("Dear editors, please find attached our release of today about the harbour bridge. Kind regards.\n")
    mail.add_attachment(f"Bridge to rise again\n\n{TEXT}", filename="release.txt")
    mail.add_attachment(f"<html><head><title>Web</title></head><body><p>{TEXT * 2}</p></body></html>".encode(),
                        maintype="application", subtype="octet-stream", filename="release.html")  # fmt: skip
    mail.add_attachment(b"\x89PNG" + bytes(50), maintype="image", subtype="png", filename="a.png")
    mail.add_attachment(message(RUSSIAN, Content_Language="ru"))
    (articles, skipped) = read(mail)
    assert [article.id for article in articles] == ["a#1", "a#2", "a#3", "a#4"]
    assert [article.title for article in articles] == [
        "Town to rebuild its bridge",
        "Bridge to rise again",
        "Web",
        "Town to rebuild its bridge",
    ]
    assert [article.path for article in articles] == ["a", "a!/release.txt", "a!/release.html", "a"]
    assert articles[1].text == TEXT.strip()
    assert {article.published for article in articles} == {"2026-01-20T08:00:00+01:00"}
    assert (articles[3].language, skipped) == ("ru", [])


def test_flowed_lines_are_joined():
    """A line that ends with a space goes on; one that begins with a space had a mark before it."""
    text = "The council of Harrow Bay \nvoted on Tuesday.\n\n From the mayor no word \nwas heard.\n-- \nAnn\n"
    content = HEADER + b"Content-Type: text/plain; format=flowed\r\n\r\n" + text.encode()
    assert read(content)[0][0].text == "The council of Harrow Bay voted on Tuesday.\n\nFrom the mayor no word was heard."
    joined = (
        HEADER + b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n" + "市議会は \n可決した。".encode()
    )
    assert read(joined)[0][0].text == "市議会は可決した。"


@pytest.mark.parametrize(
    "footer",
    [
        "-- \nAnn Lee\nPress office",
        "_______________________________________________\nDesk mailing list\nDesk@lists.example.org\nhttps://lists.example.org/desk",
    ],
)
def test_signatures_and_list_footers_are_not_the_article(footer):
    """What a list adds in a part of its own neither."""
    assert read(message(f"{TEXT}\n{footer}\n"))[0][0].text == TEXT.strip()
    mail = message()
    mail.make_mixed()
    part = EmailMessage()
    part.set_content(footer)
    mail.attach(part)
    assert read(mail)[0][0].text == TEXT.strip()


@pytest.mark.parametrize(
    "block",
    [
        "---------- Forwarded message ---------\nFrom: Coast Agency <wire@coast.example>\nDate: Mon, 19 Jan 2026 18:00:00 +0000\n"
        "Subject: Bridge vote\nTo: <desk@example.org>\n",
        "Begin forwarded message:\n\n> From: Coast Agency <wire@coast.example>\n> Subject: Bridge vote\n"
        "> Date: Mon, 19 Jan 2026 18:00:00 +0000\n>\n",
        "-----Ursprüngliche Nachricht-----\nVon: Coast Agency <wire@coast.example>\nGesendet: Montag, 19. Januar 2026 18:00\n"
        "An: desk@example.org\nBetreff: Bridge vote\n",
        "-------- Пересылаемое сообщение --------\nОт: Coast Agency <wire@coast.example>\nКому: desk@example.org\n"
        "Тема: Bridge vote\n",
    ],
)
def test_a_forwarded_message_is_the_article(block):
    """The note before it is not; its own header counts."""
    mail = message(f"For tomorrow's paper? A.\n\n{block}\n{TEXT}")
    mail.replace_header("Subject", "Fwd: Bridge vote")
    ((article,), _) = read(mail)
    assert (article.title, article.outlet, article.text) == ("Bridge vote", "Coast Agency", TEXT.strip())


def test_a_message_with_much_to_say_is_the_article_whatever_it_quotes():
    """A note is short."""
    text = f"{TEXT * 5}\nFrom: A <a@x.example>\nSubject: B\n\nA line below.\n"
    assert read(message(text))[0][0].text == text.strip()


def test_a_message_without_text_says_so():
    """Also one of pictures only."""
    mail = message("")
    mail.add_attachment(b"\x89PNG" + bytes(50), maintype="image", subtype="png", filename="a.png")
    with pytest.raises(UnreadableArticleError, match="only attachments"):
        read(mail)
    with pytest.raises(UnreadableArticleError, match="max_file_bytes"):
        read(message(), limits=Limits(max_file_bytes=20))


@pytest.mark.parametrize("depth", [50, 5_000])
def test_parts_within_parts_without_end_are_survived(depth):
    """Either read, or skipped with a reason."""
    content = HEADER
    for number in range(depth):
        content += f"Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n".encode()
    content += b"Content-Type: text/plain\r\n\r\n" + TEXT.encode()
    try:
        articles, _ = read(content)
    except UnreadableArticleError as error:
        assert "less deeply" in error.reason or "only attachments" in error.reason
    else:
        assert articles[0].text.startswith("The council")


def test_a_mailbox_is_read_message_by_message():
    """A line in the text that begins with From is none of those that part messages; a large one costs only itself."""
    start = b"From desk@example.org Tue Jan 20 08:00:00 2026\n"
    first = write_eml(Article(id="1", title="One", text=f"{TEXT}\nFrom the mayor no word was heard at 10:30.\nNot one."))
    large = write_eml(Article(id="2", title="Two", text="Long. " * 2_000))
    empty = HEADER + b"\r\n"
    last = HEADER + b"\r\nThe council voted.\n>From here on, work begins.\n"
    box = b"".join(start + content.replace(b"\r\n", b"\n") + b"\n" for content in (first, large, empty, last))
    articles, skipped = read(box, MBOX, Limits(max_file_bytes=5_000))
    assert [article.id for article in articles] == ["a#1", "a#4"]
    assert "From the mayor no word was heard at 10:30." in articles[0].text
    assert articles[1].text == "The council voted.\nFrom here on, work begins."
    assert [found.path for found in skipped] == ["a:2", "a:3"]
    with pytest.raises(UnreadableArticleError, match="held none"):
        read(b"no mailbox\n", MBOX)


def test_a_mailbox_is_not_held_in_memory():
    """The first message is there before the last one is asked for."""

    class Endless(io.RawIOBase):
        n_lines = 0

        def readline(self, size=-1):
            self.n_lines += 1
            lines = [b"From a@b Tue Jan 20 08:00:00 2026\n", b"Subject: s\n", b"\n", b"The council voted.\n", b"\n"]
            return lines[(self.n_lines - 1) % len(lines)]

    stream = Endless()
    records = MBOX.parse(stream, "a", "a", LIMITS)
    assert [next(records)[0].id for _ in range(3)] == ["a#1", "a#2", "a#3"]
    assert stream.n_lines < 30


@pytest.mark.parametrize(
    ("start", "is_mail", "is_mailbox"),
    [
        (HEADER, True, False),
        (b"Received: from a\n\tby b; Tue\nFrom: a@b\n\nText", True, False),
        (b"From a@b Tue Jan 20 08:00:00 2026\nReturn-Path: <a@b>\n", False, True),
        (b"From the mayor came word at 10:30\nand then nothing", False, False),
        (b"Subject: A title\n\nA text", False, False),
        (b"Note: the council\n\nMessage-ID: x", False, False),
        (b"", False, False),
    ],
)
def test_mail_is_told_by_its_start(start, is_mail, is_mailbox):
    """And a text that begins like a letter is none."""
    assert (MAIL.recognises(start), MBOX.recognises(start)) == (is_mail, is_mailbox)


words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)
lines = st.lists(words, min_size=3, max_size=30).map(" ".join)
plain = lines.filter(lambda line: any(map(str.isalpha, line)) and not line.startswith(("-", "_", "=", "~", "*", ">")))
moments = st.datetimes(min_value=datetime.datetime(1990, 1, 1), timezones=st.just(datetime.UTC))
articles = st.builds(
    lambda title, text, moment, number: Article(
        id=f"x{number}", title=title, text="\n\n".join(text), published=moment.replace(microsecond=0).isoformat(), outlet="Desk"
    ),
    plain,
    st.lists(plain, min_size=1, max_size=5),
    moments,
    st.integers(),
).filter(lambda article: article.text.split("\n\n")[0].casefold() != article.title.casefold() and ":" not in article.text)


@given(article=articles)
def test_what_is_written_as_a_message_is_read_back(article):
    """Same text, title and date, in any script."""
    ((found,), skipped) = read(write_eml(article))
    assert (found.text, found.title, found.published) == (article.text, article.title, article.published)
    assert (found.outlet, skipped) == ("Desk", [])


@given(written=st.lists(articles, min_size=1, max_size=5))
def test_what_is_written_as_a_mailbox_is_read_back(written):
    """Message by message."""
    found, skipped = read(write_mbox(written), MBOX)
    assert [(article.text, article.title) for article in found] == [(article.text, article.title) for article in written]
    assert skipped == []
