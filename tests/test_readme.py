"""The README is true: what it runs runs, what it quotes is printed, and its tables list what there is."""

import ast
import bz2
import csv
import dataclasses
import functools
import gzip
import json
import lzma
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import standards
import web
from broken import tar_of, zip_of
from typer.testing import CliRunner

import detector
from detector.cli import app
from detector.ingestion.formats.known import KNOWN
from detector.reporting.report import to_json
from detector.similarity.relation import EXCERPT_MAX_LENGTH_RATIO, EXCERPT_MIN_CONTAINMENT, NEAR_DUPLICATE_MIN_WORDING

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CUT = "…"
FORMATS = {"text", "json"}
"""Languages of the blocks that quote what the block before them prints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block, with the output block that follows it."""

    language: str
    text: str
    marker: str
    """What the comment on the line above says, or nothing."""
    output: str | None


def find_blocks() -> tuple[Block, ...]:
    found = re.findall(r"^(?:<!-- ([\w-]+) -->\n)?```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    following = [*found[1:], ("", "", "")]
    return tuple(
        Block(language=language, text=text, marker=marker, output=after[2] if after[1] in FORMATS else None)
        for (marker, language, text), after in zip(found, following, strict=True)
    )


BLOCKS = find_blocks()
COMMANDS = {
    line: block.output
    for block in BLOCKS
    if block.language == "bash"
    for line in block.text.splitlines()
    if line.startswith("detector ")
}


def run(command: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    return subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=ROOT,
        env={**environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def done() -> Mapping[str, subprocess.CompletedProcess[str]]:
    """Run every command of the README once, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(COMMANDS, pool.map(run, COMMANDS), strict=True))


@pytest.fixture(scope="module")
def printed() -> list[tuple[Block, str]]:
    """Run the README's Python from its first block to its last in one namespace, and give what each printed."""
    namespace: dict[str, object] = {"__name__": "readme"}
    outputs = []
    folder = Path.cwd()
    os.chdir(ROOT)
    try:
        for block in BLOCKS:
            if block.language == "python":
                with redirect_stdout(StringIO()) as stream:
                    exec(compile(block.text, "README.md", "exec"), namespace)
                outputs.append((block, stream.getvalue()))
    finally:
        os.chdir(folder)
    return outputs


def missing_lines(quoted: str, real: str) -> list[str]:
    """Give the quoted lines that do not come in the real text in this order; a cut in a line stands for anything within it."""
    lines = iter(real.splitlines())
    missing = []
    for line in quoted.splitlines():
        if line.strip() in ("", CUT):
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in line.rstrip().split(CUT)))
        if not any(pattern.fullmatch(one.rstrip()) for one in lines):
            missing.append(line)
            lines = iter(())
    return missing


def table_after(heading: str) -> list[list[str]]:
    """Give the cells of the first table below a heading, without its head."""
    below = README.split(f"\n{heading}\n", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert rows is not None, heading
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[0].splitlines()[2:]]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_one_block_installs_and_runs():
    """A newcomer needs two lines, and the second is the main job."""
    (block,) = [block for block in BLOCKS if block.marker == "install-and-run"]
    assert block.text == "python3 -m venv .venv && . .venv/bin/activate && pip install .\ndetector scan samples\n"


def test_one_block_installs_and_tests():
    """Two lines more install what the tests need and run them."""
    (block,) = [block for block in BLOCKS if block.marker == "install-and-test"]
    assert block.text == "pip install -e '.[test]'\npytest\n"


def test_every_block_is_of_a_kind_that_is_checked():
    """No block of the README goes unread by these tests."""
    assert {block.language for block in BLOCKS} == {"bash", "python", "csv", *FORMATS}
    assert README.count("```") == 2 * len(BLOCKS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs(done, command):
    """Each command that the README shows ends well where its folder is at hand."""
    assert done[command].returncode == 0, done[command].stderr


@pytest.mark.parametrize("command", [command for command, output in COMMANDS.items() if output is not None])
def test_a_command_prints_what_is_quoted(done, command):
    """The lines quoted below a command come in its output, in order."""
    assert missing_lines(COMMANDS[command], done[command].stdout) == []


def test_python_prints_what_is_quoted(printed):
    """Each block of Python prints just what stands below it."""
    assert [(block.text, block.output) for block, _ in printed] == [(block.text, output) for block, output in printed]


def test_a_line_that_is_not_printed_is_missed():
    """The check can fail: on a line that is not there, on lines in another order, and on a wrong part of a cut line."""
    assert missing_lines("one\n…\nthree", "one\ntwo\nthree") == []
    assert missing_lines("a … c", "a b c") == []
    assert missing_lines("four", "one\ntwo\nthree") == ["four"]
    assert missing_lines("two\none", "one\ntwo") == ["one"]
    assert missing_lines("a … d", "a b c") == ["a … d"]


def test_the_settings_table_has_every_setting_with_its_default():
    """Option, name and default of each field of ``Settings`` stand in the table, in the order of the fields."""
    rows = table_after("## Settings")
    fields = dataclasses.fields(detector.Settings)
    assert [codes(row[1]) for row in rows] == [[field.name] for field in fields]
    assert [ast.literal_eval(codes(row[2])[0]) for row in rows] == [getattr(detector.Settings(), field.name) for field in fields]
    for (option, *_), field in zip(rows, fields, strict=True):
        no = "no-" if field.default is True else ""
        assert codes(option) == [f"--{no}{field.name.replace('_', '-')}"]


def test_the_settings_table_names_options_that_scan_has():
    """Each option of the table and of the text below it is one that ``detector scan --help`` lists."""
    help_text = CliRunner().invoke(app, ["scan", "--help"]).stdout
    section = README.split("\n## Settings\n")[1].split("\n## ")[0]
    for option in set(re.findall(r"`(--[a-z-]+)", section)):
        assert option in help_text.split(), option


def test_the_relations_table_has_every_relation_with_its_bounds():
    """Each relation has a row, and the bounds named there are those of the code."""
    rows = table_after("## The seven relations")
    told = {codes(row[0])[0]: row[2] for row in rows}
    assert set(told) == {relation.value for relation in detector.Relation}
    assert f"{NEAR_DUPLICATE_MIN_WORDING:.0%}" in told["near_duplicate"]
    assert f"{EXCERPT_MAX_LENGTH_RATIO:.0%}" in told["excerpt"]
    assert f"{EXCERPT_MIN_CONTAINMENT:.0%}" in told["excerpt"]


def test_the_evidence_table_has_every_field():
    """Each field of ``Evidence`` is told in words, in the order in which the JSON has them."""
    named = [name for row in table_after("## Why was this pair reported?") for name in codes(row[0])]
    assert named == [field.name for field in dataclasses.fields(detector.Evidence)]


def table_of(text: str) -> bytes:
    return f'title,text\n,"{text}"\n'.encode()


def parquet_of(text: str) -> bytes:
    import pyarrow
    import pyarrow.parquet

    packed = BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": [text]}), packed)
    return packed.getvalue()


def packed_tar_of(pack: Callable[[bytes], bytes]) -> Callable[[str], bytes]:
    return lambda text: pack(tar_of({"article.txt": text.encode()}))


def written_by(write: Callable[[list[detector.Article]], bytes]) -> Callable[[str], bytes]:
    return lambda text: write([detector.Article(id="ferry", title="Ferry", text=text)])


MADE_OTHERWISE: dict[str, Callable[[str], bytes]] = {
    ".ninjs": written_by(standards.write_ninjs_3),
    ".nitf": written_by(standards.write_nitf),
    ".newsml": written_by(standards.write_newsml_g2),
    ".g2": written_by(standards.write_newsml_g2_nitf),
    ".rss": written_by(standards.write_rss),
    ".atom": written_by(standards.write_atom),
    ".eml": written_by(lambda articles: web.write_eml(articles[0])),
    ".mbox": written_by(web.write_mbox),
    ".warc": written_by(functools.partial(web.write_warc, is_packed=False)),
    ".csv": table_of,
    ".tsv": lambda text: table_of(text).replace(b"title,", b"title\t").replace(b"\n,", b"\n\t"),
    ".tab": lambda text: table_of(text).replace(b"title,", b"title\t").replace(b"\n,", b"\n\t"),
    ".parquet": parquet_of,
    ".zip": lambda text: zip_of({"article.txt": text.encode()}),
    ".tar": packed_tar_of(bytes),
    ".gz": lambda text: gzip.compress(text.encode()),
    ".bz2": lambda text: bz2.compress(text.encode()),
    ".xz": lambda text: lzma.compress(text.encode()),
    ".tgz": packed_tar_of(gzip.compress),
    ".tbz2": packed_tar_of(bz2.compress),
    ".tbz": packed_tar_of(bz2.compress),
    ".txz": packed_tar_of(lzma.compress),
}
"""How a file is made whose format is not its text alone."""


def test_every_suffix_of_the_formats_table_is_read(tmp_path):
    """A file of each kind that the table names holds an article."""
    text = "The ferry across the lake sailed again on Monday, two winters after ice tore a hole in its bow."
    record = json.dumps({"text": text})
    suffixes = [suffix for row in table_after("## What is read") for suffix in codes(row[0]) if suffix.startswith(".")]
    assert set(suffixes) == {suffix for known in KNOWN for suffix in known.suffixes}
    for suffix in suffixes:
        content = record if "json" in suffix else f"<html><body><p>{text}</p></body></html>" if "htm" in suffix else text
        write = MADE_OTHERWISE.get(suffix, str.encode)
        (tmp_path / f"article{suffix}").write_bytes(write(content))
    skipped: list[detector.SkippedFile] = []
    articles = list(detector.read(tmp_path, on_skip=skipped.append))
    assert skipped == []
    assert [article.text for article in articles] == [text] * len(suffixes)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("detector --version", 0),
        ("detector scan no-such-folder", 1),
        ("detector scan samples/clinics samples/gold.csv --no-translations --strict", 1),
        ("detector scan samples/clinics --min-probability 2", 2),
        ("detector scan --no-such-option", 2),
    ],
)
def test_exit_codes_are_those_of_the_table(monkeypatch, command, code):
    """The codes of the table are what a shell sees."""
    assert code in [int(row[0]) for row in table_after("## Exit codes")]
    monkeypatch.chdir(ROOT)
    assert CliRunner().invoke(app, shlex.split(command)[1:]).exit_code == code


def test_the_json_quoted_has_every_field_of_the_report():
    """Whoever reads the example knows every field: at the top, of an article, of a cluster."""
    (block,) = [block.output for block in BLOCKS if block.output is not None and '"schema_version"' in block.output]
    empty = detector.DetectionResult(articles=(), pairs=(), clusters=(), skipped=(), settings=detector.Settings())
    for name in json.loads(to_json(empty)):
        assert f'\n "{name}": ' in block


def test_the_gold_quoted_is_that_of_the_samples():
    """The lines of ``gold.csv`` in the README are lines of ``samples/gold.csv``, its columns first."""
    (block,) = [block for block in BLOCKS if block.language == "csv"]
    gold = (ROOT / "samples" / "gold.csv").read_text(encoding="utf-8")
    assert missing_lines(block.text, gold) == []
    section = README.split("\n## On your own articles\n")[1]
    for column in next(csv.reader(block.text.splitlines())):
        assert f"`{column}`" in section, column


def test_the_readme_names_no_place_of_this_machine():
    """Nobody else has our folders."""
    assert re.findall(r"/(?:work|home|tmp|root)/\S*", README) == []


def test_changes_come_last_with_this_version():
    """The last section tells what is new in the version that ``pyproject.toml`` has."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.search(r'^version = "(.+)"$', project, re.MULTILINE)
    assert version is not None
    assert re.findall(r"^## (.+)$", README, re.MULTILINE)[-1] == "Changes"
    assert f"**{version[1]}**" in README.split("\n## Changes\n")[1]
