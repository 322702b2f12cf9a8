"""Articles written out as a newsroom keeps them: in, articles, a folder and a format; out, files that hold them all."""

import csv
import functools
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import standards
import web

from detector import Article, read

DATED = "2026-{month:02}-{day:02}T{hour:02}:30:00+01:00"
"""Times that are given to articles that have none, so that a time can be read back."""


@functools.cache
def press(corpora: Path, n_articles: int = 12_000) -> tuple[Article, ...]:
    """Take articles of the corpus ``press``, each with a title, and a time of its own choosing."""
    articles = []
    for number, article in enumerate(read(corpora / "press" / "articles.jsonl.gz")):
        if len(articles) == n_articles:
            break
        if not article.title:
            continue
        published = DATED.format(month=number % 12 + 1, day=number % 28 + 1, hour=number % 24)
        articles.append(Article(id=article.id, title=article.title, text=article.text, published=published))
    return tuple(articles)


def write_press(articles: Iterable[Article], folder: Path, kind: str) -> None:
    """Write articles to a folder, in a format by its name in ``WRITERS``."""
    folder.mkdir(parents=True, exist_ok=True)
    WRITERS[kind](articles, folder)


FIELDS = (
    "id", "title", "text", "published", "modified", "language", "outlet", "url", "canonical", "credit", "dateline", "version",
)  # fmt: skip


def fields(article: Article) -> dict[str, str | None]:
    """Give what is written of an article, and must be read again; of other names the first."""
    return {name: getattr(article, name) for name in FIELDS} | {"alternate_ids": next(iter(article.alternate_ids), None)}


def page_of_text(article: Article) -> str:
    """Write an article as text with front matter, from which it is read back as it was."""
    said = fields(article)
    text = said.pop("text")
    lines = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items() if value)
    return f"---\n{lines}---\n{text}"


def _json_lines(articles: Iterable[Article], folder: Path) -> None:
    with (folder / "press.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(fields(article), ensure_ascii=False) + "\n" for article in articles)


def _packed_json_lines(articles: Iterable[Article], folder: Path) -> None:
    with gzip.open(folder / "press.jsonl.gz", "wt", encoding="utf-8", compresslevel=6) as file:
        file.writelines(json.dumps(fields(article), ensure_ascii=False) + "\n" for article in articles)


def _json(articles: Iterable[Article], folder: Path) -> None:
    with (folder / "press.json").open("w", encoding="utf-8") as file:
        json.dump({"articles": [fields(article) for article in articles]}, file, ensure_ascii=False, indent=1)


def _csv(articles: Iterable[Article], folder: Path) -> None:
    with (folder / "press.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, [*FIELDS, "alternate_ids"])
        rows.writeheader()
        rows.writerows(map(fields, articles))


def _parquet(articles: Iterable[Article], folder: Path) -> None:
    import pyarrow
    import pyarrow.parquet

    table = pyarrow.Table.from_pylist([fields(article) for article in articles])
    pyarrow.parquet.write_table(table, folder / "press.parquet", row_group_size=2_000)


def _zip(articles: Iterable[Article], folder: Path) -> None:
    with zipfile.ZipFile(folder / "press.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for article in articles:
            archive.writestr(f"{article.id}.txt", page_of_text(article))


def _packed_tar(articles: Iterable[Article], folder: Path) -> None:
    with tarfile.open(folder / "press.tar.gz", "w:gz", compresslevel=6) as archive:
        for article in articles:
            content = page_of_text(article).encode()
            info = tarfile.TarInfo(f"{article.id}.txt")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def _one(name: str, write: Callable[[Sequence[Article]], bytes]) -> Callable[[Iterable[Article], Path], None]:
    """Write all articles as one file."""
    return lambda articles, folder: (folder / name).write_bytes(write(tuple(articles)))


def _each(suffix: str, write: Callable[[Article], bytes]) -> Callable[[Iterable[Article], Path], None]:
    """Write a file an article."""

    def write_all(articles: Iterable[Article], folder: Path) -> None:
        for number, article in enumerate(articles):
            (folder / f"press-{number:05}{suffix}").write_bytes(write(article))

    return write_all


WRITERS: dict[str, Callable[[Iterable[Article], Path], None]] = {
    "html": _each(".html", web.write_html),
    "nitf": _each(".xml", lambda article: standards.write_nitf([article])),
    "newsml-g2": _one("press.xml", standards.write_newsml_g2),
    "newsml-g2 of nitf": _one("press.xml", standards.write_newsml_g2_nitf),
    "ninjs 1": _one("press.jsonl", standards.write_ninjs_1),
    "ninjs 2": _one("press.ninjs", standards.write_ninjs_2),
    "ninjs 3": _one("press.json", standards.write_ninjs_3),
    "rss": _one("press.rss", standards.write_rss),
    "rss 1": _one("press.rdf", standards.write_rss_1),
    "atom": _one("press.xml", standards.write_atom),
    "eml": _each(".eml", web.write_eml),
    "mbox": _one("press.mbox", web.write_mbox),
    "warc": _one("press.warc", lambda articles: web.write_warc(articles, is_packed=False)),
    "warc.gz": _one("press.warc.gz", web.write_warc),
    "jsonl": _json_lines,
    "jsonl.gz": _packed_json_lines,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
    "zip": _zip,
    "tar.gz": _packed_tar,
}
"""How each format is written; another one takes a line here."""
