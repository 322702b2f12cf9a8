"""The commands of the index, as a desk types them."""

import json
from pathlib import Path

import pytest
from desk import story
from typer.testing import CliRunner

from detector import Index, Settings
from detector.cli import app
from detector.index.watch import DropFolder, take_settled


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, ["index", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def write(folder: Path, number: int, version: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}-{version}.txt"
    path.write_text(story(number, version).text, encoding="utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for version in (0, 1):
        write(folder, 1, version)
    write(folder, 2)
    run("add", tmp_path / "desk.index", folder, "--no-translations", "--collection", "wire")
    return tmp_path / "desk.index"


def test_a_desk_adds_asks_decides_and_reads_what_changed(index, tmp_path):
    """Each command says what it found, a line each; decisions are listed with their numbers and can be taken back."""
    new = write(tmp_path / "new", 1, 2)
    assert run("match", index, new).count("1-2.txt: revision 0.9") == 2
    (first, _) = map(json.loads, run("match", index, new, "--json").splitlines())
    assert (first["article"], first["cluster"], first["relation"]) == ("1-2.txt", "c1", "revision")
    assert "c1: 2 versions" in run("clusters", index)
    assert run("never-merge", index, "1-0.txt", "1-1.txt", "--who", "Ada") == "decision 1\n"
    assert "1 never_merge 1-0.txt 1-1.txt by Ada" in run("decisions", index)
    kinds = [json.loads(line)["kind"] for line in run("changes", index, "--json").splitlines()]
    assert kinds == ["created", "split"]
    run("revoke", index, 1, "--who", "Ada")
    run("confirm", index, "1-0.txt", "2-0.txt", "--who", "Bo", "--why", "one case")
    assert "3 versions" in run("clusters", index, "--collection", "wire")
    run("lead", index, "2-0.txt", "--who", "Bo")
    run("split", index, "1-1.txt", "--who", "Bo")
    assert len(run("decisions", index, "--revoked").splitlines()) == 4
    assert run("verify", index) == "3 articles, nothing wrong\n"
    assert json.loads(run("stats", index, "--json"))["articles"] == 3
    exported = [json.loads(line) for line in run("export", index).splitlines()]
    assert {record["kind"] for record in exported} == {"index", "article", "pair", "cluster", "decision", "change"}
    assert run("remove", index, "2-0.txt") == "1 removed\n"
    assert run("expire", index, "--before", "2000-01-01") == "0 removed\n"
    for command in ("compact", "rebuild"):
        run(command, index)
    assert run("verify", index) == "2 articles, nothing wrong\n"


def test_evaluate_tells_how_often_editors_agreed(index):
    """The engine's word is compared with the decisions that hold; without one, or without a question, it is an error."""
    assert CliRunner().invoke(app, ["evaluate", "--decisions", str(index)]).exit_code == 1
    assert CliRunner().invoke(app, ["evaluate"]).exit_code == 2
    run("confirm", index, "1-0.txt", "1-1.txt", "--who", "Ada")
    run("never-merge", index, "1-0.txt", "2-0.txt", "--who", "Ada")
    result = CliRunner().invoke(app, ["evaluate", "--decisions", str(index)])

    assert result.exit_code == 0
    assert "agreed 2 (100%)" in result.stdout


def test_a_drop_folder_is_taken_in_when_its_files_have_settled(tmp_path):
    """A file is read once it has not changed between two looks, named by its place, and replaced when it changes."""
    folder, index = tmp_path / "drop", tmp_path / "desk.index"
    write(folder, 1)
    write(folder / "sub", 1, 1)
    assert run("watch", index, folder, "--looks", 1, "--every", 0, "--no-translations") == ""
    told = run("watch", index, folder, "--looks", 2, "--every", 0)
    assert "sub/1-1.txt: near_duplicate" in told
    (folder / "1-0.txt").write_text(story(5).text, encoding="utf-8")
    run("watch", index, folder, "--looks", 2, "--every", 0)
    assert run("clusters", index) == ""
    assert json.loads(run("stats", index, "--json"))["articles"] == 2


def test_a_drop_folder_is_watched_on_when_a_file_loses_its_text_and_a_new_headline_is_taken(tmp_path):
    """A file that becomes too short to judge is told and its article stays; one whose title alone changes is replaced."""
    folder, path = tmp_path / "drop", tmp_path / "desk.index"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.json").write_text(json.dumps({"id": str(number), "title": "Old", "text": story(number).text}))
    told = []
    with Index.open(path, settings=Settings(translations=False)) as index:
        drop = DropFolder(folder)

        def look() -> None:
            for _ in range(2):
                list(take_settled(index, drop, settings=index.settings, on_skip=told.append))

        look()
        (folder / "1.json").write_text(json.dumps({"id": "1", "title": "Old", "text": "Gone."}))
        (folder / "2.json").write_text(json.dumps({"id": "2", "title": "New", "text": story(2).text}))
        look()

        assert len(told) == 1
        assert index.get("1").article.text == story(1).text
        assert (index.get("2").article.title, index.get("2").earlier[0].title) == ("New", "Old")


def test_what_is_refused_is_one_line_and_a_code(tmp_path):
    """An unknown article, a file that is no index and a folder without articles end with code 1."""
    (tmp_path / "text").write_text("no index" * 20)
    for arguments in (
        ["clusters", tmp_path / "text"],
        ["stats", tmp_path / "nothing"],
        ["add", tmp_path / "new", tmp_path / "nowhere"],
    ):
        result = CliRunner().invoke(app, ["index", *map(str, arguments)])
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
