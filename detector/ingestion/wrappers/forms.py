"""
Rules for parts of a page that are told by their form: lines of times, of names and of fields, and what speaks of the page alone.

In: nothing. Out: ``FORMS``, tried after the rules that know words; and where the dateline of an agency ends, which is no
paragraph of its own.
"""

from __future__ import annotations

import re

from detector.ingestion.wrappers.bylines import is_biography, is_byline
from detector.ingestion.wrappers.pagetalk import is_page_talk
from detector.ingestion.wrappers.rule import AGENCIES, Rule
from detector.ingestion.wrappers.timelines import is_time_line

_CAPITALS = "A-ZÀ-ÞА-ЯІЇЄҐĞİŞÇ"
_DATELINED = re.compile(
    # VELDEN, March 17 (Reuters) - ; (AP) - ; Velden, 17 mar (EFE).-
    rf"\s*(?:(?-i:[{_CAPITALS}\u0600-\u06ff])[^()\[\]\n!?:;\"«»“”]{{1,60}}?[ ,.\-–—]*)?[(\[/]{{1,2}} ?(?:{AGENCIES})"
    r"(?:[/ -][\w ]{1,12})? ?"
    r"[)\]/]{1,2}(?:(?:[ .]*[-–—:]+|\.)(?:\s+|$)|(?<=[-–—] \([A-ZİÇŞĞÜÖ]{2}\))\s+|(?<=[-–—] \([A-ZİÇŞĞÜÖ]{3}\))\s+)"
    # VELDEN (Gazette) -
    rf"|\s*(?-i:[{_CAPITALS}]{{3}})(?-i:[{_CAPITALS} .\-])*(?:, [^()\n]{{1,24}})? \([^()\d\n]{{2,24}}\) ?[-–—]+\s+"
    # VELDEN, 17 March - RIA ... -
    rf"|\s*(?-i:[{_CAPITALS}])(?-i:[{_CAPITALS} ,.\-])*(?:\d{{1,2}}\.? [^\W\d_]{{3,10}}\.?)?(?: \d{{4}})?,? ?[-–—] ?"
    rf"(?:{AGENCIES})[.,]? ?(?:[-–—]+\s+|(?<=\.)\s+)"
    # فيلدن - أ ف ب -
    r"|\s*[\u0600-\u06ff]{2,15}(?: [\u0600-\u06ff]{2,15})? ?[-–—] ?"
    r"(?:أ ف ب|أ\.ف\.ب|رويترز|وام|واس|الأناضول|قنا)(?: ?[-–—:]\s*|\s*\n)"
    r"|\s*[【\[［][^】\]］\n]{0,24}(?:時事|共同|ロイター|AFP|CNN|新華社|AP|ブルームバーグ|聯合ニュース)"
    r"[^】\]］\n]{0,6}[】\]］](?:\s*[-–—]\s*)?"
    r"|\s*(?:新华社|新華社|中新社|中新网|中央社|央视网|人民网)[^\s。,，]{0,16}"
    r"\d{1,2}月\d{1,2}日电(?:\s*[（(][^）)\n]{2,30}[）)])?[:：]?\s*"
    r"|\s*[（(](?:中央社|法新社|路透社|美联社)[^）)\n]{2,40}[）)]\s*",
    re.IGNORECASE,
).match
_MAX_DATELINE = 90
"""Characters of a dateline. Our choice; on the frames of the tests 60 and 120 cut the same (2026-11-29)."""
_WIRES_OF_SENDERS = re.compile(
    r"newswire|business ?wire|news ?direct|newmediawire|ein presswire|accesswire", re.IGNORECASE
).search


def end_of_dateline(paragraph: str) -> int | None:
    """
    Tell where the dateline of a news agency at the beginning of a paragraph ends, or ``None`` where there is none.

    Place and day without an agency are the article's own, and so is the mark of a service that sends what it is paid for: it is
    the sender's text.
    """
    head = paragraph[: _MAX_DATELINE + 40]
    if not any(mark in head for mark in "(/[【［（-–—社网"):
        return None
    found = _DATELINED(head)
    if found is None or found.end() > _MAX_DATELINE or found.end() >= len(paragraph) or _WIRES_OF_SENDERS(found[0]):
        return None
    return found.end()


DATELINE = Rule(
    name="dateline of an agency",
    kind="page",
    patterns=(),
    reason="The mark of a news agency before the first words, with the place and day that it goes with.",
)
"""The name under which such a beginning is cut. It is no note of syndication: the agency's own text has it as well."""

TALK = Rule(
    name="talk of the page",
    kind="page",
    patterns=(),
    form=is_page_talk,
    reason="Most of its words are those that publishers use of pages and to readers.",
    max_characters=260,
    max_sentences=4,
)

FORMS: tuple[Rule, ...] = (
    Rule(
        name="line of times",
        kind="page",
        patterns=(),
        outside_body=True,
        form=is_time_line,
        reason="Each of its words and figures says when the page was made, or how long it takes.",
        max_characters=160,
    ),
    Rule(
        name="byline",
        kind="page",
        patterns=(),
        outside_body=True,
        form=is_byline,
        reason="Who wrote it, on a line of its own.",
        max_characters=120,
    ),
    Rule(
        name="author's trade",
        kind="page",
        patterns=(),
        form=is_biography,
        reason="Tells of whoever wrote the text, below it.",
        max_characters=300,
        max_sentences=4,
        at_end_only=True,
    ),
    Rule(
        name="fields of a translation",
        kind="translation",
        patterns=(
            # Each field ends in one mark before the next one's name: with more ways to part them, 168 letters took 14 seconds.
            r"[^:!?]{3,110}?[.:] ?(?:[^:!?]{2,60}[.;|\-] )??(?:[^\W\d_]+(?: [^\W\d_]+)? ?: ?[^:]{2,60}?[.;,|\- ](?=[^\W\d_]+"
            r"(?: [^\W\d_]+)? ?:)){1,5}[^\W\d_]+(?: [^\W\d_]+)? ?: ?[^:]{2,60}",
        ),
        cues=(("^translated",),),
        reason="Nothing but names of fields and what stands in them, the first of which is the translation.",
        max_characters=250,
    ),
    Rule(
        name="translator and original",
        kind="translation",
        patterns=(
            r"[(\[]?(?:translation|übersetzung|traduction|traducción|tradução|traduzione|перевод|"
            r"переклад|vertaling|tłumaczenie|çeviri|"
            r"ترجمة)(?: ?:| by| von| par| de| por| di| door)? [^.!?]{3,70}[.|-] .{3,90}",
        ),
        cues=(("!translated", "language"),),
        reason="Who translated it, and where the original is.",
        max_characters=180,
        max_sentences=3,
    ),
    Rule(
        name="version in another language",
        kind="translation",
        patterns=(
            r"[(\[]?(?:version|versión|versione|versão|fassung|versie|wersja|версия|версія) (?:em |en |in )?[^\W\d_]{5,14} "
            r"(?:de|di|von|by|par|por|da|van|door) (?-i:[A-ZÀ-ÞА-ЯІЇЄҐ])[^.!?:,]{2,50}",
            r"(?:نقله|نقلها|نقلته) إلى (?:اللغة )?\w+ ?:? [^.!?:]{3,40}",
            r"[^\s。:!?]{2,8} ?(?:译|譯|訳)",
        ),
        reason="Who made this version, on a line of its own.",
        max_characters=90,
    ),
    Rule(
        name="first printed in",
        kind="republication",
        patterns=(
            r"[(\[]?(?:first|originally|zuerst|erstmals|ursprünglich|initialement|впервые|вперше|"
            r"уперше|eerst|eerder|oorspronkelijk|"
            r"po raz pierwszy|pierwotnie) (?:published|printed|released|posted|veröffentlicht|"
            r"erschienen|gedruckt|publiée?|parue?|"
            r"напечатан\w*|опубликован\w*|вышл\w+|надрукован\w*|опублікован\w*|gepubliceerd|"
            r"verschenen|opublikowan\w*|wydrukowan\w*|"
            r"ukazał\w*)[^.!?]{0,3} [^.!?]{3,80}[.)\]]?",
            r"[(\[]?(?:ilk olarak|ilk kez) [^.!?]{3,60} (?:yayımlan|yayınlan|basıl)\w+[.)\]]?",
            r"[(\[]?(?:原文)?(?:原载|原刊|刊于|刊載|首发|首發|初出)(?:于|於|在)? ?:? ?.{2,40}",
        ),
        reason="Names where the text stood before.",
        max_characters=120,
    ),
    Rule(
        name="correction of the page",
        kind="page",
        patterns=(
            r"(?:corrections?|clarifications?|amendments?|editor'?s note|korrektur\w*|berichtigung|"
            r"klarstellung|ergänzung|rectificatif|"
            r"précision|correctif|erratum|fe de erratas?|fe de errores|rectificación|aclaración|"
            r"corrección|rettifica|precisazione|errata "
            r"corrige|correzione|errata|esclarecimento|correção|retificação|поправка|уточнение|"
            r"исправление|поправлення|уточнення|"
            r"виправлення|correctie|rectificatie|aanvulling|verduidelijking|sprostowanie|korekta|"
            r"wyjaśnienie|düzeltme|açıklama|تصحيح|"
            r"توضيح|تنويه|更正|勘误|说明|訂正|お詫びと訂正|修正)(?: [^:.]{1,30})? ?[:.\-] ?.{8,280}",
        ),
        cues=(("work",), ("version",)),
        reason="Says of the page that it was changed; what is only put right in it is left.",
        max_characters=320,
        max_sentences=4,
        at_end_only=True,
    ),
    TALK,
    Rule(
        name="label of another page",
        kind="page",
        patterns=(
            r"[【\[(](?:関連(?:記事|ニュース|動画)?|写真(?:特集)?|動画|画像|続報|参考|おすすめ|相关(?:阅读|新闻|报道)?|延伸阅读|图集|视频|"
            r"watch|videos?|"
            r"related|read more|gallery|photos?)[】\])].{2,120}",
        ),
        reason="What leads to another page, with its title.",
        max_characters=160,
    ),
    Rule(
        name="marks of the desk",
        kind="page",
        patterns=(r"[(\[]?(?:[a-zß-öø-ÿçğışłżźćńśęą]{2,4} ?/ ?){1,4}(?:[a-zß-öø-ÿçğışłżźćńśęą]{2,4})?[)\]]?",),
        reason="Who wrote and who edited, by their initials.",
        max_characters=24,
        at_end_only=True,
    ),
)
"""Our choice. Frames of fourteen languages were kept aside while these were made; how many of them are cut is in the README."""
