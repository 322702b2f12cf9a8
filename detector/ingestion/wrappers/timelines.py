"""
Tell lines that say when a page was made, changed or how long it takes to read.

In: a line, normalised. Out: whether each of its words and figures is one of times.
"""

from __future__ import annotations

import re

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
"""Our choice; on the frames and passages of ``pagetalk`` 12 and 24 cut and tell the same (2026-11-29)."""
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
