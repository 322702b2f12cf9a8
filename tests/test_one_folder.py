"""One folder of everything: all formats, in archives too, and every broken file; what a scan of it says and takes."""

import gzip
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from broken import Broken, tar_of, write_broken, zip_of
from broken_news import broken_news
from newsroom import WRITERS, write_press

import detector
from detector import Article
from detector.datatypes import DeclaredRelation

MAX_MEMORY = 1_500
"""Megabytes that a scan may take, whatever is in the folder."""
PLACES = ("", "all.zip!/", "all.zip!/inner.tgz!/")
"""Where the files of all formats lie: in the folder, in an archive, in an archive in that."""
STORIES = (
    (
        "Ferry sails again after two winters",
        "The ferry across Lake Orvel sailed again on Monday, two winters after ice tore a hole in its bow.\n\n"
        "Some 140 people paid 6 euros each for the first crossing. The mayor, Hanne Brik, cut a ribbon on the pier.",
    ),
    (
        "Snow closes the pass for the ninth day",
        "Snow closed the pass above Tessin for the ninth day. Ploughs from two cantons worked through the night.\n\n"
        "At the foot of the climb 31 lorries waited, and their drivers were fed in a school hall by volunteers.",
    ),
)

PAGE = ("published", "modified", "declared_language", "outlet", "url", "canonical", "credit")
ITEM = ("id", "published", "modified", "declared_language", "outlet", "credit", "dateline", "alternate_ids")
ENTRY = ("published", "declared_language", "outlet", "url", "alternate_ids")
RECORD = (*PAGE, "id", "dateline", "version", "alternate_ids")
CARRIED = {
    **dict.fromkeys(("html", "warc", "warc.gz"), PAGE),
    "nitf": ITEM,
    "ninjs 1": (*ITEM, "version"),
    **dict.fromkeys(("newsml-g2", "newsml-g2 of nitf", "ninjs 2", "ninjs 3"), (*ITEM, "version", "relations")),
    **dict.fromkeys(("rss", "rss 1"), ENTRY),
    "atom": (*ENTRY, "modified"),
    **dict.fromkeys(("eml", "mbox"), ("published", "declared_language", "outlet")),
}
"""What of an article's provenance each format has a place for, as the tests write it; all others carry ``RECORD``."""
FEEDS = ("rss", "rss 1", "atom")
"""Formats in which an entry's name is one of its other names."""
VERSIONED = ("newsml-g2", "newsml-g2 of nitf", "ninjs 1", "ninjs 2", "ninjs 3")
"""Formats in which a version's id is its item's name and the version."""

_SCRIPT = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(refuse)
from detector.cli import main
try:
    main()
finally:
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    sys.stderr.write(f"peak {peak // 1024}\\n")
"""
"""A scan in which no socket can be made; it tells the system's count of the most memory that it took, in MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What was planted, and what a scan said of it."""

    planted: dict[str, Broken]
    """Broken files by path, those in archives too."""
    articles: dict[str, dict]
    """By id, as the JSON has them."""
    clusters: list[set[str]]
    """Ids of members."""
    reasons: dict[str, str]
    """Of what was skipped, by path."""
    peak: int
    """MB."""
    was_visited: bool
    """Whether anybody came to the address that stands in the broken files."""


def story(place: str, kind: str, number: int) -> Article:
    """Give a story as one format in one place has it: the same text, under a name of its own."""
    title, text = STORIES[number]
    return Article(
        id=f"urn:{PLACES.index(place)}:{kind}:{number}".replace(" ", "-"),
        title=title,
        text=text,
        published=f"2026-03-0{number + 2}T10:30:00+01:00",
        modified=f"2026-03-0{number + 3}T08:00:00+01:00",
        language="en-GB",
        outlet="Lake Gazette",
        url=f"https://gazette.example/{number}",
        canonical=f"https://gazette.example/{number}",
        alternate_ids=(f"urn:gazette:{number}",),
        credit="Coast Agency",
        dateline="Orvel",
        version="2",
        relations=(DeclaredRelation(kind="translationOf", target=f"urn:gazette:de:{number}"),),
    )


def write_stories(place: str, folder: Path) -> dict[str, bytes]:
    """Write the stories in every format, and give the files by name."""
    for kind in WRITERS:
        write_press([story(place, kind, number) for number in range(len(STORIES))], folder / kind, kind)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def plant(folder: Path, aside: Path, address: str) -> dict[str, Broken]:
    """Fill a folder: all formats and broken files in it, in an archive in it, and in an archive in that."""
    write_stories(PLACES[0], folder)
    (folder / "broken").mkdir()
    news = tuple(broken_news(address))
    for file in news:
        (folder / "broken" / file.name).write_bytes(file.content)
    planted = {f"broken/{file.name}": file for file in (*write_broken(folder / "broken"), *news)}
    # A bomb costs the archive that it lies in: those stay outside.
    packed = {f"broken/{file.name}": file for file in news if not file.name.startswith("bomb")}
    contents = {name: file.content for name, file in packed.items()}
    inner = gzip.compress(tar_of({**contents, **write_stories(PLACES[2], aside / "inner")}))
    (folder / "all.zip").write_bytes(zip_of({**contents, "inner.tgz": inner, **write_stories(PLACES[1], aside / "outer")}))
    return planted | {f"{place}{name}": file for place in PLACES[1:] for name, file in packed.items()}


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Scan:
    folder, aside = tmp_path_factory.mktemp("everything"), tmp_path_factory.mktemp("aside")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        planted = plant(folder, aside, f"http://127.0.0.1:{listener.getsockname()[1]}")
        command = [sys.executable, "-c", _SCRIPT, "scan", str(folder), "--no-translations", "--json", "-", "--quiet"]
        environment = {**os.environ, "PYTHONPATH": str(Path(detector.__file__).parents[1])}
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
        try:
            listener.accept()[0].close()
            was_visited = True
        except BlockingIOError:
            was_visited = False
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    return Scan(
        planted=planted,
        articles={article["id"]: article for article in report["articles"]},
        clusters=[{member["id"] for member in cluster["members"]} for cluster in report["clusters"]],
        reasons={skipped["path"]: skipped["reason"] for skipped in report["skipped"]},
        peak=int(done.stderr.rsplit("peak ", 1)[1]),
        was_visited=was_visited,
    )


def articles_of(scan: Scan, place: str, kind: str) -> list[dict]:
    """List the articles that were read of one format in one place, in order of their titles."""
    found = [article for article in scan.articles.values() if article["path"].startswith(f"{place}{kind}/")]
    return sorted(found, key=lambda article: article["title"])


def test_every_broken_file_is_listed_with_its_reason_and_nothing_else_is(scan):
    """In the folder and in its archives, sixty kinds of them."""
    assert len({file.name for file in scan.planted.values()}) >= 60
    for name, file in scan.planted.items():
        assert file.reason in scan.reasons.get(name + file.place, ""), (name, scan.reasons.get(name + file.place))
    assert set(scan.reasons) == {name + file.place for name, file in scan.planted.items()}


def test_every_good_article_is_there(scan):
    """Two of each format in each place, and what could be read of the broken files."""
    for place in PLACES:
        for kind in WRITERS:
            assert [article["title"] for article in articles_of(scan, place, kind)] == [title for title, _ in STORIES], kind
    kept = {
        kept.replace(file.name, name, 1) if kept.startswith(file.name) else kept
        for name, file in scan.planted.items()
        for kept in file.kept
    }
    assert kept <= set(scan.articles)
    assert len(scan.articles) == len(PLACES) * len(WRITERS) * len(STORIES) + len(kept)


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("place", PLACES)
def test_an_article_is_reported_with_its_provenance(scan, place, kind):
    """All that its format has a place for."""
    for number, found in enumerate(articles_of(scan, place, kind)):
        written = story(place, kind, number)
        for name in CARRIED.get(kind, RECORD):
            if name in ("published", "modified"):
                assert datetime.fromisoformat(found[name]) == datetime.fromisoformat(getattr(written, name)), name
            elif name == "id":
                assert found["id"] == (f"{written.id}:2" if kind in VERSIONED else written.id)
            elif name == "alternate_ids":
                names = (
                    {written.id} if kind in FEEDS else set(written.alternate_ids) | ({written.id} if kind in VERSIONED else set())
                )
                assert set(found["alternate_ids"]) == names
            elif name == "relations":
                assert [(one["kind"], one["target"]) for one in found["relations"]] == [
                    (one.kind, one.target) for one in written.relations
                ]
            else:
                assert found[name] == getattr(written, name.removeprefix("declared_")), name


def test_copies_of_a_story_in_all_formats_and_places_are_one_cluster(scan):
    """What a format does to a text does not hide that it is the same."""
    for number in range(len(STORIES)):
        copies = {articles_of(scan, place, kind)[number]["id"] for place in PLACES for kind in WRITERS}
        assert any(copies == cluster for cluster in scan.clusters)


def test_nothing_is_fetched_or_expanded_and_memory_is_bounded(scan):
    """No socket was made, nobody came to the address in the files, and an entity is the letters that were written."""
    assert not scan.was_visited
    assert scan.articles["broken/bomb.rss#1"]["title"] == "&bomb29; &users; &site;"
    assert scan.peak < MAX_MEMORY
