"""
Which language a region writes in, and what languages call each other.

In: the name of a region (in nine languages) or of a language (in fourteen) as a notice gives it. Out: an ISO 639 code, or
``None`` where the region has several main languages or is not known.
"""

from __future__ import annotations

import re

from detector.ingestion.normalise import normalise

_REGIONS = {
    "ar": (
        "Algeria|Algérie|Argelia|Algerien|Алжир|الجزائر; Bahrain|Bahreïn|البحرين; Egypt|Égypte|Egipto|Ägypten|Египет|Egito|"
        "Egitto|埃及|مصر; "
        "Iraq|Irak|Ирак|伊拉克|العراق; Jordan|Jordanie|Jordania|Jordanien|Иордания|الأردن; Kuwait|Koweït|الكويت; "
        "Lebanon|Liban|Líbano|Libanon|Ливан|لبنان; Libya|Libye|Libia|Libyen|Ливия|ليبيا; Oman|عمان; Qatar|Katar|Катар|قطر; "
        "Saudi Arabia|Kingdom of Saudi Arabia|Arabie saoudite|Arabia Saudita|Saudi-Arabien|Саудовская Аравия|"
        "沙特阿拉伯|السعودية; "
        "Syria|Syrian Arab Republic|Syrie|Siria|Syrien|Сирия|叙利亚|سوريا; Tunisia|Tunisie|Túnez|Tunesien|Тунис|تونس; "
        "United Arab Emirates|UAE|Émirats arabes unis|Emiratos Árabes Unidos|ОАЭ|阿联酋|الإمارات; Yemen|Йемен|اليمن; "
        "Palestine|State of Palestine|Палестина|فلسطين"
    ),
    "bg": "Bulgaria|Bulgarie|Bulgarien|Болгария|България",
    "bn": "Bangladesh|Бангладеш|孟加拉国",
    "cs": "Czechia|Czech Republic|Tchéquie|Tschechien|Chequia|Чехия|Česko|捷克",
    "da": "Denmark|Danemark|Dinamarca|Dänemark|Дания|Danmark|丹麦",
    "de": "Germany|Federal Republic of Germany|Allemagne|Alemania|Alemanha|Germania|Deutschland|Германия|德国|ألمانيا; "
    "Austria|Autriche|Österreich|Áustria|Австрия|奥地利; Liechtenstein",
    "el": "Greece|Grèce|Grecia|Griechenland|Греция|Ελλάδα|希腊",
    "en": (
        "United Kingdom|UK|Great Britain|Royaume-Uni|Reino Unido|Regno Unito|Vereinigtes Königreich|Großbritannien|"
        "Великобритания|英国|المملكة المتحدة; "
        "United States|United States of America|USA|US|États-Unis|Estados Unidos|Stati Uniti|Vereinigte Staaten|США|美国|"
        "الولايات المتحدة; "
        "Australia|Australie|Australien|Австралия|澳大利亚; New Zealand|Nouvelle-Zélande|Nueva Zelanda|Neuseeland|新西兰; "
        "Ireland|Irlande|Irlanda|Irland|Ирландия|爱尔兰; Jamaica"
    ),
    "es": (
        "Spain|Kingdom of Spain|Espagne|España|Espanha|Spagna|Spanien|Испания|西班牙|إسبانيا; Mexico|México|Mexique|Messico|"
        "Mexiko|Мексика|墨西哥; "
        "Argentina|Argentine|Argentinien|Аргентина|阿根廷; Chile|Чили|智利; Colombia|Kolumbien|Колумбия|哥伦比亚; "
        "Ecuador; Cuba|Куба|古巴; "
        "Peru|Perú|Перу|秘鲁; Venezuela|Венесуэла|委内瑞拉; Uruguay; Guatemala; Honduras; Nicaragua; Costa Rica; Panama|Panamá; "
        "El Salvador; Dominican Republic|República Dominicana"
    ),
    "et": "Estonia|Estonie|Estland|Эстония|Eesti",
    "fa": "Iran|Islamic Republic of Iran|Иран|伊朗|إيران|ایران",
    "fr": "France|Frankreich|Francia|França|Франция|法国|فرنسا; Monaco|Монако; Senegal|Sénégal; Mali; Ivory Coast|Côte d'Ivoire",
    "he": "Israel|State of Israel|Israël|Израиль|以色列|إسرائيل",
    "hr": "Croatia|Croatie|Croacia|Kroatien|Хорватия|Hrvatska",
    "hu": "Hungary|Hongrie|Hungría|Ungarn|Венгрия|Magyarország|匈牙利",
    "id": "Indonesia|Indonésie|Indonesien|Индонезия|印度尼西亚",
    "is": "Iceland|Islande|Islandia|Island|Исландия",
    "it": "Italy|Italian Republic|Italie|Italia|Itália|Italien|Италия|意大利|إيطاليا; San Marino",
    "ja": "Japan|Japon|Japón|Japão|Giappone|Япония|日本|اليابان",
    "ka": "Georgia|Géorgie|Georgien|Грузия",
    "ko": "South Korea|Republic of Korea|Korea|North Korea|Corée du Sud|Corea del Sur|Coreia do Sul|Südkorea|Южная Корея|韩国|"
    "韓國|كوريا الجنوبية",
    "lt": "Lithuania|Lituanie|Litauen|Литва|Lietuva",
    "lv": "Latvia|Lettonie|Lettland|Латвия|Latvija",
    "mn": "Mongolia|Mongolie|Монголия|蒙古",
    "nl": "Netherlands|Kingdom of the Netherlands|Holland|Pays-Bas|Países Bajos|Países Baixos|Paesi Bassi|Niederlande|"
    "Нидерланды|Nederland|荷兰",
    "no": "Norway|Norvège|Noruega|Norvegia|Norwegen|Норвегия|Norge|挪威",
    "pl": "Poland|Republic of Poland|Pologne|Polonia|Polônia|Polen|Польша|Polska|波兰",
    "pt": "Portugal|Portogallo|Португалия|葡萄牙|البرتغال; Brazil|Brésil|Brasil|Brasile|Brasilien|Бразилия|巴西|البرازيل; "
    "Angola; Mozambique|Moçambique",
    "ro": "Romania|Roumanie|Rumania|Rumänien|Румыния|România; Moldova|Republic of Moldova|Молдова",
    "ru": "Russia|Russian Federation|Russian Federal|Russie|Fédération de Russie|Rusia|Federación de Rusia|Rússia|"
    "Federação Russa|Federazione Russa|"
    "Russland|Russische Föderation|Россия|Российская Федерация|РФ|俄罗斯|俄罗斯联邦|俄羅斯|روسيا|روسيا الاتحادية; "
    "Belarus|Беларусь|"
    "Belarús|Bélarus",
    "sk": "Slovakia|Slovaquie|Slowakei|Словакия|Slovensko",
    "sl": "Slovenia|Slovénie|Slowenien|Словения|Slovenija",
    "sq": "Albania|Albanie|Albanien|Албания",
    "sr": "Serbia|Serbie|Serbien|Сербия|Srbija",
    "sv": "Sweden|Suède|Suecia|Suécia|Svezia|Schweden|Швеция|Sverige|瑞典",
    "th": "Thailand|Thaïlande|Tailandia|Таиланд|泰国|تايلاند",
    "tr": "Turkey|Türkiye|Turquie|Turquía|Turquia|Turchia|Türkei|Турция|土耳其|تركيا",
    "uk": "Ukraine|Ucrania|Ucrânia|Ucraina|Украина|Україна|乌克兰|أوكرانيا",
    "uz": "Uzbekistan|Ouzbékistan|Usbekistan|Узбекистан",
    "vi": "Vietnam|Viet Nam|Viêt Nam|Вьетнам|越南|فيتنام",
    "zh": "China|People's Republic of China|PRC|Mainland China|Chine|Cina|Китай|КНР|中国|中國|中华人民共和国|الصين; "
    "Taiwan|Taïwan|Тайвань|台湾|台灣; Hong Kong|Гонконг|香港; Macau|Macao|澳门",
}
"""Names of the regions of one main language of news: English first, then as other languages' notices write them.

Countries with several main languages (Belgium, Canada, India, Kazakhstan, Singapore, South Africa, Switzerland …) are left out on
purpose: their name says nothing of the language. Our choice.
"""

_LANGUAGES = {
    "ar": "arabic|арабської|arabskiego|arabisch|arapça|アラビア語|арабского|arabischen|arabe|árabe|arabo|阿拉伯语|"
    "阿拉伯文|العربية",
    "cs": "czech|чеської|czeskiego|tsjechisch|çekçe|チェコ語|чешского|tschechischen|tchèque|checo|ceco|捷克语",
    "da": "danish|датского|данської|dänischen|danois|danés|dinamarquês|danese|deens|duńskiego|danca|デンマーク語|"
    "丹麦语|الدنماركية",
    "de": "german|німецької|niemieckiego|duits|almanca|ドイツ語|немецкого|deutschen|allemand|alemán|alemão|tedesco|"
    "德语|德文|الألمانية",
    "el": "greek|грецької|greckiego|grieks|yunanca|ギリシャ語|греческого|griechischen|grec|griego|grego|greco|希腊语",
    "en": "english|англійської|angielskiego|engels|ingilizce|英語|английского|englischen|anglais|inglés|inglês|inglese|英语|英文|"
    "الإنجليزية|الانجليزية",
    "es": "spanish|іспанської|hiszpańskiego|spaans|ispanyolca|スペイン語|castilian|испанского|spanischen|espagnol|"
    "español|espanhol|"
    "spagnolo|西班牙语|西班牙文|الإسبانية",
    "fa": "persian|перської|perskiego|perzisch|farsça|ペルシャ語|farsi|персидского|persischen|persan|persa|persiano|"
    "波斯语|الفارسية",
    "fi": "finnish|финского|фінської|finnischen|finnois|finés|finlandês|finlandese|fins|fińskiego|fince|"
    "フィンランド語|芬兰语|الفنلندية",
    "fr": "french|французької|francuskiego|frans|fransızca|フランス語|французского|französischen|français|francés|"
    "francês|francese|"
    "法语|法文|الفرنسية",
    "he": "hebrew|івриту|hebrajskiego|hebreeuws|ibranice|ヘブライ語|иврита|hebräischen|hébreu|hebreo|hebraico|ebraico|"
    "希伯来语|العبرية",
    "hi": "hindi|हिन्दी|hintçe|хинди|印地语",
    "hu": "hungarian|венгерского|угорської|ungarischen|hongrois|húngaro|ungherese|hongaars|węgierskiego|macarca",
    "it": "italian|італійської|włoskiego|italiaans|italyanca|イタリア語|итальянского|italienischen|italien|italiano|"
    "意大利语|意大利文|"
    "الإيطالية",
    "ja": "japanese|японської|japońskiego|japans|japonca|японского|japanischen|japonais|japonés|japonês|giapponese|日语|日文|"
    "اليابانية",
    "ko": "korean|корейської|koreańskiego|koreaans|korece|韓国語|корейского|koreanischen|coréen|coreano|韩语|韩文|الكورية",
    "nl": "dutch|нідерландської|niderlandzkiego|holenderskiego|felemenkçe|オランダ語|нидерландского|niederländischen|néerlandais|"
    "neerlandés|holandês|olandese|荷兰语|الهولندية",
    "no": "norwegian|норвежского|норвезької|norwegischen|norvégien|noruego|norueguês|norvegese|noors|norweskiego|norveççe|"
    "ノルウェー語|挪威语|النرويجية",
    "pl": "polish|польської|pools|lehçe|ポーランド語|польского|polnischen|polonais|polaco|polonês|polacco|波兰语|البولندية",
    "pt": "portuguese|португальської|portugalskiego|portugees|portekizce|ポルトガル語|португальского|portugiesischen|portugais|"
    "portugués|português|portoghese|葡萄牙语|葡萄牙文|البرتغالية",
    "ro": "romanian|румынского|румунської|rumänischen|roumain|rumano|romeno|rumeno|roemeens|rumuńskiego|rumence",
    "ru": "russian|російської|rosyjskiego|russisch|rusça|ロシア語|русского|russischen|russe|ruso|russo|俄语|俄文|الروسية",
    "sv": "swedish|шведської|szwedzkiego|zweeds|isveççe|スウェーデン語|السويدية|шведского|schwedischen|suédois|sueco|"
    "svedese|瑞典语",
    "tr": "turkish|турецької|tureckiego|turks|トルコ語|турецкого|türkischen|turc|turco|土耳其语|التركية",
    "uk": "ukrainian|ukraińskiego|oekraïens|ukraynaca|ウクライナ語|украинского|ukrainischen|ukrainien|ucraniano|ucraino|乌克兰语|"
    "الأوكرانية",
    "vi": "vietnamese|в'єтнамської|wietnamskiego|vietnamees|vietnamca|ベトナム語|вьетнамского|vietnamesischen|"
    "vietnamien|vietnamita|"
    "越南语",
    "zh": "chinese|китайської|chińskiego|chinees|çince|中国語|mandarin|китайского|chinesischen|chinois|chino|chinês|"
    "cinese|中文|汉语|"
    "الصينية",
}
"""What notices call a language after "translated from", in the case that the phrase takes."""


def _key(name: str) -> str:
    return normalise(name).casefold().removeprefix("the ").rstrip(" .-")


_CODE_BY_REGION = {_key(name): code for code, names in _REGIONS.items() for name in names.replace(";", "|").split("|")}
_CODE_BY_LANGUAGE = {_key(name): code for code, names in _LANGUAGES.items() for name in names.split("|")}

LANGUAGE_NAMES = tuple(sorted(_CODE_BY_LANGUAGE, key=lambda name: (-len(name), name)))
"""Every name of a language that is known here, normalised, in small letters, the longest first."""


def language_of_region(region: str) -> str | None:
    """Give the main language of a region by its name, or ``None`` where it has several or is not known."""
    return _CODE_BY_REGION.get(_key(region))


_find_name = re.compile(r"(?:\b[Ss]te?\.|(?! [-–—]|[-–—] )[^.!?:;|\n。：；])+").match
_MIN_LEFT = 3
"""Words of a sentence behind a name that no mark parts from it. Our choice; not measured at other values."""


def end_of_region(text: str) -> int:
    """
    Tell where the name of a region ends with which a text begins: at the first mark behind it.

    Where no mark parts the name from a sentence, a known name at its beginning ends before the next word in capitals.
    """
    found = _find_name(text)
    if found is None:
        return 0
    name = found[0].rstrip()
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", name)]
    if _key(name) in _CODE_BY_REGION or not text.rstrip().endswith((".", "!", "?")):
        return len(name)
    for place in range(len(words) - _MIN_LEFT, 0, -1):
        end, start = words[place - 1][1], words[place][0]
        if name[start].isupper() and _key(name[:end]) in _CODE_BY_REGION:
            return end
    return len(name)


def language_by_name(name: str) -> str | None:
    """Give the code of a language by its name, or ``None`` where the name is not known."""
    return _CODE_BY_LANGUAGE.get(_key(name))
