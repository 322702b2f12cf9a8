"""Results made by hand, for tests of what is drawn and written: in, a few words; out, values of detector's own types."""

from types import MappingProxyType

from detector.datatypes import (
    AlignedPassage,
    Article,
    Cluster,
    Comparison,
    CutPassage,
    DetectionResult,
    Evidence,
    MissingOriginal,
    PreparedArticle,
    RelatedPair,
    Relation,
    Segment,
    SkippedFile,
    StageTiming,
    Wrapper,
)
from detector.settings import Settings


def prepared(
    id: str,
    *sentences: str,
    title: str = "",
    language: str = "en",
    languages: tuple[str, ...] = (),
    wrapper: Wrapper | None = None,
    published: str | None = None,
    path: str | None = None,
) -> PreparedArticle:
    """Make an article of one sentence a paragraph."""
    segments = [Segment(text=title, start=0, end=len(title), language=language, paragraph=-1)] if title else []
    start = 0
    for paragraph, sentence in enumerate(sentences):
        end = start + len(sentence)
        segments.append(Segment(text=sentence, start=start, end=end, language=language, paragraph=paragraph))
        start = end + 2
    return PreparedArticle(
        article=Article(id=id, text="\n\n".join(sentences), title=title, published=published, path=path or id),
        language=language,
        languages=languages or (language,),
        segments=tuple(segments),
        wrapper=wrapper,
    )


def related(left: str, right: str, relation: Relation, *, probability: float = 0.987654, **evidence: object) -> RelatedPair:
    """Make a pair with three reasons and the evidence that is named."""
    return RelatedPair(
        left_id=min(left, right),
        right_id=max(left, right),
        relation=relation,
        probability=probability,
        score=0.912345678,
        evidence=Evidence(**evidence),  # type: ignore[arg-type]
        reasons=("94 % of both texts correspond", "the same numbers", "a third reason"),
    )


STATE = prepared(
    "state.txt",
    "The ferry left at 9 with 120 people on board.",
    "Nobody was hurt.",
    title="Ferry runs aground",
    published="2026-01-20",
)
WIRE = prepared(
    "wire.txt",
    "The ferry sailed at 9 with 125 people on board.",
    "All of them were brought to land.",
    title="Паром сел на мель",
    languages=("ru", "en"),
    wrapper=Wrapper(
        kind="translation",
        region="Russian Federation",
        source="United Nations",
        language="ru",
        passages=(CutPassage(start=0, end=9, rule="source line"),),
    ),
)
BRIEF = prepared(
    "brief.txt", "The ferry left at 9 with 120 people on board.", title="[bold]In brief[/bold] \x1b[31mred\x1b[0m \u202egnp.exe"
)
QUAKE = prepared(
    "quake.jsonl/7", "地震がありました。", "津波の心配はありません。", title="東京で地震", language="ja", path="quake.jsonl"
)

RESULT = DetectionResult(
    articles=(BRIEF, QUAKE, STATE, WIRE),
    pairs=(
        related("brief.txt", "quake.jsonl/7", Relation.RELATED, probability=0.0612),
        related("brief.txt", "state.txt", Relation.EXCERPT, probability=0.83),
        related("state.txt", "wire.txt", Relation.RETRANSLATION, probability=0.9967, numbers=0.123456, declared=("canonical",)),
    ),
    clusters=(
        Cluster(
            id="c1",
            lead_id="state.txt",
            member_ids=("state.txt", "brief.txt", "wire.txt"),
            relations=MappingProxyType({Relation.RETRANSLATION: 1, Relation.EXCERPT: 1}),
            missing_original=MissingOriginal(language="ru", reason="a translation notice names the Russian Federation"),
        ),
    ),
    skipped=(SkippedFile(path="z.bin", reason="holds no text"), SkippedFile(path="a\x1b[2J.txt", reason="is empty")),
    settings=Settings(related=True),
    timings=(StageTiming(stage="read", seconds=1.0, n_items=400), StageTiming(stage="align", seconds=3.0, n_items=6)),
)
"""Three versions of one report, an unlike one, and two files that were skipped."""

COMPARISON = Comparison(
    left=STATE,
    right=WIRE,
    pair=related(
        "state.txt", "wire.txt", Relation.RETRANSLATION, differing_numbers=("120 ≠ 125",), differing_names=("Chiara Ferragni",)
    ),
    passages=(
        AlignedPassage(left=(0,), right=(0,), similarity=0.81, wording=0.0),
        AlignedPassage(left=(1,), right=(1,), similarity=0.93, wording=0.86),
        AlignedPassage(left=(2,), right=(), similarity=0.0, wording=0.0),
        AlignedPassage(left=(), right=(2,), similarity=0.0, wording=0.0),
    ),
)
