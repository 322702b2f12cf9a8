"""The HTML report as text: what it asks of a browser, what is escaped in it, and how it reaches the disk."""

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_by_hand import RESULT, STATE, WIRE, prepared, related
from typer.testing import CliRunner

from detector.cli import app
from detector.datatypes import AlignedPassage, Band, CutPassage, Direction, Relation, Wrapper
from detector.errors import ReportError
from detector.reporting import html
from detector.reporting.charts import draw_timeline, first_of, who_was_first
from detector.reporting.html import to_html, to_html_files
from detector.reporting.pages import instant, make_page
from detector.reporting.report import write_files

PASSAGES = (
    AlignedPassage(left=(0,), right=(0,), similarity=0.8, wording=0.0),
    AlignedPassage(left=(1,), right=(1,), similarity=0.9, wording=0.8),
    AlignedPassage(left=(2,), right=(), similarity=0.0, wording=0.0),
    AlignedPassage(left=(), right=(2,), similarity=0.0, wording=0.0),
)


def block(text: str, key: str) -> dict:
    """Take the JSON of a page out of a report, as a browser finds it."""
    found = re.search(rf'<script type="application/json" id="{key}">(.*?)</script>', text, re.DOTALL)
    assert found, key
    return json.loads(found[1])


def test_the_page_allows_its_own_script_and_style_and_nothing_else():
    """The policy forbids all that it does not name, and names two hashes: those of what stands in the page."""
    text = to_html(RESULT)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    rules = policy[1].replace("&#39;", "'")

    assert rules.startswith("default-src 'none';")
    assert "unsafe" not in rules
    for kind, element in (("style", "style"), ("script", "script")):
        (inside,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in rules


def test_the_page_names_no_place_that_it_could_ask(tmp_path):
    """No address of a network stands in it but those of the articles, and the namespaces of XML are none."""
    addresses = set(re.findall(r"https?://[^\s\"'<]+", to_html(RESULT)))

    assert addresses <= {"http://www.w3.org/2000/svg"}


def test_the_script_makes_text_and_no_markup():
    """Whatever stands in an article, nothing in the script parses it."""
    script = html._source("report.js")

    assert not re.findall(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc", script
    )


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!-- <b>", "&amp;<img src=x onerror=1>", "\u2028'\"]]>"])
def test_what_articles_say_opens_no_element(text):
    """Titles, texts, names of files, outlets and reasons are escaped, in the overview as in the data of the pages."""
    evil = prepared("a.txt", text, title=text, path=text)
    evil = replace(evil, article=replace(evil.article, outlet=text, credit=text))
    pair = replace(related("a.txt", "b.txt", Relation.REVISION, differing_names=(text,), declared=(text,)), reasons=(text,))
    result = replace(RESULT, articles=(evil, prepared("b.txt", text)), clusters=(), pairs=(pair,))

    written = to_html(result)

    plain = to_html(replace(RESULT, articles=(prepared("a.txt", "x"), prepared("b.txt", "x")), clusters=(), pairs=(pair,)))
    for element in ("<script", "<img", "<!--", "<b>"):
        assert written.count(element) == plain.count(element), element
    assert block(written, "apart/1")["articles"][0]["texts"][1] == " ".join(text.split())


def test_a_name_of_a_file_that_is_no_unicode_is_shown_all_the_same():
    """Half a surrogate pair, as Python reads such a name, breaks no report."""
    odd = prepared("a\udcff.txt", "x", path="a\udcff.txt")
    result = replace(RESULT, articles=(odd,), clusters=(), pairs=())

    assert "a\ufffd.txt" in to_html(result)


def test_the_same_result_is_the_same_page():
    """Two reports of one run can be compared byte by byte."""
    assert to_html(RESULT) == to_html(RESULT)


def test_the_page_says_from_which_probability_what_is_safe_to_hide():
    """Whoever hides a pair by its band can read on the same page what the band asks for."""
    pairs = tuple(replace(pair, band=Band.REVIEW) for pair in RESULT.pairs)
    result = replace(RESULT, pairs=pairs, cut_offs={Relation.IDENTICAL: 0.97, Relation.TRANSLATION: 0.97})

    assert "Safe to hide: identical, translation; from 0.97, no fact differs." in to_html(result)


def test_a_pair_has_its_rows_changes_and_marks():
    """Headlines level, one sentence edited, one only left, one only right; and what was cut has a row of its own."""
    text = f"{WIRE.article.text}\n\nAll rights reserved."
    cut = CutPassage(start=len(WIRE.article.text) + 2, end=len(text), rule="rights")
    wire = replace(WIRE, article=replace(WIRE.article, text=text), wrapper=Wrapper(kind="page", passages=(cut,)))
    pair = replace(related("state.txt", "wire.txt", Relation.REVISION), passages=PASSAGES)

    page = make_page((STATE, wire), (pair,))

    assert page["articles"][1]["items"][-1] == {"cut": "All rights reserved.", "rule": "rights"}
    (written,) = page["pairs"]
    assert written["rows"] == [[1, 1], [1, 1], [1, 0], [0, 1], [0, 1]]
    assert [passage["change"] for passage in written["passages"]] == ["edited", "edited", "deleted", "added"]
    (left,), (right,) = written["passages"][1]["marks"]
    text = page["articles"][0]["texts"][1]
    assert text[left[0] : left[0] + left[1]].strip() == "left"
    assert sum(left) == len(text)
    assert sum(right) == len(page["articles"][1]["texts"][1])


def test_the_original_stands_on_the_left_and_the_facts_go_with_it():
    """A pair has no order of its own: on the page the original comes first, else the earlier, and no fact changes sides."""
    pair = replace(
        related(
            "state.txt",
            "wire.txt",
            Relation.REVISION,
            differing_numbers=("120 ≠ 125", "7 (left only)"),
            coverage_left=0.2,
            coverage_right=0.9,
        ),
        passages=PASSAGES,
        direction=Direction(original_id="wire.txt", probability=0.9),
    )

    (written,) = make_page((STATE, WIRE), (pair,))["pairs"]

    assert (written["left"], written["right"]) == (1, 0)
    assert written["facts"]["numbers"] == [["125", "120"], [None, "7"]]
    assert (written["measures"]["coverage_left"], written["measures"]["coverage_right"]) == (0.9, 0.2)
    assert [passage["change"] for passage in written["passages"]] == ["edited", "edited", "added", "deleted"]
    later = replace(STATE, article=replace(STATE.article, published="2026-01-22"))
    earlier = replace(WIRE, article=replace(WIRE.article, published="2026-01-21T23:00:00-01:00"))
    (undirected,) = make_page((later, earlier), (replace(pair, direction=None),))["pairs"]
    assert undirected["left"] == 0, "both are of one moment, in UTC"


def test_who_had_it_first_is_told_only_where_dates_tell():
    """An hour against a day without one tells nothing within that day; two moments do."""
    (cluster,) = RESULT.clusters

    def first(*published: str) -> str | None:
        members = [
            replace(prepared(article_id, "x"), article=replace(prepared(article_id, "x").article, published=one))
            for article_id, one in zip(cluster.member_ids, published, strict=False)
        ]
        dated = sorted(((instant(one.article.published), one) for one in members), key=lambda pair: pair[0])
        assert draw_timeline(members, [cluster]) is not None or len(set(published)) == 1
        return first_of(cluster, dated)

    assert first("2026-01-20T10:00:00Z", "2026-01-20T09:00:00Z") == "brief.txt"
    assert first("2026-01-20T10:00:00Z", "2026-01-20") is None
    assert first("2026-01-20", "2026-01-20") is None
    assert first("2026-01-20", "2026-01-21T00:00:00Z") == "state.txt"
    assert who_was_first(RESULT.articles, RESULT.clusters) == []


def test_a_large_report_is_parted_into_files_that_lead_to_one_another(monkeypatch):
    """Each page is in one file, the overview names it, and the report itself comes last."""
    monkeypatch.setattr(html, "SPLIT_MIN_CHARACTERS", 100)
    monkeypatch.setattr(html, "_FILE_MAX_CHARACTERS", 100)

    files = dict(to_html_files(RESULT, "report.html"))

    *pages, last = files
    assert last == "report.html"
    assert pages == ["report-pages/0001.html", "report-pages/0002.html"]
    assert block(files["report-pages/0001.html"], "cluster/1")["articles"]
    assert [entry["file"] for entry in block(files[last], "index")["entries"]] == pages
    assert block(files[pages[0]], "index")["home"] == "../report.html"


def test_a_report_of_several_files_is_written_whole_or_not_at_all(tmp_path):
    """Earlier pages are replaced together with the report; where it cannot be written, all is as it was."""
    path = tmp_path / "report.html"
    files = [("report-pages/0001.html", "one"), ("report-pages/0002.html", "two"), ("report.html", "report")]
    write_files(str(path), files)
    write_files(str(path), [files[0], ("report.html", "second")])
    folder = tmp_path / "report-pages"
    assert [file.name for file in folder.iterdir()] == ["0001.html"]
    assert path.read_text(encoding="utf-8") == "second"

    path.unlink()
    path.mkdir()
    with pytest.raises(ReportError, match="nothing was left there"):
        write_files(str(path), files)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["report-pages", "report.html"]
    assert (folder / "0001.html").read_text(encoding="utf-8") == "one"
    assert [file.name for file in folder.iterdir()] == ["0001.html"]


def test_a_folder_of_other_files_is_not_replaced_by_pages(tmp_path):
    """Whoever keeps something in ``report-pages`` keeps it."""
    (tmp_path / "report-pages").mkdir()
    (tmp_path / "report-pages" / "mine.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(ReportError, match="holds other files"):
        write_files(str(tmp_path / "report.html"), [("report-pages/0001.html", "one"), ("report.html", "report")])

    assert [file.name for file in tmp_path.rglob("*")] == ["report-pages", "mine.txt"]


ARTICLE = "The river Aller rose by two metres on Tuesday night and flooded the old town of Verden, the mayor said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(ARTICLE, encoding="utf-8")
    return folder


def scan(folder: Path, *arguments: object):
    return CliRunner().invoke(app, ["scan", str(folder), "--no-translations", "--quiet", *map(str, arguments)])


def test_the_command_writes_the_page_beside_its_report_or_instead(folder, tmp_path):
    """``--html FILE`` adds a file; with ``-`` the page is all that standard output holds."""
    added = scan(folder, "--html", tmp_path / "report.html")
    instead = scan(folder, "--html", "-")

    assert added.exit_code == instead.exit_code == 0, added.output
    assert "1 cluster of 2 versions" in added.stdout
    assert instead.stdout.startswith("<!DOCTYPE html>")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == instead.stdout
    assert str(tmp_path) not in instead.stdout


def test_a_page_that_cannot_be_written_is_told_before_the_work_and_leaves_nothing(folder, tmp_path):
    """No folder, no report: one line, exit code 1; two reports to one target: exit code 2."""
    missing = scan(folder, "--html", tmp_path / "none" / "report.html")
    both = scan(folder, "--html", "-", "--json", "-")

    assert (missing.exit_code, both.exit_code) == (1, 2)
    assert "there is no folder" in missing.stderr.splitlines()[-1]
    assert "a target of its own" in both.stderr
    assert sorted(file.name for file in tmp_path.iterdir()) == ["articles"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no device there that is always full")
def test_a_full_disk_leaves_no_half_page(folder, tmp_path):
    """The device that is always full refuses: one line, and no file."""
    result = scan(folder, "--html", "/dev/full")

    assert result.exit_code == 1
    assert "no space left" in result.stderr.splitlines()[-1]
