"""
Rules for parts of a page that are told by their form: lines of times, of names and of fields, and what speaks of the page alone.

In: nothing. Out: ``FORMS``, tried after the rules that know words; and where the dateline of an agency ends, which is no
paragraph of its own. Names are told by their capital letters, so lines of names without a label are found in scripts that have
them.
"""

from __future__ import annotations

import re

from detector.ingestion.wrappers.pagetalk import is_page_talk
from detector.ingestion.wrappers.rule import AGENCIES, OPEN, Rule

_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember mär okt dez janvier février mars "
    "avril juin "
    "juillet août "
    "septembre octobre novembre décembre janv févr avr juil déc enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre "
    "noviembre diciembre ene abr ago dic gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen "
    "mag giu lug set ott janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev mai out января "
    "февраля марта "
    "апреля мая июня "
    "июля августа сентября октября ноября декабря янв фев мар апр май июн июл авг сен сент окт ноя нояб дек січня "
    "лютого березня "
    "квітня травня червня липня серпня вересня жовтня листопада грудня січ лют бер кві трав чер лип сер вер жовт лист "
    "груд januari "
    "februari maart mei augustus mrt stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada "
    "grudnia sty lut kwi maj cze lip sie wrz paź lis gru ocak şubat mart nisan mayıs haziran temmuz ağustos eylül "
    "ekim kasım aralık "
    "oca şub nis haz tem ağu eyl eki kas ara يناير فبراير مارس أبريل إبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر "
    "نوفمبر ديسمبر كانون "
    "الثاني الأول شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين"
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag "
    "dienstag mittwoch "
    "donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi "
    "dimanche lunes "
    "martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda "
    "terça quarta "
    "quinta sexta feira понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс понеділок "
    "вівторок середа "
    "четвер п'ятниця субота неділя нд maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek "
    "środa czwartek "
    "piątek sobota niedziela pazartesi salı çarşamba perşembe cuma cumartesi pazar الاثنين الإثنين الثلاثاء الأربعاء "
    "الخميس الجمعة "
    "السبت الأحد"
)
_AROUND_TIMES = (
    # Zones and clocks.
    "am pm a m p gmt utc bst cet cest est edt et cst cdt ct mst mdt mt pst pdt pt ist eet eest msk мск uhr heures h hrs "
    "hs horas ore часов год uur godz saat "
    # What was done then.
    "published posted updated last modified first update created originally publish on at by of the and "
    "veröffentlicht "
    "aktualisiert erstellt stand zuletzt letzte aktualisierung geändert am um vom der publié mis mise à jour modifié "
    "le dernière paru "
    "créé du publicado actualizado actualizada modificado última actualización el a las los de del creado pubblicato "
    "aggiornato "
    "aggiornamento ultimo ultima modifica il alle ore del di atualizado atualizada publicada última atualização em às "
    "as da do опубликовано обновлено изменено последнее обновление дата публикации в от опубліковано оновлено змінено "
    "останнє оновлення публікації о об gepubliceerd bijgewerkt laatste gewijzigd geüpdatet op om opublikowano "
    "zaktualizowano aktualizacja ostatnia data publikacji dodano o dnia r yayınlanma yayın yayımlanma güncelleme "
    "güncellenme son giriş tarihi "
    "tarih oluşturulma "
    "نشر نشرت آخر تحديث تم النشر التحديث في بتاريخ الساعة تاريخ بتوقيت غرينتش صباحا مساء ص م "
    # How long ago, and how long it takes.
    "ago hours hour minutes minute mins min hr days day today yesterday read reading vor stunden stunde minuten "
    "lesezeit lesedauer "
    "heute gestern il y jours lecture temps hier hace hora minutos minuto lectura tiempo lettura tempo minuti minuto "
    "fa oggi há "
    "leitura hoje назад минут минуты минута мин часа час чтения время сегодня вчера читання хв хвилин хвилини годин "
    "години тому "
    "leestijd minuut geleden uur vandaag czytania czas minut minuty temu dziś okuma süresi dakika dk önce bugün dün "
    "قراءة القراءة "
    "وقت مدة دقائق دقيقة ساعات منذ قبل اليوم"
)
_TIMES = frozenset(f"{_MONTHS} {_WEEKDAYS} {_AROUND_TIMES}".split())
_MONTH_NAMES = frozenset(_MONTHS.split())
_MAX_TIME_WORDS = 18
_has_time = re.compile(
    r"(?<!\d)(?:[012]?\d[:.h][0-5]\d(?!\d)|\d{1,2} ?[./-] ?\d{1,2} ?[./-] ?(?:19|20)?\d\d(?!\d)|(?:19|20)\d\d ?[./-] ?\d\d?"
    r" ?[./-] ?\d\d?(?!\d))"
).search
_has_reading = re.compile(
    r"\d{1,3} ?(?:min|мин|хв|dk|dakika|دقائق|دقيقة|hours? ago|h ago|days? ago|stunden|horas|часа?|годин)"
).search
_find_words = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?").findall
_has_year = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)").search
_is_of_page_dense = re.compile("更新|掲載|公開|配信|発表|投稿|发布|發布|发表|刊登|来源|來源").search
_OF_PAGE_WORDS = (
    "published posted updated modified created publish veröffentlicht aktualisiert erstellt stand aktualisierung "
    "geändert publié mis modifié paru créé publicado actualizado actualizada modificado actualización creado pubblicato "
    "aggiornato aggiornamento modifica atualizado atualizada publicada atualização опубликовано обновлено изменено "
    "обновление публикации опубліковано оновлено змінено оновлення публікації gepubliceerd bijgewerkt gewijzigd update "
    "geüpdatet opublikowano zaktualizowano aktualizacja publikacji dodano yayınlanma yayın yayımlanma güncelleme "
    "güncellenme نشر نشرت تحديث النشر التحديث"
)
_OF_PAGE = frozenset(_OF_PAGE_WORDS.split())
_drop_zone = re.compile(r"\b(?:utc|gmt)? ?[+-]\d{1,2}(?::?\d\d)?\b|\d(?:st|nd|rd|th|er|º|ª|°|h|m)\b|\d[tT]\d").sub
_is_dense_time = re.compile(
    r"(?=.*\d)(?:[\d\s:./\-()|,]|年|月|日|時|时|分|秒|星期.|周.|[日月火水木金土]曜日?|午前|午後|上午|下午|更新|掲載|公開|配信|発表|投稿|最終|"
    r""
    r"发布|發布|发表|刊登|时间|時間|日時|阅读|閱讀|次)+"
    r"(?:(?:来源|來源|出典|提供) ?[:/] ?[^\s。:]{2,20})?"
).fullmatch


def is_time_line(normal: str, *, is_end: bool) -> bool:
    """
    Tell whether a line says when the page was published, changed or how long it takes to read, and nothing else.

    Below the text it must say that it is of the page: programmes and tables end with days and hours as well. A day without its
    year or an hour is none of a page.
    """
    folded = normal.lower()
    if folded[0] in "*-" or not any(map(str.isdigit, folded)):
        return False
    if _is_dense_time(folded):
        return (not is_end or _is_of_page_dense(folded) is not None) and ("年" in folded or _has_time(folded) is not None)
    words = _find_words(_drop_zone(" ", folded))
    if len(words) > _MAX_TIME_WORDS or not all(word in _TIMES for word in words):
        return False
    if _has_reading(folded):
        return True
    is_of_page = not _OF_PAGE.isdisjoint(words)
    is_whole = _has_time(folded) is not None or (_has_year(folded) is not None and not _MONTH_NAMES.isdisjoint(words))
    return (is_of_page or not is_end) and (is_whole or (is_of_page and not _MONTH_NAMES.isdisjoint(words)))


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
_ROLES_WORDS = (
    "and with for from in at the of und mit aus für in et avec à de du des pour en y con a e da do dos das di del "
    "della dello dalla "
    "la le les el los las il lo i van der den von zu zur op te met z w we ve ile и с из в по і й з зі із у для al bin "
    "ibn ben our notre nuestra nuestro nosso nossa nostro nostra unser unsere unserem onze ons nasz nasza naszego наш "
    "наша staff special senior chief political business sports science health foreign local freelance guest digital "
    "contributing writer writers reporter reporters correspondent editor columnist contributor journalist producer "
    "intern bureau "
    "desk service "
    "redakteur redakteurin reporterin korrespondent korrespondentin journalistin redaktion agenturen agentur "
    "correspondante correspondant journaliste envoyé envoyée spécial spéciale rédaction agence agences permanente "
    "permanent corresponsal redactor redactora redacción enviada enviado periodista agencias reportero reportera "
    "correspondente redação repórter jornalista agência agências corrispondente inviato inviata redazione giornalista "
    "agenzie корреспондент корреспондентка специальный обозреватель редактор журналист кореспондент кореспондентка "
    "редакторка "
    "журналістка "
    "журналіст оглядач verslaggever verslaggeefster correspondent redacteur redactie korespondent korespondentka dziennikarz "
    "dziennikarka redaktor muhabiri muhabir editörü editör"
)
_ROLES = frozenset(_ROLES_WORDS.split())
_OF_OUR_WORDS = "our notre nuestra nuestro nosso nossa nostro nostra unser unsere unserem onze ons nasz nasza naszego наш наша"
_OF_OUR = frozenset(_OF_OUR_WORDS.split())
_MAX_NAME_WORDS = 14
_MAX_BY_WORDS = 8
_MIN_NAME_WORDS = 2
_MAX_PLACE_WORDS = 3
"""Words of a line of names, and of its parts. Our choice; not measured at other values."""
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
    if len(rest) < _MIN_NAME_WORDS or normal.endswith("."):
        return False
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
_find_bio = re.compile(
    r"(?-i:[^\W\d_a-z][^\W\d_]+(?: (?:de |van |von |der |da |bin |al-)*[^\W\d_a-z][^\W\d_.]*\.?){1,3}) "
    r"(?:is|are|ist|sind|est|sont|es|son|è|sono|é|são|-|is als|jest|to|является|работает)(?= )"
    r"(?P<trade>(?: [^\s.!?;:]+){1,9})"
).match
_has_opinion = re.compile(
    r"\. (?-i:[A-ZÀ-Þ])[^.]{0,40}\b(?:views|opinions?|meinung|opiniones|opinião|opiniões|opinioni)\b[^.]{0,60}\.?$|[@]\w{3,30}",
    re.IGNORECASE,
).search
_is_bio_arabic = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,2} (?:صحفي|صحفية|كاتب|كاتبة|مراسل|مراسلة) .{3,80}").fullmatch


_find_beat = re.compile(
    r"(?-i:[^\W\d_a-z][^\W\d_]+(?: (?:de |van |von |der |da |bin |al-)*[^\W\d_a-z][^\W\d_.]*\.?){1,3}) "
    r"(?:reports|covers|writes|blogs|schreibt|berichtet|écrit|couvre|escribe|cubre|scrive|segue|"
    r"cobre|escreve|пишет|пише|schrijft|pisze)"
    r"(?: [^.!?]{2,90})\.?"
).fullmatch


def is_biography(normal: str, *, is_end: bool) -> bool:
    """Tell whether a passage below the text says of whoever wrote it what trade they have."""
    if is_end and _find_beat(normal) is not None:
        return True
    found = _find_bio(normal)
    if found is not None:
        return is_end and (
            _has_opinion(normal) is not None or any(word.lower().strip(",()") in _TRADES for word in found["trade"].split())
        )
    return _is_bio_arabic(normal) is not None


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
            r"[^:!?]{3,110}?[.:] ?(?:[^:!?]{2,60}[.;|\-] )??(?:[^\W\d_]+(?: [^\W\d_]+)? ?: ?[^:]{2,50}?[.;,|\- ]+){1,5}"
            r"[^\W\d_]+(?: [^\W\d_]+)? ?: ?[^:]{2,60}",
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
