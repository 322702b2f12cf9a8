"""
What a few words or letters tell of a language.

In: a text and the script that it is in. Out: its language, or ``None`` where no word or letter of these tables tells. Here are
the languages that neither identifier knows, and those that both confuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import regex

from detector.ingestion.scripts import SCRIPTS

_WORDS_BY_LANGUAGE: dict[str, str] = {
    # Latin letters
    "bem": "ukuti ca elyo pali kuli calo ilyo lelo efyo balandile kabili lya nangu ukutila muli ukufuma panuma bantu naba amaka",
    "ee": "ƒe ɖe kple nye eye ŋu gblɔ ame eƒe siwo nya gake gbɔ esi ɖo esime edzi alo aɖe kpɔ ŋuti wɔ woa hã",
    "ff": "nder ngam nden dun dow maako nde baawo bou dum wi'i mabbe fuu wai wadi hoore yecci diga ngal duubi yimbe goddo dou",
    "fj": "ena dua ira sega tiko nona vei kina kaya oqo koya kena gauna tamata nodra baleta vaka oti sara yani dau levu vata",
    "hmn": "rau tau kev cov lub ntawm nyob qhov nws tus thiab uas muaj tias neeg tsis hais tawm yuav yog hauv txog sib teb",
    "mi": "ngā ana kī mō ā tētahi kua kāore rātou tēnei kōrero engari wā tonu nā hei koe tino whai anō nui puta rā ō",
    "nd": "njalo leli nxa lokuthi kumbe leyi kumele lanxa okumele",
    "tn": "gore eno fela gagwe jalo jwa bong yone morago mongwe jaaka bolelela jaanong lefa kgotsa gape jaana leno tshwanetse",
    "ny": "ndipo anthu komanso omwe ngati koma anatero anali zomwe anati nthawi kwambiri chifukwa njira kukhala yemwe kapena izi",
    "sm": "ona lea tagata latou lana aso tusa faia lo'o mafai ae tele maua tausaga lenei tasi ta'ua luga uiga leai faapea vaega",
    "ss": "kutsi futsi ngesikhatsi kepha kute ngekutsi bantfu ngemuva ekhatsi sikhatsi kwekutsi loku",
    "to": "'a 'i 'o 'e 'oku ngaahi pea kau 'ikai hono nau kuo pehē pē na'e ngāue meí 'aho hoko ma'u 'aki",
    "ty": "mau hoê parau taata oia ratou ohipa râ fenua reira tei aita ni'a rahi a'e rave pae matahiti mahana nia ïa feia",
    "ve": "vha vho kha uri tshi khou dza ḽa zwa amba musi zwi tsha ḓo nahone fhedzi vhathu phanḓa ralo ḽi bva thoma vhe vhudza",
    "wo": "ci ak ñu ngir benn yu lu neena ap waaye doon defa mungi seen nekk boobu ginnaaw ndax moom muy moy def mel leen",
    # Cyrillic letters
    "uz": "билан учун бўлган қилган бўйича эмас бўлиб унинг ҳақида қилди орқали кейин ушбу деди бўлади йилда қилиш эса уларнинг",
    # Arabic letters
    "shi": "ن غ أد لي س ي يان نس إنا ماس ليغ نا راد ماسد يات أر ولايني تنا ماش نسن إس ز أيا",
}
"""
The little words that a language uses often and no other of its script does. All but Fula's are of languages that neither
identifier knows; it is there because py3langid knows another of its dialects. Uzbek in Cyrillic letters, which both take for
Tajik, is not in ntrex: its words are our choice.

Our choice: each stands for at least 1 in 1,000 words, and five times as often as in any other of ntrex's 128 versions, in every
second story.
"""

_MIN_WORDS = 3
_MIN_SHARE = 0.02
"""Different words of one table, and their share of all, that settle it. With tables made from every second story of ntrex, no
other version of the other stories has more than two words of one table in 1,600 characters; in thirteen of the sixteen languages
every story has more."""

_WORDS_READ = 1600
"""Characters in which the words are looked for."""

_find_words = regex.compile(r"'?[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*").findall
_APOSTROPHES = "\u02bb\u02bc\u2018\u2019\u00b4"


def _languages_by_word(script: int) -> dict[str, str]:
    return {
        word: code for code, words in _WORDS_BY_LANGUAGE.items() if code in SCRIPTS[script].languages for word in words.split()
    }


_LANGUAGE_BY_WORD = tuple(_languages_by_word(script) for script in range(len(SCRIPTS)))


def identify_by_words(text: str, script: int) -> str | None:
    """Settle a language that writes little words that none of its neighbours does; ``None`` where too few of them are found."""
    language_by_word = _LANGUAGE_BY_WORD[script]
    if not language_by_word:
        return None
    read = text[:_WORDS_READ].lower()
    if not read.isascii():
        for mark in _APOSTROPHES:
            read = read.replace(mark, "'")
    if len(language_by_word.keys() & set(read.split())) < _MIN_WORDS - 1:
        # What the table has is seldom next to a mark, and this takes a tenth of the time.
        return None
    words = _find_words(read)
    found: dict[str, list[str]] = {}
    for word in words:
        if word in language_by_word:
            found.setdefault(language_by_word[word], []).append(word)
    if not found:
        return None
    best = max(found, key=lambda code: (len(found[code]), code))
    is_told = len(set(found[best])) >= _MIN_WORDS and len(found[best]) >= _MIN_SHARE * len(words)
    return best if is_told else None


_COMMON_WORDS_BY_LANGUAGE: dict[str, str] = {
    # Latin letters
    "af": "wat vir hy hulle sal gesê ons oor deur word teen mense sê daar maak",
    "ca": "els amb seva dels més però segons dir després cap està aquesta estat fins també",
    "cs": "pro jako když která jsou byl které podle byla řekl který nebo před kdy protože během",
    "de": (
        "und zu dass von sie für das eine mit im auf sich nicht ist einer einen über einem ihre sagte wir seine ihren "
        "wurde gegen diese aber sind jahr zur wenn jedoch"
    ),
    "en": (
        "the to and of that with has his are said it not from but been who they their would this after which told or "
        "out when about first made before up could"
    ),
    "es": "las sus dijo más después había según cuando",
    "fi": "että hän mukaan hänen mutta sen ovat joka sanoi myös jossa",
    "fr": (
        "qui une pour dans pas est sur son été nous avec aux ont leur déclaré fait sont plus était cette lors ces "
        "comme selon tout après avait où être"
    ),
    "hu": "az hogy és egy nem szerint azt csak mondta meg amely kell így amikor már azonban aki",
    "it": (
        "che il della alla nel delle stato sono hanno loro come affermato dichiarato gli essere degli secondo dopo "
        "suo tra cui anche nella fatto senza"
    ),
    "nl": (
        "een voor zijn hij niet zei heeft naar door zou bij worden zich wordt deze zal tegen hebben geen toen kunnen "
        "tijdens zij werd moeten mensen"
    ),
    "pl": "że się jest przez powiedział tym które jego gdy podczas która przed który będzie według są gdzie",
    "pt": "uma em não disse numa às pessoas após há",
    "ro": (
        "în și că să care din pentru cu este declarat fost după sunt când spus dacă acesta privind cadrul faptul timp "
        "această avut dintre ceea putea unei către"
    ),
    "sv": "att och för till är inte ett sade skulle från hade när enligt vid fick första över säger",
    "sw": (
        "katika kuwa kama siku wakati lakini baada alisema kwenye kutoka kwamba kazi alikuwa watu ambao zaidi mara "
        "mtu kwanza ikiwa vya ambayo kati hiyo ambalo miaka sababu hatua kufanya sasa kuhusiana muda mmoja"
    ),
    "tr": "ve için olarak ancak çok büyük kadar gibi karşı önce göre",
    "vi": (
        "và của đã một các người cho là có trong không được ông vào với khi rằng để những tôi cuộc thể về sẽ đang tại "
        "từ nói bị phải động hội sự công chính việc"
    ),
    # Cyrillic letters
    "bg": "от че като си той след това през които към който което когато която един този бъде срещу също още както",
    "ru": "что как это чтобы его после сказал если которые своего время который будет уже когда",
    "uk": "що та він це його щоб від про після ми під проти коли із час вони також яка сказав який через",
    # Arabic letters
    "ar": "في من على أن إلى عن التي الذي يوم هذا كان مع قد لم أو أنه بين كانت إن حيث وقال ذلك هذه عبر وقد أثناء",
    "fa": (
        "در به که را از این یک های با وی تا برای ها است گفت خویش آن روز مورد شده اما خود آنها بر بود ای خواهد قرار "
        "نموده گزارش اینکه اند داد میان"
    ),
    "ur": (
        "کے میں کی نے اور کو کہ سے کا پر ہے اس ایک کر نہیں کیا یہ کرنے وہ ان کہا لیے ہیں اپنے لئے ہو انہوں جس ساتھ آپ "
        "رہے لیکن تک بتایا طور بھی"
    ),
}
"""
Words so frequent in one language, and so rare in any other of its script, that a few of them settle it without a model.

Our choice: in every second story of ntrex each stands in at least 30 of 100 stories and for 1 in 1,000 words, and three times as
often as in any other of its 128 versions.
"""

_MIN_COMMON_WORDS = 3
_MIN_SHARE_COMMON = 0.12
"""Different words of one table, and their share of all, in 400 characters. On the other stories of ntrex, in 128 versions, no
text is told to be in another's language: the greatest share that four words of another's table reach is 0.096. At this share
42 % of the texts in the 24 languages are settled, of the English ones 99 %."""


def _languages_of_common_words(script: int) -> dict[str, tuple[str, ...]]:
    languages: dict[str, tuple[str, ...]] = {}
    for code, words in _COMMON_WORDS_BY_LANGUAGE.items():
        if code in SCRIPTS[script].languages:
            for word in dict.fromkeys(words.split()):
                languages[word] = (*languages.get(word, ()), code)
    return languages


_COMMON_WORDS = {code: frozenset(words.split()) for code, words in _COMMON_WORDS_BY_LANGUAGE.items()}
_LANGUAGES_BY_COMMON_WORD = tuple(_languages_of_common_words(script) for script in range(len(SCRIPTS)))


def common_words(language: str) -> frozenset[str]:
    """Give words that are frequent in a language and rare in all others; none for most languages."""
    return _COMMON_WORDS.get(language, frozenset())


def identify_by_common_words(text: str, script: int) -> str | None:
    """Settle a great language by its most frequent words; ``None`` where too few are found, or those of two languages."""
    languages = _LANGUAGES_BY_COMMON_WORD[script]
    words = text.lower().split()
    counts: dict[str, int] = {}
    for word in languages.keys() & set(words):
        for code in languages[word]:
            counts[code] = counts.get(code, 0) + 1
    if not counts:
        return None
    best = max(counts, key=counts.__getitem__)
    if counts[best] < _MIN_COMMON_WORDS or any(count > 1 for code, count in counts.items() if code != best):
        return None
    return best if sum(map(_COMMON_WORDS[best].__contains__, words)) >= _MIN_SHARE_COMMON * len(words) else None


SOUTH_SLAVIC = frozenset({"hr", "bs", "sr"})
_EKAVIAN = (
    r"vreme posle pre mest[oaiu] umesto predsedni\w* gde negde ovde uvek reč(?:i|ju|ima)? "
    r"de(?:o|lu|lova|lovi|te|teta|ca|ce|ci|cu) svet(?:a|u|om|sk\w+)? pobed\w* vest(?:i|ima)? (?:po)?nedelj\w* "
    r"bezbedn\w* dve mesec\w* poverenj\w* poslednj\w* verovatn\w* letnj\w* čovek\w* vek(?:a|u|ova)? cen(?:a|e|u|om) "
    r"tel(?:o|a|u|om) reš(?:en|i|av)\w* hte(?:o|la|li) sused\w* severn\w* zahtev\w* uspe(?:h|šn|o|la|li)\w* "
    r"primer(?:a|u|om|i)? mer(?:a|e|u|ama) odeljenj\w* izvešta\w* promen\w* nem(?:ac|ačk)\w* smen\w*"
)
_IJEKAVIAN = (
    r"vrijeme poslije prije mjest\w* umjesto predsjedni\w* gdje negdje ovdje uvijek riječ\w* dio dijel\w* dijete\w* "
    r"djec\w* svijet\w* svjet\w* pobjed\w* vijest\w* (?:po)?nedjelj\w* bezbjedn\w* dvije mjesec\w* povjer\w* "
    r"posljednj\w* vjero\w* ljet\w* čovjek\w* stoljeć\w* cijen\w* tijel\w* rješ\w* htje\w* susjed\w* sjever\w* "
    r"zahtjev\w* uspje\w* primjer\w* mjer\w* odjel\w* izvješ\w* promjen\w* njemač\w* smijen\w*"
)
_CROATIAN = (
    r"tko netko nitko svatko tisuć\w* tijek\w* tjed(?:an|n\w+) povijes\w* sustav\w* uvjet\w* tvrtk\w* glazb\w* "
    r"zrakoplov\w* europ\w* sveučiliš\w* obitelj\w* siječ\w+ veljač\w* ožuj\w+ travnj\w* svibnj\w* lipnj\w* srpnj\w* "
    r"kolovoz\w* rujn\w* listopad\w* studen(?:i|og|om|oga) prosin\w+ unatoč izvješć\w* priopć\w* znanstven\w* "
    r"gospodarst\w* redatelj\w* glasnogovorni\w* milijun\w* vjerojatn\w* ponovno trenutačn\w* uhi[ćt]\w* potpor\w* "
    r"dužnosni\w* suca sudac prosvjed\w* njezin\w* no nogomet\w* vlak\w*"
)
_BOSNIAN = (
    r"ko niko šta hiljad\w* takođe tokom sedmic\w* histori\w* istori\w* uslov\w* "
    r"muzi[kč]\w* evrop\w* fudbal\w* univerzitet\w* porodi[cč]\w* opštin\w* "
    r"(?:januar|februar|mart|april|maj|jun|jul|a[vu]gust|septemb[ae]?r|oktob[ae]?r|novemb[ae]?r|decemb[ae]?r)(?:a|u|om)? "
    r"uprkos izvješta\w* saop[šć]\w* nauč?n\w* portparol\w* milion\w* vjerovatn\w* uhapš\w* zvanič\w* "
    r"zemljotres\w* redovn\w* voz(?:a|u|ovi)? sekretar\w* desi(?:o|la|lo)"
)
"""Words, or their beginnings, that Serbian writes in its way and the other two in theirs, and that Croatian writes in its way and
Bosnian in its own. Source: the differences listed in handbooks of the standard languages; checked on ntrex."""


def _count_words_of(words: str) -> Callable[[str], int]:
    find = re.compile(rf"\b(?:{'|'.join(words.split())})\b").findall
    return lambda text: len(find(text))


_count_ekavian, _count_ijekavian = _count_words_of(_EKAVIAN), _count_words_of(_IJEKAVIAN)
_count_croatian, _count_bosnian = _count_words_of(_CROATIAN), _count_words_of(_BOSNIAN)


def identify_south_slavic(text: str, best: str) -> str:
    """
    Tell Croatian, Bosnian and Serbian in Latin letters apart by the words that differ; ``best`` where none does.

    Serbian writes the old yat as e (``vreme``), the other two as ije (``vrijeme``); Croatian has words of its own for the rest.
    """
    sample = text[:_WORDS_READ].lower()
    n_ekavian, n_ijekavian = _count_ekavian(sample), _count_ijekavian(sample)
    n_croatian, n_bosnian = _count_croatian(sample), _count_bosnian(sample)
    if n_ekavian > n_ijekavian or (n_ekavian == n_ijekavian and best == "sr" and n_bosnian >= n_croatian):
        return "sr"
    if n_croatian == n_bosnian:
        return "hr" if best == "sr" else best
    return "hr" if n_croatian > n_bosnian else "bs"


_LETTERS_READ = 400
"""Characters in which the letters are looked for."""

_SINDHI = "ٻڀٺٽٿڄڃڇڊڌڍڏڙڦڪڱڳڻ"


def identify_by_mark(text: str, script: int) -> str | None:
    """Settle what a few letters tell: the two languages of some scripts, and Sindhi, which py3langid does not know."""
    match SCRIPTS[script].name:
        case "Hebrew":
            n_yiddish = sum(map(text.count, ("\u05f0", "\u05f1", "\u05f2", "\ufb2e", "\ufb2f", "\u05d0\u05b7", "\u05d0\u05b8")))
            return "yi" if n_yiddish * 50 > len(text) else "he"
        case "Bengali":
            # Each writes the letter r in its own way.
            return "as" if text.count("\u09f0") + text.count("\u09f1") > text.count("\u09b0") else "bn"
        case "Ethiopic":
            # The glottal vowel is written one way in Amharic and the other in Tigrinya.
            return "ti" if text.count("\u12a3") > text.count("\u12a0") else "am"
        case "Tibetan":
            # Case marks and copulas: two of each language's most frequent syllables are not the other's.
            n_dzongkha = sum(map(text.count, ("་ལུ་", "་ཚུ་", "ཨིན", "སྦེ")))
            n_tibetan = sum(map(text.count, ("་ལ་", "་ནས་", "རེད", "་ཡིན", "ཞིག")))
            return "dz" if n_dzongkha > n_tibetan else "bo"
        case "Arabic":
            sample = text[:_LETTERS_READ]
            return "sd" if sum(map(sample.count, _SINDHI)) * 20 > len(sample) else None
    return None
