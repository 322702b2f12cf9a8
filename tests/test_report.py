"""The JSON form of a result, and how a report reaches the disk."""

import json
import os
import stat
from dataclasses import fields, replace
from pathlib import Path

import pytest
from made_by_hand import COMPARISON, RESULT, prepared

from detector.datatypes import Article, DeclaredRelation, RelatedPair
from detector.errors import InvalidArticleError, ReportError
from detector.reporting import report
from detector.reporting.report import comparison_to_json, to_json, write_text


def test_the_json_has_the_fields_that_the_contract_names():
    """Every field that readers of the JSON rely on is there, under its name and in its place."""
    written = json.loads(to_json(RESULT))

    assert list(written) == [
        "schema_version",
        "detector_version",
        "settings",
        "cut_offs",
        "articles",
        "pairs",
        "clusters",
        "skipped",
        "contradicted",
    ]
    assert written["schema_version"] == 1
    assert written["settings"] == {
        "translations": True,
        "related": True,
        "min_probability": 0.85,
        "lead": "auto",
        "safe_precision": 0.995,
        "min_words": 10,
        "max_file_bytes": 50_000_000,
        "max_expansion": 200,
        "max_unpacked_bytes": 100_000_000_000,
        "max_nesting": 5,
        "fields": {},
    }
    assert written["articles"][3] == {
        "id": "wire.txt",
        "path": "wire.txt",
        "title": "Паром сел на мель",
        "language": "en",
        "languages": ["ru", "en"],
        "reach": None,
        "declared_language": None,
        "published": None,
        "modified": None,
        "outlet": None,
        "url": None,
        "canonical": None,
        "alternate_ids": [],
        "credit": None,
        "dateline": None,
        "version": None,
        "relations": [],
        "wrapper": {
            "kind": "translation",
            "region": "Russian Federation",
            "source": "United Nations",
            "language": "ru",
            "passages": [{"start": 0, "end": 9, "rule": "source line"}],
        },
        "cluster": "c1",
        "lead": False,
        "text": "The ferry sailed at 9 with 125 people on board.\n\nAll of them were brought to land.",
        "segments": [
            {"start": 0, "end": 17, "language": "en", "paragraph": -1},
            {"start": 0, "end": 47, "language": "en", "paragraph": 0},
            {"start": 49, "end": 82, "language": "en", "paragraph": 1},
        ],
    }
    assert [article["lead"] for article in written["articles"]] == [False, False, True, False]
    assert [article["cluster"] for article in written["articles"]] == ["c1", None, "c1", "c1"]
    assert written["clusters"] == [
        {
            "id": "c1",
            "lead": "state.txt",
            "members": [{"id": "state.txt"}, {"id": "brief.txt"}, {"id": "wire.txt"}],
            "relations": {"excerpt": 1, "retranslation": 1},
            "missing_original": {
                "language": "ru",
                "reason": "a translation notice names the Russian Federation",
                "region": None,
                "source": None,
                "not_later_than": None,
            },
            "direction": None,
        }
    ]
    assert written["skipped"] == [
        {"path": "a\x1b[2J.txt", "reason": "is empty"},
        {"path": "z.bin", "reason": "holds no text"},
    ]


def test_an_article_is_written_with_all_that_is_known_of_where_it_comes_from():
    """Every field of an article; relations under their standards' own names."""
    article = Article(
        id="a",
        text="The ferry sailed.",
        title="Ferry",
        published="2026-01-20T10:00:00+01:00",
        modified="2026-01-21",
        language="en-GB",
        outlet="Harbour Gazette",
        url="https://gazette.example/a?id=3",
        canonical="https://gazette.example/a",
        alternate_ids=("urn:gazette:a",),
        credit="Coast Agency",
        dateline="Orvel",
        version="2",
        relations=(DeclaredRelation(kind="translationOfWork", target="urn:wire:7", language="ru"),),
        path="archive.zip!/a.html",
    )
    result = replace(RESULT, articles=(replace(prepared("a", "The ferry sailed."), article=article),), pairs=(), clusters=())

    (written,) = json.loads(to_json(result))["articles"]

    assert written.pop("declared_language") == "en-GB"
    assert written.pop("relations") == [{"kind": "translationOfWork", "target": "urn:wire:7", "language": "ru"}]
    assert written.pop("alternate_ids") == ["urn:gazette:a"]
    for field in fields(Article):
        if field.name not in ("language", "relations", "alternate_ids"):
            assert written[field.name] == getattr(article, field.name), field.name


def test_a_pair_is_written_with_rounded_numbers_and_its_evidence():
    """Numbers have four digits; what is not known is null; lists stay lists."""
    pair = json.loads(to_json(RESULT))["pairs"][2]

    assert (pair["left"], pair["right"], pair["relation"]) == ("state.txt", "wire.txt", "retranslation")
    assert (pair["probability"], pair["score"]) == (0.9967, 0.9123)
    assert pair["reasons"] == ["94 % of both texts correspond", "the same numbers", "a third reason"]
    assert pair["evidence"]["numbers"] == 0.1235
    assert pair["evidence"]["names"] is None
    assert pair["evidence"]["declared"] == ["canonical"]


@pytest.mark.parametrize(("probability", "written"), [(0.99997, 0.9999), (1.0, 1.0), (0.99994, 0.9999), (0.5, 0.5)])
def test_only_what_is_certain_is_written_as_certain(probability, written):
    """A probability that would round to 1 is not 1, nor is it so in a report that is opened again."""
    pair = replace(RESULT.pairs[0], probability=probability)

    assert json.loads(to_json(replace(RESULT, pairs=(pair,))))["pairs"][0]["probability"] == written


def test_the_json_does_not_depend_on_the_order_of_what_was_found():
    """The same articles, pairs, clusters and skipped files in any order are the same bytes."""
    shuffled = replace(
        RESULT,
        articles=RESULT.articles[::-1],
        pairs=RESULT.pairs[::-1],
        skipped=RESULT.skipped[::-1],
        timings=(),
    )

    assert to_json(shuffled) == to_json(RESULT)


def test_each_item_of_the_json_is_a_line():
    """Two reports can be compared line by line, and a pair can be found with its evidence."""
    lines = to_json(RESULT).splitlines()

    assert len([line for line in lines if line.startswith('  {"left": ')]) == 3
    assert len([line for line in lines if line.startswith('  {"id": ')]) == 5


def test_the_json_keeps_the_letters_of_every_script():
    """A Russian title is Russian in the file, not a row of escapes; the text ends with one newline."""
    text = to_json(RESULT)

    assert "Паром сел на мель" in text
    assert text.endswith("}\n")
    assert "\x1b" not in text


def test_half_a_surrogate_pair_survives_in_the_json():
    """A file name that is no Unicode can neither be encoded nor lost: it is escaped."""
    text = to_json(replace(RESULT, articles=(prepared("broken \ud83d", "Text."),), pairs=(), clusters=()))

    assert json.loads(text.encode("utf-8"))["articles"][0]["id"] == "broken \ud83d"


def test_half_a_surrogate_pair_in_a_text_is_refused_with_a_way_out():
    """A title cut in the middle of an emoji is no text; whoever hands it in is told where it broke and what to do."""
    with pytest.raises(InvalidArticleError, match="surrogate pair at 7 in article 'a'; decode it"):
        prepared("a", "Text.", title="broken \ud83d")


def test_a_number_that_is_none_is_refused():
    """JSON has no word for infinity: a report that other programs could not read is not written."""
    pair: RelatedPair = replace(RESULT.pairs[0], score=float("inf"))

    with pytest.raises(ValueError, match="JSON"):
        to_json(replace(RESULT, pairs=(pair,)))


def test_a_comparison_is_written_with_its_passages():
    """Each passage has the segments of both sides, of which one may be empty."""
    written = json.loads(comparison_to_json(COMPARISON, RESULT.settings))

    assert [article["id"] for article in written["articles"]] == ["state.txt", "wire.txt"]
    assert written["pair"]["relation"] == "retranslation"
    assert written["passages"][0] == {
        "left": ["Ferry runs aground"],
        "right": ["Паром сел на мель"],
        "similarity": 0.81,
        "wording": 0.0,
    }
    assert written["passages"][3]["left"] == []


def test_a_pair_is_written_with_the_rows_of_its_passages():
    """What corresponds to what is told by the places of the segments in their articles."""
    pair = replace(RESULT.pairs[2], passages=COMPARISON.passages)

    written = json.loads(to_json(replace(RESULT, pairs=(pair,))))["pairs"][0]

    assert written["passages"][0] == {"left": [0], "right": [0], "similarity": 0.81, "wording": 0.0}
    assert written["passages"][3] == {"left": [], "right": [2], "similarity": 0.0, "wording": 0.0}


def test_a_report_is_written_as_utf_8_and_leaves_nothing_else(tmp_path):
    """After writing there is the report in its folder, whole, and no draft of it."""
    write_text(str(tmp_path / "report.json"), "мель\n")

    assert (tmp_path / "report.json").read_bytes() == "мель\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_a_report_written_again_keeps_the_rights_of_the_file(tmp_path):
    """Who could read the earlier report can read the new one, and nobody else."""
    target = tmp_path / "report.json"
    target.write_text("earlier")
    target.chmod(0o640)

    write_text(str(target), "new")

    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_report_goes_where_a_link_points(tmp_path):
    """The link stays a link; the file behind it holds the report."""
    (tmp_path / "latest.json").symlink_to(tmp_path / "report.json")

    write_text(str(tmp_path / "latest.json"), "new")

    assert (tmp_path / "latest.json").is_symlink()
    assert (tmp_path / "report.json").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced():
    """The null device is still a device after a report has gone there."""
    write_text(os.devnull, "report")

    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("name", ["missing/report.json", "folder", "file/report.json", "n" * 300])
def test_a_target_that_cannot_be_written_gives_one_line_and_leaves_nothing(tmp_path, name):
    """A missing folder, a folder, a file taken for a folder, a name too long: one error, in one line, and no half report."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    with pytest.raises(ReportError) as refused:
        write_text(str(tmp_path / name), "report")

    assert "\n" not in str(refused.value)
    assert str(tmp_path / name) in str(refused.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize("name", ["missing/report.json", "folder"])
def test_a_hopeless_target_is_refused_before_the_work(tmp_path, name):
    """Who mistypes the target learns it before the scan, not after."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(ReportError):
        report.check_target(str(tmp_path / name))


def test_standard_output_and_new_files_are_accepted_targets(tmp_path):
    """A file that is not there yet is no reason to refuse."""
    report.check_target("-")
    report.check_target(str(tmp_path / "new.json"))


def test_a_full_disk_is_an_error_in_one_line():
    """The system's refusal to write is told as every other one."""
    if not Path("/dev/full").exists():
        pytest.skip("the system has no device that is always full")

    with pytest.raises(ReportError, match="no space left"):
        write_text("/dev/full", "report")
