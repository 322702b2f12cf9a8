"""
Numerals: the numbers of a text with their units, in digits of any script or spelled out.

In: text and its language. Out: each number's value, and how it is written, unit included. Numbers from two to twelve, halves and the
words from thousand to trillion are known in some 30 languages; in all others only what stands in digits is found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import regex

NUMBER = regex.compile(
    r"(?P<whole>(?<!\p{Nd})\p{Nd}{1,3}(?:[.,'\u00a0\u202f \u066b\u066c]\p{Nd}{3}(?!\p{Nd}))+|\p{Nd}+)(?:[.,\u066b](?P<part>\p{Nd}+))?"
)
"""Digits with thousands marks of any convention, after three digits at most, and a decimal part."""

_WORDS = {
    "ar": "اثنان|اثنين|اثنتين ثلاثة|ثلاث أربعة|أربع خمسة|خمس ستة|ست سبعة|سبع ثمانية|ثماني تسعة|تسع عشرة|عشر - -",
    "bg": "два|две|двама|двамата три|трима|тримата четири|четирима пет|петима шест|шестима седем|седем осем|осем "
    "девет|деветима десет|десетима единадесет дванадесет",
    "cs": "dva|dvě|dvou|dvěma tři|tří|třem čtyři|čtyř|čtyřem pět|pěti šest|šesti sedm|sedmi osm|osmi devět|devíti deset|deseti "
    "jedenáct dvanáct",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "el": "δύο|δυο τρεις|τρία|τριών τέσσερις|τέσσερα|τεσσάρων πέντε έξι επτά|εφτά οκτώ|οχτώ εννέα|εννιά δέκα έντεκα δώδεκα",
    "en": "two three four five six seven eight nine ten eleven twelve",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fa": "دو سه چهار پنج شش هفت هشت نه ده یازده دوازده",
    "fi": "kaksi|kahden|kahta|kahdessa kolme|kolmen|kolmea neljä|neljän|neljää viisi|viiden|viittä kuusi|kuuden|kuutta "
    "seitsemän|seitsemää kahdeksan|kahdeksaa yhdeksän|yhdeksää kymmenen|kymmentä yksitoista kaksitoista",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze",
    "he": "שני|שתי|שניים|שתיים שלוש|שלושה|שלושת ארבע|ארבעה|ארבעת חמש|חמישה שש|שישה שבע|שבעה שמונה תשע|תשעה עשר|עשרה - -",
    "hi": "दो तीन चार पांच|पाँच छह|छः|छे सात आठ नौ दस ग्यारह बारह",
    "hr": "dva|dvije|dvoje|dvojica tri|troje|trojica četiri|četvero|četiriju pet|petero šest|šestero sedam|sedmero osam|osmero devet "
    "deset jedanaest dvanaest",
    "hu": "két|kettő három négy öt hat hét nyolc kilenc tíz tizenegy tizenkét|tizenkettő",
    "id": "dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas -",
    "is": "tveir|tvær|tvö|tveggja|tvo|tveimur þrír|þrjár|þrjú|þriggja|þrjá fjórir|fjórar|fjögur|fjóra fimm sex sjö átta níu tíu "
    "ellefu tólf",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici",
    "lt": "du|dvi|dviejų trys|tris|trijų keturi|keturis|keturių penki|penkis|penkių šeši|šešis septyni aštuoni devyni dešimt "
    "vienuolika dvylika",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "pl": "dwa|dwie|dwóch|dwaj|dwoje trzy|trzech|trzej|troje cztery|czterech|czterej|czworo pięć|pięciu sześć|sześciu siedem|siedmiu "
    "osiem|ośmiu dziewięć|dziewięciu dziesięć|dziesięciu jedenaście dwanaście",
    "pt": "dois|duas três quatro cinco seis sete oito nove dez onze doze",
    "ru": "два|две|двух|двое|двумя|двум три|трёх|трех|трое|тремя|трём|трем четыре|четырех|четырёх|четверо пять|пяти|пятеро шесть|шести "
    "семь|семи восемь|восьми девять|девяти десять|десяти одиннадцать|одиннадцати двенадцать|двенадцати",
    "si": "දෙදෙනෙකු|දෙදෙනා|දෙක|දෙකක් තුන|තුනක් හතර|හතරක් පහ|පහක් හය|හයක් හත|හතක් අට|අටක් නවය දහය|දහයක් - -",
    "sk": "dva|dve|dvaja|dvoch tri|traja|troch štyri|štyria|štyroch päť|piati|piatich šesť|šiesti|šiestich sedem|siedmich osem|ôsmich "
    "deväť|deviatich desať|desiatich jedenásť dvanásť",
    "sr": "два|две|двоје|двојица|dva|dve|dvoje три|троје|тројица|tri|troje четири|четворо|četiri пет|петоро|pet шест|шесторо|šest "
    "седам|sedam осам|osam девет|devet десет|deset једанаест|jedanaest дванаест|dvanaest",
    "sv": "två tre fyra fem sex sju åtta nio tio elva tolv",
    "sw": "mbili|wawili tatu|watatu nne|wanne tano|watano sita saba nane|wanane tisa kumi - -",
    "ta": "இரண்டு|இரு மூன்று நான்கு ஐந்து ஆறு ஏழு எட்டு ஒன்பது பத்து - -",
    "tr": "iki üç dört beş altı yedi sekiz dokuz on - -",
    "uk": "два|дві|двох|двоє|двом три|трьох|троє|трьом чотири|чотирьох|четверо п'ять|п'яти|п'ятеро шість|шести сім|семи вісім|восьми "
    "дев'ять|дев'яти десять|десяти одинадцять дванадцять",
    "vi": "hai ba bốn năm sáu bảy tám chín mười - -",
}
"""The numbers from two to twelve by language, in the forms that news writes; one is an article in too many. Our own table."""

_COUNTED = {
    "ja": r"([二三四五六七八九十])(?=人|年|日|月|つ|度|州|件|座|枚|場|歳|カ月|か月|回|社|億|万)",
    "ko": r"(?<!\p{L})(두|세|네|다섯|여섯|일곱|여덟|아홉|열)(?=\s?(?:명|개|번|차례|살|가지|곳|대|달|시간|사람|차례))",
    "zh": r"(?<![一二三四五六七八九十百千第周期拜])([二两兩三四五六七八九十])(?=名|个|個|人|年|位|天|月|家|次|岁|歲|座|枚|艘|架|辆|輛|条|條|万|萬|亿|億)",
}
"""Where words are not parted, or numbers are parts of others, a number is one only before what is counted. Our own table."""
_COUNT_BY_SIGN = dict(zip("二三四五六七八九十", range(2, 11), strict=True)) | {"两": 2, "兩": 2}
_COUNT_BY_SIGN |= dict(zip("두 세 네 다섯 여섯 일곱 여덟 아홉 열".split(), range(2, 11), strict=True))

_AND_A_HALF = {
    "en": "[ -]and[ -]a[ -]half", "es": " y medi[oa]", "fr": " et demie?", "it": " e mezzo", "pl": " i pół",
    "pt": " e mei[oa]", "ru": " с половиной", "uk": " з половиною",
}  # fmt: skip
_HALF = {
    "de": "halbe[nr]? ", "en": "half a ", "es": "medi[oa] ", "fr": "demi[ -]", "it": "mezz[oa] ", "nl": "halve? ", "pl": "pół ",
    "pt": "mei[oa] ", "ru": "пол", "sv": "halv[at]? ", "uk": "пів",
}  # fmt: skip
"""Half of what a number is multiplied by, behind a number and alone. Our own tables."""

_SCALES: Mapping[int, str] = {
    3: "thousand|thousands|tausend|mille|mil|mila|duizend|tusen|tusind|tisíc|tisíce|tysięcy|tysiące|тысяч|тысячи|тыс|тисяч|тисячі|хиляди|"
    "хиљада|tisuća|tisuće|hiljada|χιλιάδες|bin|ribu|ezer|tuhat|tuhatta|nghìn|ngàn|ألف|آلاف|אלף|هزار|हज़ार|हजार|ஆயிரம்|දහස්",
    5: "lakh|lakhs|लाख|লাখ|லட்சம்|இலட்சம்|ලක්ෂ|లక్షల|لاکھ",
    6: "million|millions|millionen|mio|mn|millón|millones|milioni|milione|milhão|milhões|miljoen|miljoner|millioner|milion|milionu|milionů|"
    "miliony|milionów|milióna|miliónov|миллион|миллиона|миллионов|млн|мільйон|мільйона|мільйонів|милион|милиона|милијуна|milijun|"
    "milijuna|milijun|milijuni|milijon|milijonų|εκατομμύρια|εκατομμύριο|εκατ|milyon|juta|millió|miljoona|miljoonaa|triệu|مليون|ملايين|"
    "מיליון|میلیون|मिलियन|மில்லியன்|මිලියන",
    7: "crore|crores|करोड़|কোটি|கோடி|కోట్ల|کروڑ",
    9: "billion|billions|bn|milliarde|milliarden|mrd|milliard|milliards|miliardi|miliardo|miljard|miljarder|milliarder|miliard|miliardy|"
    "miliardů|miliardów|миллиард|миллиарда|миллиардов|млрд|мільярд|мільярда|мільярдів|милиард|милиарда|milijardi|milijarda|milijarde|"
    "δισεκατομμύρια|δισ|milyar|miliar|milliárd|miljardi|miljardia|tỷ|tỉ|مليار|مليارات|מיליארד|میلیارد|बिलियन|பில்லியன்|බිලියන",
    12: "trillion|trillions|billionen|биллион|триллион|триллиона|триллионов|трлн|трильйон|trilyon|triliun|تريليون|טריליון|ट्रिलियन",
}  # fmt: skip
"""What a number is multiplied by, as a power of ten, in the forms that news writes. Of the words that mean a million times more in one
language than in another (billion, billón) only those are here whose languages agree. Our own table."""
_SIGNS = {"千": 3, "천": 3, "万": 4, "萬": 4, "만": 4, "亿": 8, "億": 8, "억": 8, "兆": 12, "조": 12}
_SIGNS |= {
    f"{sign}{ten}": power + _SIGNS[ten]
    for sign, power in zip("十百千십백천", (1, 2, 3) * 2, strict=True)
    for ten in "万萬만亿億억"
}
"""What Chinese, Japanese and Korean write behind a number, also several times: 1億2300万, 5억 8천만."""

_CURRENCIES = (
    r"\p{Sc}|(?:US|A|C|HK|NT|R|S|NZ)\$|usd|eur|gbp|jpy|cny|rub|inr|uah|chf|euros?|dollars?|dólares|dollari|dolarów|dolara|pounds?|"
    r"yen|yuan|rupees?|rubles?|roubles?|евро|долларов|рублей|євро|доларів|гривень|ευρώ|欧元|歐元|美元|人民币|人民幣|日元|円|元|ドル|ユーロ|달러|유로|원|"
    r"يورو|دولار|रुपये|डॉलर|यूरो"
)
_PER_CENT = r"[%٪‰]|per\s?cent|percent|prozent|pour\s?cent|por\s?ciento|por\s?cento|per\s?cento|procent|процентов|процента|відсотків|パーセント|퍼센트"
_UNIT = regex.compile(
    rf"[\s-]?(?:{_PER_CENT}|{_CURRENCIES})(?![\p{{L}}\p{{M}}])|\s?(?:円|元|ドル|ユーロ|パーセント|美元|欧元|원|달러|유로|퍼센트)",
    regex.I,
)
_MONEY_BEFORE = regex.compile(r"(?:\p{Sc}|(?:US|A|C|HK|NT|R|S|NZ)\$|\b(?:USD|EUR|GBP|CHF)\s)\s?$", regex.I)


_POWER_BY_WORD = {word: power for power, words in _SCALES.items() for word in words.split("|")}
_WORD = regex.compile(r"[\p{L}\p{M}']+")
_SCALE = regex.compile(r"[ -]?([\p{L}\p{M}]+)\.?")
_SCALE_SIGN = regex.compile(rf" ?({'|'.join(sorted(_SIGNS, key=lambda sign: (-len(sign), sign)))})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as a text has it."""

    value: Decimal
    start: int
    end: int
    """Offsets into the text, in [start, end), with what it is multiplied by and its unit of money or parts of a hundred."""
    is_spelled: bool = False

    @property
    def digits(self) -> str:
        """The digits of the value without the zeros at its ends: what all conventions have in common."""
        return str(self.value.normalize()).partition("E")[0].replace(".", "").strip("0") or "0"

    @property
    def exact(self) -> str:
        """The value, written in one way."""
        return f"{self.value.normalize():f}"


def find_quantities(text: str, language: str) -> list[Quantity]:
    """
    Find the numbers of a text, in order.

    ``3.5 million``, ``3,5 Millionen``, ``350万``, ``35 lakh`` and ``three and a half million`` have one value.
    """
    small = text.lower()
    # Offsets are those of the text: the few letters that grow when they become small ones stay as they are.
    found = list(_in_digits(small if len(small) == len(text) else text))
    found += _spelled(small if len(small) == len(text) else text, language)
    return sorted(found, key=lambda quantity: (quantity.start, -quantity.end))


def _in_digits(text: str) -> Iterator[Quantity]:
    end = 0
    for match in NUMBER.finditer(text):
        if match.start() < end:
            continue
        value, end = _value(match), match.end()
        if sign := _SCALE_SIGN.match(text, end):
            value, end = _in_signs(text, value, sign)
        elif power := _power(text, end):
            value, end = value.scaleb(power[0]), power[1]
        before, after = _MONEY_BEFORE.search(text, max(0, match.start() - 5), match.start()), _UNIT.match(text, end)
        start, end = before.start() if before else match.start(), after.end() if after else end
        yield Quantity(value=value, start=start, end=end)


def _in_signs(text: str, value: Decimal, sign: regex.Match[str] | None) -> tuple[Decimal, int]:
    """Add up what stands before each sign, as in ``1億2300万``, and what follows the last one."""
    total, end = Decimal(0), 0
    while sign:
        total, end = total + value.scaleb(_SIGNS[sign[1]]), sign.end()
        is_apart = text.startswith(" ", end)
        match = NUMBER.match(text, end + is_apart)
        if not match:
            return total, end
        value, sign = _value(match), _SCALE_SIGN.match(text, match.end())
        if not sign and not is_apart:
            return total + value, match.end()
    return total, end


def _spelled(text: str, language: str) -> Iterator[Quantity]:
    half, and_a_half = _HALF.get(language), _AND_A_HALF.get(language)
    if half:
        for match in _compiled(rf"(?<![\p{{L}}\p{{M}}]){half}").finditer(text):
            if power := _power(text, match.end()):
                yield Quantity(value=Decimal("0.5").scaleb(power[0]), start=match.start(), end=power[1], is_spelled=True)
    for value, start, end in _words(text, language):
        if and_a_half and (rest := _compiled(and_a_half).match(text, end)):
            value, end = value + Decimal("0.5"), rest.end()
        if power := _power(text, end):
            value, end = value.scaleb(power[0]), power[1]
        yield Quantity(value=value, start=start, end=end, is_spelled=True)


def _words(text: str, language: str) -> Iterator[tuple[Decimal, int, int]]:
    if language in _COUNTED:
        for match in _compiled(_COUNTED[language]).finditer(text):
            yield Decimal(_COUNT_BY_SIGN[match[1]]), match.start(), match.end()
        return
    numbers = _numbers_of(language)
    if numbers:
        for match in _WORD.finditer(text):
            value = numbers.get(match.group())
            if value is None and language == "de" and match.group().endswith("einhalb"):
                value = numbers.get(match.group().removesuffix("einhalb"))
                value = None if value is None else value + Decimal("0.5")
            if value is not None:
                yield value, match.start(), match.end()


def _power(text: str, start: int) -> tuple[int, int] | None:
    word = _SCALE.match(text, start)
    power = _POWER_BY_WORD.get(word[1]) if word else None
    return (power, word.end(1)) if word and power else None


def _value(match: regex.Match[str]) -> Decimal:
    whole, part = (
        "".join(str(unicodedata.digit(character)) for character in match[name] or "" if character.isdigit())
        for name in ("whole", "part")
    )
    return Decimal(f"{whole}.{part}" if part else whole)


@cache
def _numbers_of(language: str) -> dict[str, Decimal]:
    words = _WORDS.get({"bs": "hr"}.get(language, language), "").split()
    return {word: Decimal(value) for value, forms in enumerate(words, start=2) for word in forms.split("|") if word != "-"}


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)
