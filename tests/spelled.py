"""
Numbers from two to a hundred as one writes them in eighteen languages, to hold what reads them to.

In: a number and a language. Out: its words. Written by hand from grammars, beside the table of the program and not from it.
"""

_UNITS = {
    "bg": "един два три четири пет шест седем осем девет десет единадесет дванадесет тринадесет четиринадесет петнадесет "
    "шестнадесет седемнадесет осемнадесет деветнадесет",
    "cs": "jedna dva tři čtyři pět šest sedm osm devět deset jedenáct dvanáct třináct čtrnáct patnáct šestnáct sedmnáct osmnáct "
    "devatenáct",
    "de": "ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn "
    "neunzehn",
    "el": "ένα δύο τρία τέσσερα πέντε έξι επτά οκτώ εννέα δέκα έντεκα δώδεκα δεκατρία δεκατέσσερα δεκαπέντε δεκαέξι δεκαεπτά "
    "δεκαοκτώ δεκαεννέα",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho "
    "diecinueve",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "hr": "jedan dva tri četiri pet šest sedam osam devet deset jedanaest dvanaest trinaest četrnaest petnaest šesnaest "
    "sedamnaest osamnaest devetnaest",
    "hu": "egy kettő három négy öt hat hét nyolc kilenc tíz tizenegy tizenkettő tizenhárom tizennégy tizenöt tizenhat tizenhét "
    "tizennyolc tizenkilenc",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette "
    "diciotto diciannove",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien "
    "negentien",
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście "
    "piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать "
    "шестнадцать семнадцать восемнадцать девятнадцать",
    "sk": "jeden dva tri štyri päť šesť sedem osem deväť desať jedenásť dvanásť trinásť štrnásť pätnásť šestnásť sedemnásť "
    "osemnásť devätnásť",
    "sr": "један два три четири пет шест седам осам девет десет једанаест дванаест тринаест четрнаест петнаест шеснаест "
    "седамнаест осамнаест деветнаест",
    "sv": "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "uk": "один два три чотири п'ять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять "
    "шістнадцять сімнадцять вісімнадцять дев'ятнадцять",
}
_TENS = {
    "bg": "двадесет тридесет четиридесет петдесет шестдесет седемдесет осемдесет деветдесет сто",
    "cs": "dvacet třicet čtyřicet padesát šedesát sedmdesát osmdesát devadesát sto",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert",
    "el": "είκοσι τριάντα σαράντα πενήντα εξήντα εβδομήντα ογδόντα ενενήντα εκατό",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety one_hundred",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "fr": "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt cent",
    "hr": "dvadeset trideset četrdeset pedeset šezdeset sedamdeset osamdeset devedeset sto",
    "hu": "húsz harminc negyven ötven hatvan hetven nyolcvan kilencven száz",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd",
    "pl": "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt sto",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто",
    "sk": "dvadsať tridsať štyridsať päťdesiat šesťdesiat sedemdesiat osemdesiat deväťdesiat sto",
    "sr": "двадесет тридесет четрдесет педесет шездесет седамдесет осамдесет деведесет сто",
    "sv": "tjugo trettio fyrtio femtio sextio sjuttio åttio nittio hundra",
    "uk": "двадцять тридцять сорок п'ятдесят шістдесят сімдесят вісімдесят дев'яносто сто",
}
_BETWEEN = {"bg": " и ", "en": "-", "es": " y ", "hr": " i ", "pt": " e ", "sr": " и "} | dict.fromkeys(
    ("hu", "it", "sk", "sv"), ""
)
_ACCENTED = {22: "veintidós", 23: "veintitrés", 26: "veintiséis"}

LANGUAGES = tuple(_UNITS)


def spell(number: int, language: str) -> str:
    """Write a number in [1, 100] in words."""
    units, tens = _UNITS[language].split(), [ten.replace("_", " ") for ten in _TENS[language].split()]
    ten, unit = divmod(number, 10)
    if ten < 2:
        return units[number - 1]
    if language == "fr" and ten < 10:
        return _spell_french(number, units, tens)
    return tens[ten - 2] if unit == 0 else _join(tens[ten - 2], units[unit - 1], number, language)


def _join(ten: str, unit: str, number: int, language: str) -> str:
    if language in ("de", "nl"):
        return f"{unit}{'und' if language == 'de' else 'ën' if unit in ('twee', 'drie') else 'en'}{ten}"
    if language == "it":
        return (ten[:-1] if unit[0] in "uo" else ten) + unit.replace("tre", "tré")
    if number // 10 == 2 and language in ("es", "hu"):
        return _ACCENTED.get(number, f"veinti{unit}") if language == "es" else f"huszon{unit}"
    return f"{ten}{_BETWEEN.get(language, ' ')}{unit}"


def _spell_french(number: int, units: list[str], tens: list[str]) -> str:
    ten, rest = divmod(number, 10)
    if ten in (7, 9):
        ten, rest = ten - 1, rest + 10
    if rest == 0:
        return tens[ten - 2] + ("s" if ten == 8 else "")
    return f"{tens[ten - 2]}{' et ' if rest in (1, 11) and ten < 8 else '-'}{units[rest - 1]}"
