"""
Tell lines that say who wrote a text, and passages that say what trade they have.

In: a line or passage, normalised. Out: whether it is a byline, or a biography. Names are told by their capital letters, so lines
of names without a label are found in scripts that have them.
"""

from __future__ import annotations

import re

from detector.ingestion.wrappers.rule import AGENCIES, OPEN
from detector.ingestion.wrappers.timelines import is_time_line

_BY_WORDS = "by von van par por di da de od door text texte texto testo tekst"
_BY = frozenset(_BY_WORDS.split())
_BY_LABELS = (
    r"(?:(?:story|report|words|text|written|photos?|pictures|video) (?:and \w+ )?by|authors?|byline|reporters?|correspondent|"
    r"text und foto|autor(?:en|in|es|as?|i|e)?|autorzy|texte|texto|testo|tekst|redaktion|redacteur|rédaction|redacción|redação|"
    r"redakcja|oprac(?:\.|owanie|ował[ao]?)|auteurs?|propos recueillis par|a cura di|автор(?:ы|и|ка|ка статьи)?|текст|"
    r"подготовил[аи]?|"
    r"підготува(?:в|ла|ли)|haber|yazan|yazar|muhabir|كتب(?:ت|ه|ها)?|بقلم|إعداد|تقرير|تحرير|المصدر|文|"
    r"撰文|作者|记者|記者|取材|執筆|文・写真|報道)"
)
_TRADES_WORDS = (
    "writer writers reporter reporters correspondent editor columnist contributor journalist producer redakteur "
    "redakteurin reporterin "
    "korrespondent korrespondentin journalistin correspondante correspondant journaliste corresponsal redactor "
    "redactora periodista "
    "reportero reportera correspondente repórter jornalista corrispondente inviato inviata giornalista корреспондент "
    "корреспондентка "
    "обозреватель редактор журналист журналистка кореспондент кореспондентка редакторка журналістка журналіст оглядач "
    "verslaggever "
    "verslaggeefster redacteur korespondent korespondentka dziennikarz dziennikarka redaktor muhabiri muhabir editörü "
    "editör columnista "
    "colunista colonnista kolumnist kolumnistin chroniqueur chroniqueuse columniste reporterka gazeteci gazetecidir yazarı "
    "صحفي صحفية كاتب كاتبة مراسل مراسلة محرر محررة"
)
_TRADES = frozenset(_TRADES_WORDS.split())
"""Trades of newsrooms."""
_ROLES_WORDS = (
    "and with for from in at the of und mit aus für et avec à de du des pour en y con a e da do dos das di del "
    "della dello dalla la le les el los las il lo i van der den von zu zur op te met z w we ve ile и с из в по і й "
    "з зі із у для al bin ibn ben our notre nuestra nuestro nosso nossa nostro nostra unser unsere unserem onze "
    "ons nasz nasza naszego наш наша staff special senior chief political business sports science health foreign "
    "local freelance guest digital contributing intern bureau desk service redaktion agenturen agentur envoyé "
    "envoyée spécial spéciale rédaction agence agences permanente permanent redacción enviada enviado agencias "
    "redação agência agências redazione agenzie специальный redactie"
)
_ROLES = _TRADES.union(_ROLES_WORDS.split())
"""What stands in small letters among names: trades, what joins them, and where they write from."""
_OF_OUR_WORDS = "our notre nuestra nuestro nosso nossa nostro nostra unser unsere unserem onze ons nasz nasza naszego наш наша"
_OF_OUR = frozenset(_OF_OUR_WORDS.split())
_DESKS_WORDS = (
    "staff newsroom agencies redaktion agenturen rédaction agences redacción agencias redação agências redazione agenzie "
    "редакция агентства редакція агентства redactie redakcja"
)
_DESKS = frozenset(_DESKS_WORDS.split())
"""Who writes where nobody is named."""
_MAX_NAME_WORDS = 14
_MAX_BY_WORDS = 8
_MIN_NAME_WORDS = 2
_MAX_PLACE_WORDS = 3
"""Words of a line of names, and of its parts. Our choice; on the frames and passages of ``pagetalk`` 10 and 18, 6 and 10, 2 and
4 words of names, of what follows "by" and of a place cut and tell the same (2026-11-29)."""
_find_names = re.compile(r"[^\W\d_]+(?:[.'’\-][^\W\d_]+)*\.?|\d+").findall
_is_labelled = re.compile(rf"{OPEN}{_BY_LABELS} ?[:/|・] ?(?P<rest>[^:!?。]{{2,80}})", re.IGNORECASE).fullmatch
_is_unlabelled_arabic = re.compile(r"(?:كتب(?:ت)?|بقلم|إعداد) ?[:/\-]? ?[^\W\d_]+(?: [^\W\d_]+){1,3}").fullmatch
_is_dense_byline = re.compile(
    r"[(\[]?(?:本报|本報|本网|新华社|中新[社网])?(?:记者|記者|特派员|特派員|通讯员|通訊員|作者|文|撰文|编译|"
    r"取材・文|取材・執筆|文・写真|文・構成)[・:/ ]"
    r"[^。!?:]{2,24}|[^。!?: ]{2,8}(?:記者|特派員|支局長)|"
    r"(?:本报|本報)?(?:记者|記者) ?[^。!?: ]{2,12}(?:报道|報道|报导|報導)?[)\]]?"
).fullmatch
_is_helped = re.compile(
    r"[(\[\-– ]*(?:with (?:assistance|contributions?|reporting|additional reporting|files|help) (?:from|by)|"
    r"(?:additional )?(?:reporting|editing|writing) by|oprac\.) (?-i:[A-ZÀ-Þ])[^!?:]{1,80}|"
    r"(?:a cura di|(?:ein|eine|un|une|uno|una|um|uma|an?) (?:bericht|beitrag|artikel|reportage|text|"
    r"article|récit|enquête|reportaje|"
    r"artículo|crónica|articolo|servizio|reportagem|artigo|report|story) (?:by|von|de|di|da|par|por)|"
    r"(?:words|text|story|pictures|photos|photography|illustrations?|video) by) (?-i:[A-ZÀ-Þ])[^.!?:,]{2,50}|"
    rf"(?-i:[A-ZÀ-ÞА-ЯІЇЄҐ\u0600-\u06ff])[^.!?:,\d]{{2,24}} ?[-–,] ?{AGENCIES}",
    re.IGNORECASE,
).fullmatch
_is_parted = re.compile(
    r"(?-i:(?P<name>[^\W\d_a-z][^\W\d_]+(?: [^\W\d_a-z][^\W\d_.]*\.?){1,3})) ?(?:[,-]|(?P<bar>[|"
    r"•·])) ?(?P<rest>[^.!?:,|]{3,40})"
).fullmatch


def _are_names(words: list[str]) -> bool:
    """Tell whether words are names, with the little words and the trades that stand between and behind them."""
    n_names = sum(word[0].isupper() for word in words)
    return n_names > 0 and all(word[0].isupper() or word.lower().rstrip(".") in _ROLES or word.isdigit() for word in words)


def is_byline(normal: str, *, is_end: bool) -> bool:
    """Tell whether a line says who wrote the text; below it a label must say so."""
    if normal[-1:] in "!?:;。":
        return False
    if _is_helped(normal) is not None or _is_bar_of_names(normal, is_end=is_end):
        return True
    labelled = _is_labelled(normal)
    if labelled is not None:
        rest = _find_names(labelled["rest"])
        return len(rest) <= _MAX_NAME_WORDS and (_are_names(rest) or not any(word[0].isupper() for word in rest))
    words = _find_names(normal)
    if _is_dense_byline(normal) or _is_unlabelled_arabic(normal):
        return True
    if is_end or not 2 <= len(words) <= _MAX_NAME_WORDS:
        return False
    return _is_by(normal, words) if words[0].lower() in _BY else _is_name_and_trade(normal)


def _is_bar_of_names(normal: str, *, is_end: bool) -> bool:
    """Tell whether a line is a row of bylines and times."""
    parts = [part.strip() for part in normal.split("|")]
    return len(parts) > 1 and all(part and (is_byline(part, is_end=is_end) or is_time_line(part, is_end=False)) for part in parts)


def _is_by(normal: str, words: list[str]) -> bool:
    """Tell whether a line that begins with "by" goes on with a name and no more than the place or the house of who bears it."""
    rest = words[1:]
    if rest[0].lower() in _OF_OUR:
        return all(word[0].isupper() or word.lower() in _ROLES for word in rest)
    names, comma, _ = normal.partition(",")
    if comma and len(rest) <= _MAX_BY_WORDS:
        rest = _find_names(names)[1:]
    if normal.endswith("."):
        return False
    if len(rest) < _MIN_NAME_WORDS:
        return rest[0].lower() in _DESKS
    return rest[0][0].isupper() and (rest[1][0].isupper() or rest[1].lower() in _ROLES) and _are_names(rest)


def _is_name_and_trade(normal: str) -> bool:
    """Tell whether a name is followed by a trade of newsrooms, or behind a bar by a place or a house."""
    parted = _is_parted(normal)
    if parted is None:
        return False
    rest = _find_names(parted["rest"])
    if not rest or not all(word[0].isupper() or word.lower() in _ROLES for word in rest):
        return False
    return (parted["bar"] is not None and len(rest) <= _MAX_PLACE_WORDS) or not _TRADES.isdisjoint(map(str.lower, rest))


_NAME = r"(?-i:[^\W\d_a-z][^\W\d_]+(?: (?:de |van |von |der |da |bin |al-)*[^\W\d_a-z][^\W\d_.]*\.?){1,3})"
_find_bio = re.compile(
    _NAME + r" "
    r"(?:is|are|ist|sind|est|sont|es|son|è|sono|é|são|-|is als|jest|to|является|работает)(?= )"
    r"(?P<trade>(?: [^\s.!?;:]+){1,9})"
).match
_has_opinion = re.compile(
    r"\. (?-i:[A-ZÀ-Þ])[^.]{0,40}\b(?:views|opinions?|meinung|opiniones|opinião|opiniões|opinioni)\b[^.]{0,60}\.?$|[@]\w{3,30}",
    re.IGNORECASE,
).search
_drop_contact = re.compile(r"(?<=[.!?]) [^.!?@]{0,60}[\w.+\-]*@[\w.\-]+$").sub
"""A last sentence with an address."""
_is_bio_arabic = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,2} (?:صحفي|صحفية|كاتب|كاتبة|مراسل|مراسلة) .{3,80}").fullmatch


_find_beat = re.compile(
    _NAME + r" "
    r"(?:reports|covers|writes|blogs|schreibt|berichtet|écrit|couvre|escribe|cubre|scrive|segue|"
    r"cobre|escreve|пишет|пише|schrijft|pisze)"
    r"(?: [^.!?]{2,90})\.?"
).fullmatch


def is_biography(normal: str, *, is_end: bool) -> bool:
    """Tell whether a passage below the text says of whoever wrote it what trade they have."""
    if is_end and _find_beat(_drop_contact("", normal)) is not None:
        return True
    found = _find_bio(normal)
    if found is not None:
        return is_end and (
            _has_opinion(normal) is not None or any(word.lower().strip(",()") in _TRADES for word in found["trade"].split())
        )
    return _is_bio_arabic(normal) is not None
