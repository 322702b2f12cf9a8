"""
What a rule of a wrapper is, and the words that rules share.

In: nothing. Out: the type ``Rule``, and parts of patterns: names of languages, networks, agencies and works. Patterns are matched
against a paragraph that is normalised and, but for what stands in ``(?-i:…)``, in small letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from detector.ingestion.regions import LANGUAGE_NAMES

Kind = Literal["translation", "republication", "syndication", "page"]
KINDS: tuple[Kind, ...] = ("translation", "republication", "syndication", "page")
"""The weightiest first: a wrapper is of the weightiest kind among its passages."""

MAX_CHARACTERS = 700
"""A longer paragraph is never a notice; the longest known disclaimer has 300 characters."""


class Form(Protocol):
    """Tells whether a normalised paragraph, near the end or the head of a text, has a certain form."""

    def __call__(self, normal: str, /, *, is_end: bool) -> bool:
        """Tell it of one paragraph."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of passage that is not the article."""

    name: str
    kind: Kind
    patterns: tuple[str, ...]
    """One must match all of a normalised paragraph or line, in small letters; groups ``region`` and ``source`` are kept.

    A pattern that holds ``(?-i:…)`` sees the letters as they are, and there alone it minds them.
    """
    reason: str
    """Why such a passage cannot be the article's own."""
    max_characters: int = 250
    at_end_only: bool = False
    cues: tuple[tuple[str, ...], ...] = ()
    """Kinds of words, as ``cues`` names them, of which all of a row must be there; without rows none is asked for."""
    max_sentences: int = 99
    names_language: bool = False
    """Whether a language must be named from which it was translated."""
    continued_by: str | None = None
    """What the lines that follow must match to belong to it: the names under a call to share, the items of a list."""
    form: Form | None = None
    """What the whole normalised paragraph must be like instead of the patterns, its letter case kept."""
    outside_body: bool = False
    """Whether no paragraph of the body may stand between it and the edge."""
    opens_list: bool = False
    """Whether titles without a mark may follow it, as far as the end of the text."""


LANGUAGE = "(?:" + "|".join(map(re.escape, LANGUAGE_NAMES)) + ")"
"""A language as notices of translation call it."""

ANY = (r"[^*•·▪‣].+",)
"""The pattern of a rule that goes by cues: whatever is no item of a list."""
OPEN = r"[(\[* \-]*"
CLOSE = r"[)\]*. ]*"
STOP = r"[ .:!>\"\-|]*"

WORK = r"(?:article|story|text|post|piece|content|report|(?:press |news )?release|column|essay|interview|material|news)"
MACHINE = r"(?:google|deepl|microsoft|bing|yandex|chatgpt|openai|ai|artificial|software|computer|an? |the )"
THIS = (
    r"(?:(?:diese[rsnm]?|cet|cette|ce|est[aeo]|quest[oaie]'?|эт(?:от|а|о|у|ого)|данн(?:ый|ая|ое|ую|ого)|"
    r"ц(?:я|ю|ей|е|ього)|дан(?:а|ий|у)|dit|deze|ten|bu|this|(?:the )?(?:above|following))"
    r"(?: (?:present|vorliegende[rsn]?|présent|presente))? |quest'|هذا |هذه )"
)
"""This, in the languages of the rules."""
WORKS = (
    r"(?:article|story|text|post|piece|report|column|essay|interview|artikel|beitrag|texte?|meldung|bericht|tribune|dépêche|"
    r"artículo|texto|"
    r"noticia|nota|artigo|matéria|notícia|reportagem|articolo|testo|notizia|статья|статью|статьи|материал|текст|публикация|"
    r"публикацию|"
    r"заметка|новость|стаття|статтю|матеріал|публікація|публікацію|новину|stuk|verhaal|artykuł|tekst|materiał|makale|yazı|"
    r"haber|metin|"
    r"المقال|المقالة|المادة|الخبر|النص|التقرير)"
)
"""A work, as a notice in the languages of the rules speaks of it."""

NETWORK = (
    r"(?:facebook'?\w*|twitter|x|instagram'?\w*|linkedin|telegram|whatsapp\w*|youtube|google news|tiktok|threads|bluesky|"
    r"mastodon|"
    r"reddit|pinterest|xing|viber|messenger|line|e-?mail|e-?posta|correo electrónico|courriel|mail|(?:электронной )?почт[аеу]|"
    r"البريد الإلكتروني|вконтакте|вк|телеграм\w*|ютуб\w*|одноклассник\w+|фейсбу[кц]\w*|"
    r"вайбер\w*|微信|微博|朋友圈|フェイスブック|ツイッター|redes sociais|redes sociales|réseaux sociaux|social media|"
    r"فيسبوك|تويتر|إكس|واتساب|تلغرام|تليغرام|إنستغرام|يوتيوب|لينكد إن)"
)
LETTER = (
    r"(?:newsletters?|nieuwsbrie\w+|newslettera?|e-?mails?|updates|alerts|channel|inbox|podcast|рассылк\w+|розсилк\w+|канал\w*|"
    r"kanal\w*|kanał\w*|whatsapp-kan\w+|boletín\w*|boletim|canal|infolettre|chaîne|canale|bülten\w*|kana(?:al|le)|lista "
    r"mailing\w*)"
)
# In capitals only: in small letters most of these are words.
_ABBREVIATED = (
    r"(?-i:AP|AFP|DPA|Ansa|Efe|dpa(?:-AFX|-infocom)?|EFE|ANSA|PTI|ANI|IANS|UNI|UPI|APA|ANP|NTB|TT|PAP|[CČ]TK|MTI|WAM|MENA|IRNA|SDA|ATS|"
    r"KNA|"
    r"EPD|epd|KAP|SID|AA|DHA|İHA|BELGA|STT|BNS|LETA|"
    r"CNA|AAP|TASS|ТАСС|РИА Новости|УНИАН|УНІАН|УНН|БЕЛТА|БелТА|ots|MIL-OSI)"
)
AGENCY = (
    rf"(?:{_ABBREVIATED}|(?:thomson )?reuters(?: news agency)?|(?:the )?associated press|ap news|agence france[- ]presse|"
    rf"adnkronos|itar-tass|"
    r"interfax|ria novosti|xinhua(?: news agency)?|kyodo(?: news)?|jiji press|"
    r"yonhap(?: news agency)?|lusa|askanews|italpress|agi|lapresse|ag[eê]ncia brasil|"
    r"estad[aã]o conte[uú]do|belga|ritzau|ukrinform|anadolu(?: agency| ajansı)?|bernama|antara|united press international|"
    r"bloomberg(?: news)?|"
    r"pa media|press association|europa press|notimex|t[eé]lam|prensa latina|keystone-sda|(?:the )?canadian press|pr ?newswire|"
    r"business ?wire|globe ?newswire|news direct|newmediawire|accesswire|ein presswire|интерфакс|рейтер|рейтерс|укринформ|"
    r"укрінформ|казинформ|"
    r"新华社|新華社|中新社|中央社|路透社|法新社|美联社|共同社|共同通信|時事通信|時事|ロイター|رويترز|"
    r"أ ف ب|أ\.ف\.ب|فرانس برس|د ب أ|أ ش أ|"
    r"شينخوا|سبوتنيك|بترا|"
    r"الأناضول|وام|واس|قنا)"
)
AGENCIES = rf"{AGENCY}(?:(?: ?[/,&+|\-] ?| and | et | und | y | e | и | і | ve | i | en | و ?){AGENCY}){{0,3}}"
