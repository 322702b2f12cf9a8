"""The command line as it is called: what it prints where, and the code that it ends with."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import detector
from detector.cli import app

FLOOD = (
    "The river Aller rose by two metres on Tuesday night and flooded the old town of Verden, the mayor said.",
    "Some 340 people left their homes before midnight, and volunteers took them to the school on the hill.",
    "The railway to Bremen stays closed until Friday, because the water has washed out the bank near the bridge.",
    "Farmers upstream reported the loss of 60 cattle and asked the state for help with feed for the winter.",
    "Engineers of the water board expect the level to fall slowly from Thursday, if no more rain comes down.",
)
OPERA = (
    "The opera in Graz opens its season with a work that nobody has sung in public since the spring of 1911.",
    "Its score lay in the cellar of a music shop, where a student found it between two sets of dance tunes.",
    "Tickets for the first three evenings were sold within an hour, according to the director of the house.",
    "The leading part goes to a young soprano from Tallinn who learnt Italian for it in only half a year.",
    "Critics who heard the rehearsal praised the second act and called the last one longer than its story.",
)


def write(path: Path, sentences: tuple[str, ...], title: str = "") -> None:
    path.write_text("\n\n".join(([title] if title else []) + list(sentences)) + "\n", encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of a report, its copy, a lightly corrected version, and an article on something else."""
    folder = tmp_path / "articles"
    folder.mkdir()
    write(folder / "flood.txt", FLOOD, "Aller floods Verden")
    write(folder / "flood-copy.txt", FLOOD, "Aller floods Verden")
    corrected = (FLOOD[0].replace("Tuesday", "Wednesday"), *FLOOD[1:4], FLOOD[4].replace("come down", "comes down"))
    write(folder / "flood-corrected.txt", corrected, "Aller floods Verden")
    write(folder / "opera.txt", OPERA, "Lost opera sung in Graz")
    return folder


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], prog_name="detector")


def run(*arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, encoding="utf-8", env=environment(variables), check=False)


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "detector", *(str(argument) for argument in arguments)]


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    return {**kept, "PYTHONPATH": str(Path(detector.__file__).parent.parent), **variables}


def error_line(result: Result) -> str:
    """Take the last line of standard error, and make sure that it is detector's and no traceback stands before it."""
    assert "Traceback" not in result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("detector: ")
    return last


def test_identical_and_nearly_identical_files_are_one_cluster_in_the_report_and_the_json(folder, tmp_path):
    """A copy and a corrected version join the report they come from; another article stays out."""
    result = call("scan", folder, "--no-translations", "--json", tmp_path / "out.json")
    written = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.output
    assert "4 articles in English: 1 cluster of 3 versions." in result.stdout
    (cluster,) = written["clusters"]
    assert {member["id"] for member in cluster["members"]} == {"flood.txt", "flood-copy.txt", "flood-corrected.txt"}
    relations = {(pair["left"], pair["right"]): pair["relation"] for pair in written["pairs"]}
    assert relations["flood-copy.txt", "flood.txt"] == "identical"
    assert relations["flood-corrected.txt", "flood.txt"] in {"near_duplicate", "revision"}
    assert not [pair for pair in relations if "opera.txt" in pair]


def test_json_on_standard_output_is_nothing_but_json_and_the_same_each_time(folder):
    """Standard output can be piped into another program; what is for people goes to standard error."""
    first = call("scan", folder, "--no-translations", "--json", "-", "--timings")
    second = call("scan", folder, "--no-translations", "--json", "-", "--quiet")

    assert json.loads(first.stdout)["schema_version"] == 1
    assert first.stdout_bytes == second.stdout_bytes
    assert "seconds" in first.stderr
    assert second.stderr == ""


def test_the_json_names_no_place_of_the_machine(folder, tmp_path):
    """A report can be given away: it holds paths below the folder that was scanned, and no others."""
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")

    assert str(tmp_path) not in call("scan", folder, "--no-translations", "--json", "-").stdout


def test_an_empty_folder_is_an_error_in_one_line(tmp_path):
    """Nothing to compare is no success."""
    result = call("scan", tmp_path)

    assert result.exit_code == 1
    assert "no article found in" in error_line(result)
    assert result.stdout == ""


def test_when_all_was_skipped_the_reasons_are_told(tmp_path):
    """Who scans a folder of three-word texts learns why no article was found in it."""
    (tmp_path / "short.txt").write_text("Only three words", encoding="utf-8")
    result = call("scan", tmp_path, "--quiet")

    assert result.exit_code == 1
    assert "short.txt: " in result.stderr
    assert "all of it was skipped" in error_line(result)


def test_a_missing_path_is_an_error_in_one_line(tmp_path):
    """A mistyped path is told, with the way out."""
    result = call("scan", tmp_path / "no-such-folder", "--quiet")

    assert result.exit_code == 1
    assert "no-such-folder" in error_line(result)
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("short.txt", b"Only three words"),
        ("empty.txt", b""),
        ("broken.jsonl", b'{"id": "1", "text": "never closed\n'),
    ],
)
def test_a_bad_file_never_stops_a_scan_and_is_never_silent(folder, name, content):
    """Binary, short, empty and broken files are skipped with a reason, and the others are compared."""
    (folder / name).write_bytes(content)
    result = call("scan", folder, "--no-translations", "--json", "-", "--quiet")
    written = json.loads(result.stdout)

    assert result.exit_code == 0
    assert len(written["clusters"]) == 1
    (skipped,) = written["skipped"]
    assert skipped["path"].startswith(name)
    assert skipped["reason"]


def test_strict_turns_a_skipped_file_into_code_1_and_the_report_is_still_there(folder, tmp_path):
    """A nightly run can rely on the code without losing the report."""
    (folder / "short.txt").write_text("Only three words", encoding="utf-8")
    result = call("scan", folder, "--no-translations", "--strict", "--json", tmp_path / "out.json")

    assert result.exit_code == 1
    assert "1 cluster of 3 versions" in result.stdout
    assert "short.txt" in result.stdout
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["skipped"]
    assert "--strict" in error_line(result)


def test_strict_without_a_skipped_file_is_code_0(folder):
    """Strictness by itself fails nothing."""
    assert call("scan", folder, "--no-translations", "--strict", "--quiet").exit_code == 0


def test_two_records_of_one_id_are_not_silently_one(tmp_path):
    """Of two records with one id at most one keeps it, and a reader is told of the other."""
    records = [{"id": "7", "text": " ".join(FLOOD)}, {"id": "7", "text": " ".join(OPERA)}]
    (tmp_path / "feed.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    result = call("scan", tmp_path, "--no-translations", "--json", "-", "--quiet")
    written = json.loads(result.stdout)
    ids = [article["id"] for article in written["articles"]]

    assert result.exit_code == 0
    assert len(set(ids)) == len(ids)
    assert len(ids) + len(written["skipped"]) == 2


def test_a_title_cannot_steer_the_terminal(folder):
    """Markup in a title is shown as it stands; escapes and overrides are gone."""
    write(folder / "evil.txt", OPERA, "[bold]loud[/bold] \x1b[2Jclear \u202egnp.exe")
    result = call("scan", folder, "--no-translations")

    assert result.exit_code == 0
    assert "[bold]loud[/bold] clear gnp.exe" in result.stdout
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize("target", ["no-such-folder/out.json", "articles"])
def test_a_target_that_cannot_be_written_is_told_before_the_scan_and_leaves_nothing(folder, tmp_path, target):
    """A report that has nowhere to go is no reason to keep somebody waiting."""
    result = call("scan", folder, "--json", tmp_path / target)

    assert result.exit_code == 1
    assert "the report must be writable at" in error_line(result)
    assert result.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


@pytest.mark.parametrize(
    ("option", "value", "line"),
    [
        ("--min-probability", "1.5", "detector: min_probability must be in (0, 1], was: 1.5"),
        (
            "--lead",
            "loudest",
            "detector: lead must be one of auto, earliest, longest, original-language or outlet=NAME, was: loudest",
        ),
        (
            "--lead",
            "outlet=",
            "detector: lead must be one of auto, earliest, longest, original-language or outlet=NAME, was: outlet=",
        ),
        ("--safe-precision", "1", "detector: safe_precision must be in [0.5, 1), was: 1.0"),
        ("--min-words", "0", "detector: min_words must be at least 1, was: 0"),
        ("--max-file-bytes", "0", "detector: max_file_bytes must be at least 1, was: 0"),
        ("--max-expansion", "0", "detector: max_expansion must be at least 1, was: 0"),
        ("--max-nesting", "-1", "detector: max_nesting must be at least 0, was: -1"),
        ("--fields", "title", "detector: fields must be names parted by commas, as in title=headline,text=body, was: title"),
        ("--fields", "title=", "detector: fields must name where title stands, as in title=headline, was: nothing"),
    ],
)
def test_a_setting_out_of_its_range_is_a_usage_error_in_one_line(tmp_path, option, value, line):
    """The line says what must hold and what was found."""
    result = call("scan", tmp_path, option, value)

    assert result.exit_code == 2
    assert result.stderr.splitlines() == [line]


@pytest.mark.parametrize(
    "arguments",
    [["scan"], ["scan", ".", "--no-such-option"], ["scan", ".", "--min-words", "many"], ["no-such-command"], ["compare", "a"]],
)
def test_a_wrong_call_is_code_2(arguments):
    """The command line refuses what it does not know."""
    result = call(*arguments)

    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""


def test_a_comparison_shows_the_relation_and_the_words_that_differ(folder, tmp_path):
    """An editor sees what was corrected."""
    result = call(
        "compare", folder / "flood.txt", folder / "flood-corrected.txt", "--no-translations", "--json", tmp_path / "out"
    )
    written = json.loads((tmp_path / "out").read_text(encoding="utf-8"))

    assert result.exit_code == 0, result.output
    assert "[-Tuesday-]" in result.stdout
    assert "{+Wednesday+}" in result.stdout
    assert written["pair"]["relation"] in {"near_duplicate", "revision"}
    assert f"Verdict: {written['pair']['relation'].replace('_', ' ')}" in result.stdout


def test_a_comparison_keeps_left_on_the_left(folder):
    """The first path's article is the left one, whatever the order of the names."""
    written = json.loads(call("compare", folder / "opera.txt", folder / "flood.txt", "--no-translations", "--json", "-").stdout)

    assert [article["title"] for article in written["articles"]] == ["Lost opera sung in Graz", "Aller floods Verden"]
    assert (written["pair"]["left"], written["pair"]["right"]) == ("left", "right")


def test_files_of_one_name_in_two_folders_can_be_compared(folder, tmp_path):
    """Two articles whose paths below their folders are the same are still two articles."""
    write(tmp_path / "flood.txt", FLOOD, "Aller floods Verden")
    result = call("compare", folder / "flood.txt", tmp_path / "flood.txt", "--no-translations")

    assert result.exit_code == 0, result.output
    assert "Verdict: identical (probability " in result.stdout
    assert "score 1.00)" in result.stdout


def test_a_comparison_takes_one_article_a_file(folder, tmp_path):
    """A feed of several articles and a file of none are refused in one line that says what was found."""
    records = [{"id": "1", "text": " ".join(FLOOD)}, {"id": "2", "text": " ".join(OPERA)}]
    (tmp_path / "feed.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")

    several = call("compare", folder / "flood.txt", tmp_path / "feed.jsonl", "--no-translations")
    none = call("compare", tmp_path / "empty.txt", folder / "flood.txt", "--no-translations")

    assert (several.exit_code, none.exit_code) == (1, 1)
    assert "exactly one article, was: 2 articles in" in error_line(several)
    assert "exactly one article, was: none (" in error_line(none)


def test_progress_goes_to_standard_error_and_quiet_silences_it(folder):
    """A log has a line a stage, unless it is asked to have none."""
    spoken = call("scan", folder, "--no-translations")
    silent = call("scan", folder, "--no-translations", "--quiet")

    assert spoken.stderr
    assert silent.stderr == ""
    assert spoken.stdout == silent.stdout


def test_the_version_and_the_help_are_there():
    """Both names of the program, and every command with its line."""
    assert call("--version").stdout == f"detector {detector.__version__}\n"
    assert "Find the versions of one article among many." in call("--help").stdout
    assert "--min-probability" in call("scan", "-h").stdout


def test_a_process_ends_with_the_codes_that_are_promised(folder, tmp_path):
    """0 ran, 1 an error of detector's, 2 a wrong call: as a shell sees them, with one line and no traceback."""
    ran = run("scan", folder, "--no-translations", "--quiet")
    failed = run("scan", tmp_path / "missing", "--quiet")
    misused = run("scan", folder, "--min-words", "0")

    assert (ran.returncode, failed.returncode, misused.returncode) == (0, 1, 2)
    assert (ran.stderr, failed.stdout, misused.stdout) == ("", "", "")
    assert len(failed.stderr.splitlines()) == 1
    assert len(misused.stderr.splitlines()) == 1


def test_json_is_utf_8_and_the_report_is_drawn_where_the_locale_knows_no_other_letters(folder):
    """An ASCII terminal gets a report with question marks and no error; the JSON is the same as everywhere."""
    write(folder / "паром.txt", OPERA, "Опера в Граце")
    ascii_only = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    drawn = run("scan", folder, "--no-translations", "--quiet", **ascii_only)
    written = run("scan", folder, "--no-translations", "--quiet", "--json", "-", **ascii_only)

    assert (drawn.returncode, written.returncode) == (0, 0), drawn.stderr + written.stderr
    assert drawn.stdout.isascii()
    assert "Опера в Граце" in {article["title"] for article in json.loads(written.stdout)["articles"]}


def test_a_reader_who_goes_away_ends_the_program_quietly(folder):
    """``detector scan … | head -1`` shows a line and no traceback."""
    with subprocess.Popen(
        command("scan", folder, "--no-translations", "--quiet"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({}),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complaint = process.stderr.read()

    assert complaint == b""
    assert process.returncode == 128 + signal.SIGPIPE


def test_an_interrupted_scan_ends_at_once_with_one_line(tmp_path):
    """^C is answered with code 130, a line that says so, and no traceback."""
    line = json.dumps({"text": " ".join(FLOOD * 10)})
    (tmp_path / "feed.jsonl").write_text(f"{line}\n" * 20_000, encoding="utf-8")
    with subprocess.Popen(
        command("scan", tmp_path, "--no-translations"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment({}),
        # Where the tests run behind a shell's &, an interrupt is ignored, and so would it be by what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  (no threads yet)
    ) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.send_signal(signal.SIGINT)
        output, complaint = process.communicate(timeout=10)

    assert process.returncode == 130
    assert output == ""
    assert complaint.splitlines()[-1] == "detector: interrupted"
    assert "Traceback" not in complaint


@pytest.mark.parametrize("options", [[], ["--json", "-"]])
def test_a_full_disk_behind_standard_output_is_an_error_in_one_line(folder, options):
    """A report that could not be written whole is code 1, and not a traceback at the end."""
    if not Path("/dev/full").exists():
        pytest.skip("the system has no device that is always full")
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            command("scan", folder, "--no-translations", "--quiet", *options),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment({}),
            check=False,
        )

    assert ran.returncode == 1
    (line,) = ran.stderr.splitlines()
    assert line.startswith("detector: the report must be writable at standard output, but no space left")
