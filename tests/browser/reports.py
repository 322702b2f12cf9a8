"""Results made by hand for a browser: in, a few words; out, results with all that a report can show, or with very much of it."""

import random
from dataclasses import replace
from types import MappingProxyType

from made_by_hand import prepared

import detector
from detector.datatypes import (
    AlignedPassage,
    Article,
    Band,
    Cluster,
    CutPassage,
    DetectionResult,
    Direction,
    Evidence,
    MissingOriginal,
    PreparedArticle,
    Reach,
    RelatedPair,
    Relation,
    Segment,
    SkippedFile,
    Wrapper,
)
from detector.settings import Settings

HOSTILE = (
    "</script><script>window.ran = 1</script>",
    "<img src=x onerror=\"window.ran = 2\"><!-- <iframe src='javascript:window.ran=3'>",
    "\"><svg onload=window.ran=4> ' onmouseover='window.ran=5 {{ 7*7 }} {% raw %}",
    "left \u202egnp.exe\u202c and \x07\x1b[31mred\u2028line ]]> =HYPERLINK(1) &lt;b&gt;",
)
"""Texts that run, break out or mislead wherever a page takes them for anything but text."""


def about(article: PreparedArticle, **facts: object) -> PreparedArticle:
    return replace(article, article=replace(article.article, **facts))


def pair(left: str, right: str, relation: Relation, passages: list[tuple[tuple, tuple, float]], **fields: object) -> RelatedPair:
    assert left < right
    evidence = fields.pop("evidence", {})
    return RelatedPair(
        left_id=left,
        right_id=right,
        relation=relation,
        probability=fields.pop("probability", 0.9712),  # type: ignore[arg-type]
        score=0.91,
        evidence=Evidence(encoder="use", coverage_left=0.9, coverage_right=0.8, mutual=0.85, order=0.7, **evidence),  # type: ignore[arg-type]
        reasons=("90% and 80% of the two texts have a counterpart", "70% of the counterparts keep their order"),
        passages=tuple(
            AlignedPassage(left=lefts, right=rights, similarity=0.9 if lefts and rights else 0.0, wording=wording)
            for lefts, rights, wording in passages
        ),
        **fields,  # type: ignore[arg-type]
    )


WIRE = about(
    prepared(
        "ferry-a-wire.txt",
        "The ferry left at 9 with 120 people on board.",
        "It struck a rock off Orvel.",
        "Nobody was hurt, the coast guard said.",
        "The captain had sailed there for years.",
        title="Ferry runs aground",
        published="2026-01-20T09:30:00Z",
    ),
    outlet="Northline",
    credit="Northline Press",
    url="https://northline.example/ferry?a=1&b=2",
)
UPDATE = about(
    prepared(
        "ferry-b-update.txt",
        "Nobody was hurt, the coast guard said.",
        "The ferry sailed at 9 with 125 people on board.",
        "It struck a rock off Orvel.",
        "Divers found a tear in the hull.",
        title="Ferry runs aground near Orvel",
        published="2026-01-21T10:00:00Z",
        wrapper=Wrapper(kind="syndication", source="Northline", passages=(CutPassage(start=0, end=0, rule="credit"),)),
    ),
    outlet="Evening Ledger",
)
UPDATE = replace(
    UPDATE,
    article=replace(UPDATE.article, text=f"{UPDATE.article.text}\n\nCopyright Northline. All rights reserved."),
    wrapper=Wrapper(
        kind="syndication",
        source="Northline",
        passages=(CutPassage(start=len(UPDATE.article.text) + 2, end=len(UPDATE.article.text) + 43, rule="copyright line"),),
    ),
)
ARABIC = about(
    prepared(
        "ferry-c-ar.txt",
        "غادرت العبّارة في التاسعة وعلى متنها 120 شخصًا.",
        "اصطدمت بصخرة قرب أورفل.",
        title="جنوح عبّارة",
        language="ar",
        published="2026-01-22",
    ),
    outlet="Al Marfa",
)
CLINIC = prepared(
    "clinic-a.txt",
    "Dentists reach the upper river by boat.",
    title="Dentists on the river",
    wrapper=Wrapper(
        kind="translation",
        region="Brazil",
        source="River Health",
        language="pt",
        passages=(CutPassage(start=0, end=8, rule="source line"),),
    ),
)
CLINIC_TOO = prepared("clinic-b.txt", "A boat takes dentists up the river.", title="Boat brings dentists")
EVIL = about(
    prepared("evil-a.txt", *HOSTILE, title=HOSTILE[0]), outlet=HOSTILE[1], url="javascript:window.ran=6", credit=HOSTILE[2]
)
EVIL_TOO = about(
    prepared("evil-b.txt", *HOSTILE[::-1], title=HOSTILE[2]), outlet=HOSTILE[3], canonical="data:text/html,<script>1"
)
ALONE = about(
    prepared("alone.txt", "地震がありました。", title="東京で地震", language="ja", published="2026-01-25"), outlet="Tokyo News"
)


def _cluster(number: int, members: list[PreparedArticle], relations: dict[Relation, int], **fields: object) -> Cluster:
    ids = tuple(member.id for member in members)
    return Cluster(id=f"c{number}", lead_id=ids[0], member_ids=ids, relations=MappingProxyType(relations), **fields)  # type: ignore[arg-type]


NEWSROOM = DetectionResult(
    articles=tuple(sorted((WIRE, UPDATE, ARABIC, CLINIC, CLINIC_TOO, EVIL, EVIL_TOO, ALONE), key=lambda article: article.id)),
    pairs=(
        pair("alone.txt", "clinic-a.txt", Relation.RELATED, [((0,), (0,), 0.0)], probability=0.12, band=Band.RELATED),
        pair(
            "clinic-a.txt", "clinic-b.txt", Relation.RETRANSLATION, [((0,), (0,), 0.4), ((1,), (1,), 0.6)], band=Band.SAFE_TO_HIDE
        ),
        pair("evil-a.txt", "evil-b.txt", Relation.REVISION, [((row,), (4 - row,), 0.7) for row in range(5)]),
        pair(
            "ferry-a-wire.txt",
            "ferry-b-update.txt",
            Relation.REVISION,
            [((0,), (0,), 0.8), ((1,), (2,), 0.8), ((2,), (3,), 1.0), ((3,), (1,), 1.0), ((4,), (), 0.0), ((), (4,), 0.0)],
            evidence={
                "differing_numbers": ("120 ≠ 125",),
                "differing_names": ("Hanne (left only)",),
                "differing_quotations": ('"all were calm on the boat" ≠ "all were calm on board"',),
                "declared": ("isBasedOn",),
            },
            direction=Direction(original_id="ferry-a-wire.txt", probability=0.93, reasons=("it is a day older",)),
            band=Band.REVIEW,
            probability=0.88,
        ),
        pair(
            "ferry-a-wire.txt",
            "ferry-c-ar.txt",
            Relation.TRANSLATION,
            [((0,), (0,), 0.0), ((1,), (1,), 0.0), ((2,), (2,), 0.0), ((3,), (), 0.0), ((4,), (), 0.0)],
            band=Band.SAFE_TO_HIDE,
            direction=Direction(original_id=None, probability=0.0, reasons=()),
        ),
        pair("ferry-b-update.txt", "ferry-c-ar.txt", Relation.TRANSLATION, []),
    ),
    clusters=(
        _cluster(
            1,
            [WIRE, UPDATE, ARABIC],
            {Relation.REVISION: 1, Relation.TRANSLATION: 2},
            direction=Direction(original_id="ferry-a-wire.txt", probability=0.93, reasons=("it is the oldest",)),
        ),
        _cluster(
            2,
            [CLINIC, CLINIC_TOO],
            {Relation.RETRANSLATION: 1},
            missing_original=MissingOriginal(
                language="pt",
                reason="clinic-a.txt carries a translation notice",
                region="Brazil",
                source="River Health",
                not_later_than="2026-01-18",
            ),
        ),
        _cluster(3, [EVIL, EVIL_TOO], {Relation.REVISION: 1}),
    ),
    contradicted=(
        pair("alone.txt", "evil-a.txt", Relation.RELATED, [], probability=0.02, evidence={"declared": ("canonical",)}),
    ),
    skipped=(SkippedFile(path=HOSTILE[0], reason="is empty"),),
    settings=Settings(related=True),
    reach=MappingProxyType({"en": Reach.FULL, "ar": Reach.FULL, "ja": Reach.PARTIAL}),
)
"""Three clusters (an updated report with its translation, renderings without their original, hostile texts) and pairs outside."""

_SYLLABLES = ["ba", "de", "fi", "go", "lu", "ma", "ne", "ro", "si", "tu", "va", "ze", "kor", "lin", "mar", "sol", "ter", "wen"]


def many(n_clusters: int, *, n_members: int = 3, n_sentences: int = 18, n_words: int = 20) -> DetectionResult:
    """Make a result of many clusters, their articles about as long as news is: 360 words each unless told."""
    rng = random.Random(7)
    vocabulary = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3))) for _ in range(5000)]
    articles: list[PreparedArticle] = []
    pairs: list[RelatedPair] = []
    clusters: list[Cluster] = []
    evidence = Evidence(encoder="use", coverage_left=1.0, coverage_right=1.0)
    for number in range(n_clusters):
        sentences = [" ".join(rng.choices(vocabulary, k=n_words)).capitalize() + "." for _ in range(n_sentences)]
        ids = [f"story-{number:05}/{member}.txt" for member in range(n_members)]
        for member, article_id in enumerate(ids):
            own = sentences if member == 0 else [sentence.replace(" ba", " du") for sentence in sentences]
            text = "\n\n".join(own)
            starts = [sum(len(one) + 2 for one in own[:row]) for row in range(len(own))]
            title = f"Story {number} " + " ".join(vocabulary[number % 5000 : number % 5000 + 4])
            segments = [Segment(text=title, start=0, end=len(title), language="en", paragraph=-1)] + [
                Segment(text=one, start=start, end=start + len(one), language="en", paragraph=row // 2)
                for row, (one, start) in enumerate(zip(own, starts, strict=True))
            ]
            article = Article(
                id=article_id,
                text=text,
                title=title,
                outlet=f"Outlet {(number + member) % 40}",
                published=f"2026-0{1 + number % 9}-{1 + (number + member) % 28:02}",
            )
            articles.append(PreparedArticle(article=article, language="en", languages=("en",), segments=tuple(segments)))
        passages = tuple(
            AlignedPassage(left=(row,), right=(row,), similarity=0.97, wording=0.95) for row in range(n_sentences + 1)
        )
        pairs += [
            RelatedPair(
                left_id=left,
                right_id=right,
                relation=Relation.REVISION,
                probability=0.5 + (number % 50) / 100,
                score=0.9,
                evidence=evidence,
                reasons=("95% of the words are the same, in order",),
                passages=passages,
            )
            for place, left in enumerate(ids)
            for right in ids[place + 1 :]
        ]
        relations = MappingProxyType({Relation.REVISION: n_members * (n_members - 1) // 2})
        clusters.append(Cluster(id=ids[0], lead_id=ids[0], member_ids=tuple(ids), relations=relations))
    return DetectionResult(
        articles=tuple(articles), pairs=tuple(pairs), clusters=tuple(clusters), skipped=(), settings=Settings()
    )


def aligned(result: DetectionResult) -> DetectionResult:
    """Align those pairs of a result that were reported without their passages."""
    article_by_id = {article.id: article.article for article in result.articles}

    def passages_of(one: RelatedPair) -> tuple[AlignedPassage, ...]:
        return one.passages or detector.compare(article_by_id[one.left_id], article_by_id[one.right_id]).passages

    return replace(result, pairs=tuple(replace(one, passages=passages_of(one)) for one in result.pairs))
