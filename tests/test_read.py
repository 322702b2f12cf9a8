"""Reading: every good article comes out once and in order, every bad file with its reason, and nothing is raised."""

import codecs
import gzip
import io
import json
import logging
import os

import pytest

from detector.errors import SourceNotFoundError
from detector.ingestion.read import read
from detector.settings import Settings

TEXT = "The council voted on Tuesday to rebuild the bridge.\n\nWork is to begin in March and to last a year."
RUSSIAN = (
    "Городской совет проголосовал во вторник за восстановление моста.\n\n"
    "Работы начнутся в марте и продлятся год. Жители говорят, что поверят этому, когда увидят мост своими глазами."
)
JAPANESE = (
    "市議会は火曜日、橋の再建を可決した。\n\n工事は三月に始まり、一年間続く予定である。住民は完成を待ち望んでいると話した。"
)


class Folder:
    """A folder of files, and what reading it gave."""

    def __init__(self, path):
        self.path = path
        self.skipped = []

    def write(self, name, content):
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return file

    def read(self, *paths, **settings):
        self.skipped.clear()
        return list(read(*(paths or (self.path,)), settings=Settings(**settings), on_skip=self.skipped.append))

    def reasons(self):
        return {skipped.path: skipped.reason for skipped in self.skipped}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_a_text_file_is_a_title_and_a_body(folder):
    """The first short paragraph without a full stop is the title, and is not repeated in the text."""
    folder.write("one.txt", f"Town to rebuild its bridge\r\n\r\n{TEXT}".replace("\n", "\r\n").replace("\r\r", "\r"))
    (article,) = folder.read()
    assert (article.id, article.path, article.title, article.text) == ("one.txt", "one.txt", "Town to rebuild its bridge", TEXT)


@pytest.mark.parametrize("start", ["It began with a sentence that ends.", "Source: Harbour Council", "Note:"])
def test_a_first_paragraph_that_is_no_title_stays_in_the_text(folder, start):
    """A sentence, a notice and a label are not titles."""
    folder.write("one.txt", f"{start}\n\n{TEXT}")
    (article,) = folder.read()
    assert (article.title, article.text) == ("", f"{start}\n\n{TEXT}")


def test_a_text_of_one_paragraph_has_no_title(folder):
    """There must be something left to be the body."""
    folder.write("one.txt", "Town to rebuild its bridge")
    (article,) = folder.read()
    assert (article.title, article.text) == ("", "Town to rebuild its bridge")


def test_folders_are_read_in_order_of_path(folder):
    """Below subfolders too; hidden files and folders are not there."""
    for name in ("b.txt", "a/z.txt", "a.txt", ".hidden.txt", ".git/x.txt", "a/.x/y.txt"):
        folder.write(name, TEXT)
    assert [article.id for article in folder.read()] == ["a.txt", "a/z.txt", "b.txt"]
    assert folder.skipped == []


def test_two_roots_with_one_name_are_told_apart_by_their_fuller_path(folder):
    """The first keeps its short name."""
    left, right = folder.write("left/one.txt", TEXT).parent, folder.write("right/one.txt", TEXT).parent
    first, second = folder.read(left, right)
    assert first.id == "one.txt"
    assert second.id.endswith("right/one.txt")


def test_a_file_reached_twice_is_read_once(folder):
    """A file given twice is not a copy of itself."""
    file = folder.write("one.txt", TEXT)
    assert len(folder.read(file, folder.path)) == 1
    assert "read once" in folder.skipped[0].reason


def test_a_link_that_leads_back_does_not_hang(folder):
    """A folder linked into itself is entered once."""
    folder.write("a/one.txt", TEXT)
    (folder.path / "a" / "loop").symlink_to(folder.path, target_is_directory=True)
    (folder.path / "gone.txt").symlink_to(folder.path / "nowhere.txt")
    assert [article.id for article in folder.read()] == ["a/one.txt"]
    assert "must be readable" in folder.reasons()["gone.txt"]


def test_a_missing_path_is_told_before_anything_is_read(folder):
    """The error comes at the call, not at the first article."""
    folder.write("one.txt", TEXT)
    with pytest.raises(SourceNotFoundError, match=r"nowhere"):
        read(folder.path, folder.path / "nowhere")


def test_an_empty_folder_is_not_silent(folder):
    """Nothing comes out, and the reason says so."""
    assert folder.read() == []
    assert "held no file" in folder.skipped[0].reason


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "was empty"),
        ("blank.txt", b" \n\t\n", "was empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(40), "binary: PNG"),
        ("paper.txt", b"%PDF-1.7\n1 0 obj", "binary: PDF"),
        ("half.zip", b"PK\x03\x04" + b"abc" * 20, "must be whole"),
        ("bytes.dat", b"abc\x00def", "NUL bytes"),
        ("numbers.txt", b"12 34\n\n56", "words"),
        ("gold.csv", b"id,group\n1,2\n", "answers of a corpus"),
        ("table.csv", b"id,summary\n1,hello\n", "the column of its text"),
        ("feed.xml", b"<?xml version='1.0'?><rss></rss>", "<rss> without one"),
        ("news.xml", b"<?xml version='1.0'?><NewsML Version='1.2'></NewsML>", "other markup, <NewsML>"),
        ("broken.json", b'{"text": "no end', "valid JSON"),
        ("list.json", b"[]", "was empty"),
        ("deep.json", b"[" * 100_000, "JSON"),
        ("title.json", b'{"title": "Only a title"}', "had: title"),
        ("scalar.json", b"3", "JSON object, was int"),
        ("empty.html", b"<html><body></body></html>", "words"),
        ("cut.jsonl.gz", b"\x1f\x8b\x08", "must be whole"),
        ("plain.jsonl.gz", b"{}", "must be whole"),
        ("half.txt", codecs.BOM_UTF16_LE + b"a\x00b", "utf-16"),
    ],
)
def test_a_file_that_holds_no_article_is_skipped_with_its_reason(folder, name, content, reason):
    """And the good one beside it is read."""
    folder.write(name, content)
    folder.write("zz.txt", TEXT)
    assert [article.id for article in folder.read()] == ["zz.txt"]
    assert reason in folder.reasons()[name]


def test_a_file_over_the_limit_is_skipped(folder):
    """The reason names the setting."""
    folder.write("big.txt", TEXT * 20)
    assert folder.read(max_file_bytes=200) == []
    assert "at most 200 bytes (max_file_bytes)" in folder.reasons()["big.txt"]


def test_an_unreadable_file_is_skipped(folder):
    """A link to itself can be opened by no user, the superuser included."""
    (folder.path / "secret.txt").symlink_to(folder.path / "secret.txt")
    assert folder.read() == []
    assert "must be readable" in folder.reasons()["secret.txt"]


def test_a_pipe_in_a_folder_is_not_waited_for(folder):
    """Only regular files are read from folders."""
    (folder.path / "d").mkdir()
    os.mkfifo(folder.path / "d" / "pipe.txt")
    assert folder.read() == []
    assert "regular files" in folder.reasons()["d/pipe.txt"]


def test_without_a_listener_a_skipped_file_is_logged(folder, caplog):
    """Never silent."""
    folder.write("empty.txt", b"")
    with caplog.at_level(logging.WARNING, logger="detector.ingestion.read"):
        assert list(read(folder.path)) == []
    assert "skipped empty.txt: a file must hold text" in caplog.text


def test_a_broken_line_costs_only_itself(folder):
    """It is named by its number; the lines around it are read."""
    lines = [json.dumps({"id": f"n{number}", "text": TEXT}) for number in range(1, 10)]
    lines[6] = '{"id": "n7", "text": '
    lines[3] = ""
    folder.write("file.jsonl", "\n".join(lines))
    assert [article.id for article in folder.read()] == ["n1", "n2", "n3", "n5", "n6", "n8", "n9"]
    assert list(folder.reasons()) == ["file.jsonl:7"]
    assert "one JSON object" in folder.skipped[0].reason


def test_records_without_an_id_are_numbered(folder):
    """By the line of the file, or by their place in the list."""
    folder.write("a.jsonl", f"\n{json.dumps({'text': TEXT})}\n")
    folder.write("b.json", json.dumps({"articles": [{"body": TEXT}, {"body": TEXT, "id": 12}]}))
    assert [article.id for article in folder.read()] == ["a.jsonl#2", "b.json#1", "12"]


def test_a_line_over_the_limit_costs_only_itself(folder):
    """JSON Lines are bounded by line, not as a whole."""
    good = json.dumps({"id": "good", "text": TEXT})
    long = json.dumps({"id": "long", "text": TEXT * 30})
    last = json.dumps({"id": "last", "text": TEXT})
    folder.write("a.jsonl", f"{good}\n{long}\n{last}\n")
    assert [article.id for article in folder.read(max_file_bytes=400)] == ["good", "last"]
    assert list(folder.reasons()) == ["a.jsonl:2"]


def test_what_was_unpacked_before_the_damage_stays(folder):
    """A truncated download gives its first articles and one reason."""
    lines = "".join(json.dumps({"id": f"n{number}", "text": f"{TEXT} {os.urandom(40).hex()}"}) + "\n" for number in range(200))
    packed = gzip.compress(lines.encode())
    folder.write("a.jsonl.gz", packed[: len(packed) // 2])
    assert 10 < len(folder.read()) < 200
    assert list(folder.reasons()) == ["a.jsonl.gz"]


def test_a_packed_file_that_grows_without_end_is_left(folder):
    """Of one endless line, and of endless lines, no more is unpacked than the limits allow."""
    folder.write("line.jsonl.gz", gzip.compress(b"x" * 5_000_000))
    folder.write("lines.jsonl.gz", gzip.compress(b"\n" * 5_000_000))
    assert folder.read(max_file_bytes=100_000) == []
    assert all("grow more than 200 times" in folder.reasons()[name] for name in ("line.jsonl.gz", "lines.jsonl.gz"))


def test_field_names_of_many_schemas_are_known(folder):
    """schema.org, IPTC and content systems name the same things."""
    records = [
        {"uri": "u1", "headline": "H", "body_text": TEXT, "versioncreated": "2026-01-20T10:00:00Z", "language": "en"},
        {
            "guid": "u2",
            "name": "H",
            "articleBody": TEXT,
            "datePublished": "2026-01-20",
            "inLanguage": "en",
            "publisher": {"name": "P"},
        },
        {
            "id": 3,
            "title": {"rendered": "H"},
            "content": {"rendered": "<p>One here.</p><p>Two <b>here</b>.</p>"},
            "date": 1768903200,
        },
    ]
    folder.write("a.json", json.dumps(records))
    first, second, third = folder.read()
    assert (first.id, first.title, first.published, first.language) == ("u1", "H", "2026-01-20T10:00:00Z", "en")
    assert (second.id, second.outlet, second.published) == ("u2", "P", "2026-01-20")
    assert (third.id, third.title, third.text) == ("3", "H", "One here.\n\nTwo here.")
    assert third.published == "2026-01-20T10:00:00+00:00"


def test_declared_relations_are_kept(folder):
    """What an article says of its original is evidence later."""
    record = {"id": "a", "text": TEXT, "translationOfWork": {"@id": "urn:b", "inLanguage": "ru"}, "isBasedOn": ["urn:c"]}
    folder.write("a.json", json.dumps(record))
    (article,) = folder.read()
    assert [(found.kind, found.target, found.language) for found in article.relations] == [
        ("translationOfWork", "urn:b", "ru"),
        ("isBasedOn", "urn:c", None),
    ]


def test_a_date_that_cannot_be_read_does_not_cost_the_article(folder, caplog):
    """It is left out, and the log says so."""
    folder.write("a.jsonl", json.dumps({"id": "a", "text": TEXT, "date": "last Tuesday"}))
    with caplog.at_level(logging.WARNING):
        (article,) = folder.read()
    assert article.published is None
    assert "published must be an ISO 8601 date" in caplog.text


def test_a_date_of_a_feed_is_read(folder):
    """RFC 5322, as RSS writes it."""
    folder.write("a.jsonl", json.dumps({"id": "a", "text": TEXT, "pubDate": "Tue, 20 Jan 2026 10:00:00 +0100"}))
    assert folder.read()[0].published == "2026-01-20T10:00:00+01:00"


def test_json_lines_under_the_name_of_json_are_read(folder):
    """People rename."""
    folder.write("a.json", "\n".join(json.dumps({"id": name, "text": TEXT}) for name in "xy"))
    assert [article.id for article in folder.read()] == ["x", "y"]


def test_half_a_character_in_json_is_mended(folder):
    """A lone surrogate could not be written out again."""
    folder.write("a.json", '{"text": "Emoji \\ud83d cut in half"}')
    assert folder.read()[0].text == "Emoji \ufffd cut in half"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-8-sig"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "utf-32"),
        (JAPANESE, "utf-8"),
    ],
)
def test_the_usual_encodings_are_read(folder, text, encoding):
    """By byte order mark, as UTF-8, or by a guess."""
    folder.write("a.txt", text.encode(encoding))
    assert folder.read()[0].text == text


def test_a_utf_8_text_with_one_broken_letter_is_still_utf_8(folder):
    """One careless cut does not turn every accent into two characters."""
    folder.write("a.txt", ("Café, thé et crème brûlée à l'été. " * 10).encode() + "é".encode()[:1])
    assert folder.read()[0].text.startswith("Café, thé et crème brûlée")


def test_markdown_loses_its_marks_and_keeps_its_words(folder):
    """Front matter gives the fields, the heading the title."""
    page = (
        '---\ntitle: "A bridge"\ndate: 2026-01-20\nlang: en\nurl: https://example.org/bridge\n---\n'
        "# A bridge, again\n\nThe **council** voted to [rebuild](https://example.org) the _old_ bridge.\n\n"
        "![A picture](x.png)\n\n## Cost\n\n> Four million\n\n- crowns\n- and more\n"
    )
    folder.write("a.md", page)
    (article,) = folder.read()
    assert (article.title, article.published, article.language, article.url) == (
        "A bridge",
        "2026-01-20",
        "en",
        "https://example.org/bridge",
    )
    assert "The council voted to rebuild the old bridge." in article.text
    assert not set("#*_[]>!") & set(article.text)


def test_a_page_gives_its_body_and_what_it_declares(folder):
    """JSON-LD, Open Graph and HTML together; the menu is not the article."""
    declared = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Example"},
            {
                "@type": ["NewsArticle"],
                "headline": "Town to rebuild its bridge",
                "datePublished": "2026-01-20T08:00:00+01:00",
                "translationOfWork": {"@id": "https://example.org/ru"},
            },
        ],
    }
    body = "".join(f"<p>{paragraph} {paragraph}</p>" for paragraph in TEXT.split("\n\n"))
    page = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>x</title>
    <meta property="og:site_name" content="The Example">
    <link rel="canonical" href="https://example.org/bridge">
    <link rel="alternate" hreflang="fr" href="https://example.org/pont">
    <link rel="alternate" hreflang="x-default" href="https://example.org/">
    <script type="application/ld+json">{json.dumps(declared)}</script></head>
    <body><nav><a href="/">Home</a><a href="/news">News</a></nav>
    <article><h1>Town to rebuild its bridge</h1>{body}</article><footer>All rights reserved</footer></body></html>"""
    folder.write("a.html", page)
    (article,) = folder.read()
    assert (article.title, article.language, article.outlet) == ("Town to rebuild its bridge", "en-GB", "The Example")
    assert (article.published, article.canonical) == ("2026-01-20T08:00:00+01:00", "https://example.org/bridge")
    assert [(found.kind, found.target, found.language) for found in article.relations] == [
        ("translationOfWork", "https://example.org/ru", None),
        ("alternate", "https://example.org/pont", "fr"),
    ]
    assert article.text.startswith("The council voted")
    assert article.text.count("\n\n") == 1
    assert "Home" not in article.text
    assert folder.read() == [article]


def test_a_page_in_its_declared_encoding_is_read(folder):
    """The page knows better than a guess."""
    folder.write(
        "a.html", f'<html><head><meta charset="windows-1251"></head><body><p>{RUSSIAN}</p></body></html>'.encode("cp1251")
    )
    assert "Городской совет" in folder.read()[0].text


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (json.dumps({"id": "a", "text": TEXT}) + "\n" + json.dumps({"id": "b", "text": TEXT}), ["a", "b"]),
        (json.dumps([{"id": "a", "text": TEXT}], indent=1), ["a"]),
        (json.dumps({"id": "a", "text": TEXT}, indent=1), ["a"]),
        ('{"id": "a",\n"text": "The council voted on Tuesday."}', ["a"]),
        (json.dumps({"articles": [{"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}]}), ["a", "b"]),
        (json.dumps({"id": "a", "text": TEXT, "items": [1, 2]}), ["a"]),
        (TEXT, ["-"]),
        (f"<html><body><p>{TEXT}</p></body></html>", ["-"]),
    ],
)
def test_standard_input_is_told_by_its_content(monkeypatch, content, ids):
    """JSON Lines, JSON, text and pages."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    assert [article.id for article in read("-")] == ids


def test_a_file_without_a_known_suffix_is_told_by_its_content(folder):
    """Text is text under any name."""
    folder.write("story", TEXT)
    folder.write("story.page", f"<!DOCTYPE html><html><body><p>{TEXT}</p></body></html>")
    folder.write("wire.dat", json.dumps({"id": "w", "text": TEXT}))
    assert [article.id for article in folder.read()] == ["story", "story.page", "w"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le maire a annoncé mardi que la forêt brûlée après l'été sera replantée à l'automne prochain."),
        ("cp1252", "La mairie élève des abeilles près de la fenêtre du théâtre."),
        ("cp1252", "A prefeitura não concluiu a construção da estação até amanhã."),
        ("cp1252", "Borgmesteren åbnede broen på øen søndag aften."),
        ("cp1250", "Starosta řekl, že nová školní budova bude otevřena příští týden v neděli večer."),
        ("cp1250", "Burmistrz ogłosił, że most zostanie otwarty w przyszłą środę po południu."),
        ("cp1251", "Мэр сообщил, что мост откроют в следующий понедельник утром."),
    ],
)
def test_one_sentence_is_read_in_the_encoding_of_its_language(tmp_path, encoding, text):
    """Western and central European encodings differ in a few letters: the language tells which was meant."""
    path = tmp_path / "short.txt"
    path.write_bytes(text.encode(encoding))
    (article,) = read(path)
    assert article.text == text
