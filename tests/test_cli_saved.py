"""The commands on saved results, and the forms that a scan writes: what they print, write and refuse."""

import json
from pathlib import Path

import pytest
from test_cli import FLOOD, OPERA, call, error_line, folder, write
from test_saved import FULL

from detector.reporting.report import to_json

__all__ = ["folder"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Save a result made by hand."""
    path = tmp_path / "result.json"
    path.write_text(to_json(FULL), encoding="utf-8")
    return path


def test_a_scan_writes_each_form_that_is_asked_for(folder, tmp_path):
    """One result, four files; the report is printed all the same."""
    targets = [tmp_path / name for name in ("r.json", "pairs.csv", "r.graphml", "r.jsonld")]
    result = call(
        "scan", folder, "--no-translations", "--json", targets[0], *(part for one in targets[1:] for part in ("--export", one))
    )

    assert result.exit_code == 0, result.output
    assert "1 cluster of 3 versions" in result.stdout
    assert all(target.stat().st_size > 100 for target in targets)


def test_a_name_that_asks_for_no_form_is_a_wrong_call_before_any_work(folder, tmp_path):
    """Nothing is read, and nothing is written, not even what could be."""
    result = call("scan", folder, "--json", tmp_path / "r.json", "--export", tmp_path / "report.xlsx")

    assert result.exit_code == 2
    assert "ends with .pairs.jsonl" in error_line(result)
    assert not (tmp_path / "r.json").exists()


def test_a_saved_result_is_opened_without_the_articles(folder, tmp_path):
    """What open prints and writes is what the scan printed and wrote, though the articles are gone."""
    scanned = call("scan", folder, "--no-translations", "--quiet", "--json", tmp_path / "r.json")
    for path in folder.iterdir():
        path.unlink()
    opened = call("open", tmp_path / "r.json", "--json", tmp_path / "again.json", "--export", tmp_path / "clusters.csv")

    assert opened.exit_code == 0, opened.output
    assert opened.stdout == scanned.stdout
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "r.json").read_bytes()
    assert (tmp_path / "clusters.csv").read_text().startswith("cluster,id,")


def test_thresholds_are_moved_without_a_scan(saved):
    """A higher probability drops pairs; a lower one than the scan's is a wrong call."""
    high = call("open", saved, "--min-probability", "0.9", "--lead", "longest", "--safe-precision", "0.9", "--json", "-")
    written = json.loads(high.stdout)

    assert [(pair["left"], pair["right"]) for pair in written["pairs"] if pair["relation"] != "related"] == [
        ("state.txt", "wire.txt")
    ]
    assert (written["settings"]["min_probability"], written["settings"]["lead"]) == (0.9, "longest")
    assert set(written["cut_offs"].values()) == {0.9}
    low = call("open", saved, "--min-probability", "0.1")
    assert low.exit_code == 2
    assert "at least that of the scan, 0.85, was: 0.1" in error_line(low)


def test_a_pair_of_a_saved_result_is_explained(saved):
    """Side by side, in whichever order the two are named, with verdict, band and direction."""
    for order in (("state.txt", "wire.txt"), ("wire.txt", "state.txt")):
        result = call("explain", saved, *order)
        assert result.exit_code == 0, result.output
        assert "Verdict: retranslation (probability 0.99, score 0.91)" in result.stdout
        assert "Band: review" in result.stdout
        assert "original 0.98: state.txt (wire.txt carries a translation notice)" in result.stdout
        assert "only here: Nobody was hurt." in result.stdout


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (("state.txt", "wire.tx"), "was: wire.tx; near to it: wire.txt"),
        (("state.txt", "quake.jsonl/7"), "must be a reported pair, were: state.txt and quake.jsonl/7"),
    ],
)
def test_what_cannot_be_explained_is_told_in_one_line(saved, ids, message):
    """An id that is not there gets those that are like it, and two that are no pair another command."""
    result = call("explain", saved, *ids)

    assert result.exit_code == 1
    assert message in error_line(result)


@pytest.mark.parametrize("content", [b"", b'{"schema_version": 1, "articles": [', b"\xff\xfe", b'{"schema_version": 9}', b"[]"])
def test_a_file_that_is_no_result_is_an_error_in_one_line(tmp_path, content):
    """Truncated, empty, no text, or something else: neither a traceback nor a report."""
    (tmp_path / "broken.json").write_bytes(content)
    result = call("open", tmp_path / "broken.json", "--export", tmp_path / "pairs.csv")

    assert result.exit_code == 1
    assert "a saved result must be" in error_line(result)
    assert not (tmp_path / "pairs.csv").exists()
    assert call("open", tmp_path / "missing.json").exit_code == 1


def test_a_form_that_cannot_be_written_leaves_no_half_file(saved, tmp_path):
    """The disk is full, or the folder is not there: one line, and nothing else is left of it."""
    if Path("/dev/full").exists():
        (tmp_path / "full.graphml").symlink_to("/dev/full")
        refused = call("open", saved, "--export", tmp_path / "full.graphml")
        assert refused.exit_code == 1
        assert "no space left" in error_line(refused)
    before = sorted(tmp_path.iterdir())
    assert call("open", saved, "--export", tmp_path / "nowhere" / "pairs.csv").exit_code == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_verbose_report_tells_all_reasons_and_a_piped_one_has_no_colours(saved):
    """The third reason is told only if it is asked for; escape sequences of titles do not act."""
    plain, verbose = call("open", saved), call("open", saved, "--verbose")

    assert "a third reason" not in plain.stdout
    assert "a third reason" in verbose.stdout
    assert "\x1b" not in plain.stdout
    assert "\u202e" not in plain.stdout


def test_a_report_tells_what_is_safe_to_hide(tmp_path):
    """The number of pairs, with the relations and the probability that make them so."""
    (tmp_path / "articles").mkdir()
    for name, sentences in (("a.txt", FLOOD), ("b.txt", FLOOD), ("c.txt", OPERA)):
        write(tmp_path / "articles" / name, sentences)
    result = call("scan", tmp_path / "articles", "--no-translations")

    told = "1 safe to hide (identical, near duplicate, translation, retranslation; from 0.995, no fact differs), 0 to review."
    assert f"Of 1 pair of versions {told}" in " ".join(result.stdout.split())


def test_a_comparison_tells_its_band_and_direction(folder):
    """So does ``compare``, for two files that no scan has seen."""
    result = call("compare", folder / "flood.txt", folder / "flood-corrected.txt", "--no-translations")

    assert "Band: review" in result.stdout
    assert "original: cannot tell (nothing tells which came first)" in result.stdout
