"""Records in JSON, CSV and Parquet: streamed, by declared names, each broken one costs only itself."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from apart import read_apart
from broken import STORY
from hypothesis import given, settings
from hypothesis import strategies as st
from test_archives import read_bytes
from test_broken import MAX_MEMORY
from test_read import RUSSIAN

import detector
from detector import Settings, SettingsError
from detector.ingestion.formats import jsondocument, record
from detector.settings import FIELDS

LONG = "x" * 9000


def many(n_records: int) -> list[dict[str, str]]:
    return [{"id": f"n{number}", "title": f"Bridge {number}", "text": f"{STORY} {LONG}"} for number in range(n_records)]


@pytest.mark.parametrize(
    ("before", "after"),
    [("[", "]"), ('{"count": 3, "articles": [', '], "next": null}'), ('{"items": [', '], "text": ""}'), ("\ufeff [ ", " ]\n ")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_long_document_gives_the_records_that_it_would_give_at_once(tmp_path, before, after, encoding):
    """More than is decoded at once, in each of the forms that a list may have."""
    records = many(600)
    text = (before + ",\n".join(map(json.dumps, records)) + after).removeprefix("\ufeff" if encoding == "utf-16" else "")
    assert len(text) > jsondocument._WHOLE
    articles, skipped = read_bytes(tmp_path, "x.json", text.encode(encoding))

    assert skipped == {}
    assert [(article.id, article.title) for article in articles] == [(found["id"], found["title"]) for found in records]


def test_a_long_document_that_is_one_article_is_one(tmp_path):
    """Its other fields may hold lists, after its text."""
    record = {"id": "long", "text": STORY + " council" * 600_000, "items": [1, 2], "title": "Bridge"}
    articles, skipped = read_bytes(tmp_path, "x.json", json.dumps(record).encode())

    assert skipped == {}
    assert [(article.id, article.title, len(article.text)) for article in articles] == [("long", "Bridge", len(record["text"]))]


def test_long_json_lines_under_the_name_of_json_are_read(tmp_path):
    """Line by line, whatever their size."""
    content = "\n".join(map(json.dumps, many(600))).encode()
    articles, skipped = read_bytes(tmp_path, "x.json", content)

    assert (len(articles), skipped) == (600, {})


@pytest.mark.parametrize("damage", [b"]]", b"{", b'"', b"", b", ,"])
def test_what_came_before_the_damage_in_a_long_document_stays(tmp_path, damage):
    """One reason tells of the rest."""
    good = b"[" + b",".join(json.dumps(record).encode() for record in many(600))
    articles, skipped = read_bytes(tmp_path, "x.json", good + damage)

    assert len(articles) == 600
    assert "valid JSON" in skipped["x.json"]


@settings(deadline=None)
@given(
    values=st.lists(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=8,
        ),
        max_size=6,
    ),
    step=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
    is_ascii=st.booleans(),
)
def test_a_document_read_in_pieces_is_the_document_read_at_once(values, step, indent, is_ascii):
    """Wherever the pieces are cut."""
    content = json.dumps(values, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    document = jsondocument._Document(content[:step], Stepwise(content[step:], step), "x", "x", LIMITS)
    found = []
    document._takes("[")
    while not document._takes("]"):
        found.append(document._value())
        document._takes(",")

    assert found == values


class Stepwise(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def __init__(self, content: bytes, step: int) -> None:
        super().__init__(content)
        self._step = step

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._step)


LIMITS = jsondocument.Limits(max_file_bytes=1_000_000)


def test_a_document_of_records_takes_the_memory_of_one(tmp_path):
    """A hundred megabytes of them."""
    line = json.dumps({"text": f"{STORY} {LONG}"}).encode()
    with (tmp_path / "x.json").open("wb") as file:
        file.write(b"[" + line)
        for _ in range(12_000):
            file.write(b"," + line)
        file.write(b"]")
    found = read_apart(tmp_path / "x.json")

    assert len(found.ids) == 12_001
    assert found.peak < 200


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_table_is_read_whatever_parts_its_cells(tmp_path, delimiter, encoding):
    """With line ends, delimiters and quotation marks in its cells, in the encodings of spreadsheets."""
    text = f'{RUSSIAN}\n\nМэр; "сказал", что | билет\tстоит 6 евро, а летом дешевле.'
    out = io.StringIO(newline="")
    rows = csv.writer(out, delimiter=delimiter)
    rows.writerows(
        [["ID", "Headline", "Body", "Date"], ["r1", "Bridge", text, "2026-03-02"], [], ["", "Ferry", text, "nonsense"]]
    )
    articles, skipped = read_bytes(tmp_path, "x.csv", out.getvalue().encode(encoding))

    assert skipped == {}
    assert [(article.id, article.title, article.text, article.published) for article in articles] == [
        ("r1", "Bridge", text, "2026-03-02"),
        ("x.csv#2", "Ferry", text, None),
    ]


def test_a_table_is_told_by_its_content(tmp_path, monkeypatch):
    """Where its first row names the text and another field; a text with commas stays a text."""
    table = f'id,title,text\nr1,Bridge,"{STORY}"\n'.encode()
    assert [article.id for article in read_bytes(tmp_path, "story", table)[0]] == ["r1"]
    assert [article.id for article in read_bytes(tmp_path, "note.txt", b"Text, title and other words, all in one line.")[0]] == [
        "note.txt"
    ]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table)))
    assert [article.id for article in detector.read("-")] == ["r1"]


def test_a_table_that_says_its_delimiter_first_is_read(tmp_path):
    """As spreadsheets write it for one another."""
    articles, skipped = read_bytes(tmp_path, "x.csv", f"sep=;\ntext;id\n{STORY.splitlines()[0]};r1\n".encode())
    assert ([article.id for article in articles], skipped) == (["r1"], {})


def test_a_cell_longer_than_the_limit_costs_its_row(tmp_path):
    """And the bound that the csv module keeps for the whole process is as it was."""
    before = csv.field_size_limit()
    rows = f"id,text\nr1,The council voted.\nr2,{'x ' * 3000}\nr3,The council voted.\n"
    articles, skipped = read_bytes(tmp_path, "x.csv", rows.encode(), max_file_bytes=4000)

    assert [article.id for article in articles] == ["r1", "r3"]
    assert list(skipped) == ["x.csv:2"]
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("name", ["x.csv", "x.json", "x.jsonl", "x.parquet"])
def test_declared_names_are_looked_for_there_and_nowhere_else(tmp_path, name):
    """In every format of records; names that are not declared stay the usual ones."""
    record = {"kicker": "Bridge", "title": "not this", "story": STORY, "text": "nor this", "date": "2026-03-02"}
    articles, skipped = read_bytes(tmp_path, name, written(record, name), fields={"title": "Kicker", "text": "story"})

    assert skipped == {}
    assert [(article.title, article.text, article.published) for article in articles] == [("Bridge", STORY, "2026-03-02")]


def written(record: dict[str, str], name: str) -> bytes:
    if name.endswith(".csv"):
        out = io.StringIO(newline="")
        rows = csv.DictWriter(out, list(record))
        rows.writeheader()
        rows.writerow(record)
        return out.getvalue().encode()
    if name.endswith(".parquet"):
        import pyarrow
        import pyarrow.parquet

        packed = io.BytesIO()
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist([record]), packed)
        return packed.getvalue()
    return json.dumps(record).encode()


def test_a_declared_name_may_lead_into_an_object(tmp_path):
    """By dots, and by numbers into lists; a name that itself has a dot goes first."""
    record = {"content": {"Body": STORY}, "heads": [{"x": "not"}, {"x": "Bridge"}], "a.b": "2026-03-02", "a": {"b": "2020-01-01"}}
    names = {"text": "content.body", "title": "heads.1.x", "published": "a.b"}
    articles, skipped = read_bytes(tmp_path, "x.json", json.dumps([record]).encode(), fields=names)

    assert skipped == {}
    assert [(article.title, article.text, article.published) for article in articles] == [("Bridge", STORY, "2026-03-02")]


PARAGRAPHS = ("The bridge opened on Monday.", "It cost six million.", "The mayor <b>cut</b> a ribbon.", "Rain fell.")


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.parquet"])
def test_a_declared_name_leads_through_all_objects_of_a_list(tmp_path, name):
    """Their values are the paragraphs, in their order; of a field that is no text the first value counts."""
    record = {"doc": {"content": [{"P": paragraph, "kind": f"k{place}"} for place, paragraph in enumerate(PARAGRAPHS)]}}
    names = {"text": "doc.content.p", "title": "doc.content.kind", "alternate_ids": "doc.content.kind"}
    articles, skipped = read_bytes(tmp_path, name, written(record, name), fields=names)

    assert skipped == {}
    assert [(article.text, article.title) for article in articles] == [("\n\n".join(PARAGRAPHS), "k0")]
    assert articles[0].alternate_ids == ("k0", "k1", "k2", "k3")


def test_what_is_no_text_among_the_paragraphs_of_a_list_is_passed_over(tmp_path):
    """Pictures, numbers, nulls and objects without the name; values that are lists themselves are as many paragraphs."""
    content = [{"p": PARAGRAPHS[0]}, {"image": "a.jpg"}, {"p": None}, "loose", 5, [{"p": "deeper"}], {"p": 12}, {"p": True}]
    content += [{"p": [PARAGRAPHS[1], 7, {"text": PARAGRAPHS[2]}]}, {"p": {"text": PARAGRAPHS[3]}}]
    record = {"doc": {"content": content}}
    articles, skipped = read_bytes(tmp_path, "x.json", json.dumps(record).encode(), fields={"text": "doc.content.p"})

    assert skipped == {}
    assert [article.text for article in articles] == ["\n\n".join(PARAGRAPHS)]


def test_a_list_whose_objects_hold_no_text_is_skipped_with_the_name_that_was_looked_for(tmp_path):
    """A record costs only itself."""
    lines = [{"doc": {"content": [{"p": 5}, {"q": STORY}]}}, {"doc": {"content": []}}, {"doc": {"content": [{"p": STORY}]}}]
    content = "\n".join(map(json.dumps, lines)).encode()
    articles, skipped = read_bytes(tmp_path, "x.jsonl", content, fields={"text": "doc.content.p"})

    assert [article.text for article in articles] == [STORY]
    assert set(skipped) == {"x.jsonl:1", "x.jsonl:2"}
    assert all("must have words in doc.content.p, had: doc" in reason for reason in skipped.values())


@pytest.mark.parametrize("n_more", [0, 2_000_000])
def test_a_list_that_is_declared_as_the_text_is_no_list_of_records(tmp_path, n_more):
    """Though its name is one of those that hold records, in a short document and in one too long to be decoded at once."""
    record = {"id": "one", "items": [{"p": paragraph} for paragraph in PARAGRAPHS], "more": "word " * n_more}
    articles, skipped = read_bytes(tmp_path, "x.json", json.dumps(record).encode(), fields={"text": "items.p"})

    assert skipped == {}
    assert [(article.id, article.text) for article in articles] == [("one", "\n\n".join(PARAGRAPHS))]


@given(st.lists(st.sampled_from([*PARAGRAPHS, "", None, 3, True, ["Two words.", "Two more."]]), max_size=8))
@settings(max_examples=60, deadline=None)
def test_paragraphs_of_a_list_keep_their_order(values):
    """Whatever stands between them."""
    each = [text for value in values for text in (value if isinstance(value, list) else [value])]
    wanted = [text for text in each if isinstance(text, str) and text]
    found = record._body(record._at({"content": [{"p": value} for value in values]}, "content.p"))
    assert found == "\n\n".join(wanted)


def test_a_record_without_the_declared_text_says_what_it_has(tmp_path):
    """So that the name can be put right."""
    _, skipped = read_bytes(tmp_path, "x.jsonl", json.dumps({"body": STORY}).encode(), fields={"text": "story"})
    assert "must have words in story, had: body" in skipped["x.jsonl:1"]


def test_a_table_without_names_is_read_by_numbers(tmp_path):
    """Columns count from 1."""
    line = STORY.splitlines()[0]
    articles, _ = read_bytes(tmp_path, "x.csv", f'Bridge,"{line}"\nFerry,"{line}"\n'.encode(), fields={"title": "1", "text": "2"})
    assert [(article.id, article.title, article.text) for article in articles] == [
        ("x.csv#1", "Bridge", line),
        ("x.csv#2", "Ferry", line),
    ]


def test_a_field_that_articles_do_not_have_cannot_be_declared():
    """The error names those that they have."""
    with pytest.raises(SettingsError, match=r"fields must be of id, title, .*, was: headline"):
        Settings(fields={"headline": "title"})
    with pytest.raises(SettingsError, match="must name where title stands"):
        Settings(fields={"title": ""})
    assert set(FIELDS) == set(record._FIELD_NAMES)
    assert hash(Settings(fields={"title": "a"})) == hash(Settings())


def test_parquet_of_many_groups_nulls_times_and_objects_is_read(tmp_path):
    """What columns may hold and JSON may not is given as JSON would have it."""
    import datetime

    import pyarrow
    import pyarrow.parquet

    zone = datetime.timezone(datetime.timedelta(hours=1))
    rows = [
        {"id": number, "title": None, "content": {"rendered": STORY}, "published": datetime.datetime(2026, 3, 2, 8, tzinfo=zone)}
        for number in range(300)
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "x.parquet", row_group_size=70)
    articles = list(detector.read(tmp_path))

    assert [article.id for article in articles] == [str(number) for number in range(300)]
    assert {(article.title, article.text) for article in articles} == {("", STORY)}
    assert {datetime.datetime.fromisoformat(article.published or "") for article in articles} == {rows[0]["published"]}


def test_a_damaged_parquet_file_gives_what_came_before(tmp_path):
    """And one reason."""
    import pyarrow
    import pyarrow.parquet

    rows = [{"id": f"n{number}", "text": f"{STORY} {number}"} for number in range(300)]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "y.parquet", row_group_size=100, compression="gzip")
    content = bytearray((tmp_path / "y.parquet").read_bytes())
    start = pyarrow.parquet.ParquetFile(tmp_path / "y.parquet").metadata.row_group(2).column(1).dictionary_page_offset
    content[start + 60 : start + 200] = bytes(140)
    (tmp_path / "y.parquet").unlink()
    articles, skipped = read_bytes(tmp_path, "x.parquet", bytes(content))

    assert [article.id for article in articles] == [f"n{number}" for number in range(200)]
    assert "must be whole" in skipped["x.parquet"]


def test_a_value_that_stands_in_every_row_of_a_parquet_file_takes_its_memory_once(tmp_path):
    """A file of a few kilobytes that holds thousands of long articles, all alike, is left."""
    import pyarrow
    import pyarrow.parquet

    texts = pyarrow.DictionaryArray.from_arrays(
        pyarrow.array([0] * 3000, pyarrow.int32()), pyarrow.array(["council " * 2_000_000])
    )
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), tmp_path / "x.parquet", compression="zstd", store_schema=False)
    found = read_apart(tmp_path)

    assert found.ids == ["x.parquet#1"]
    assert "max_expansion" in found.reasons["x.parquet"]
    assert found.peak < MAX_MEMORY / 3


def test_without_pyarrow_a_parquet_file_is_skipped_with_what_to_install(tmp_path):
    """The rest of the folder is read."""
    (tmp_path / "a.parquet").write_bytes(written({"text": STORY}, "a.parquet"))
    (tmp_path / "b.txt").write_text(STORY, encoding="utf-8")
    script = (
        "import sys; sys.modules['pyarrow'] = None; from detector import read\n"
        "skipped = []; print([article.id for article in read(sys.argv[1], on_skip=skipped.append)], skipped[0].reason)"
    )
    root = str(Path(detector.__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, check=True, text=True, cwd=root)

    assert done.stdout == "['b.txt'] reading Parquet needs pyarrow, which is not installed; pip install 'detector[parquet]'\n"
