"""
Rules for what a page says to its reader: read on, share, subscribe, follow.

In: nothing. Out: ``CALLS``, rules of the kind ``page``.
"""

from __future__ import annotations

from detector.ingestion.wrappers.rule import LETTER, NETWORK, STOP, THIS, WORKS, Rule

_ITEM = r"(?:[\-•*·▪‣►→・>»]|\d[.)]) ?[^\n]{1,160}[^\n.!?…。！？؟]"
_SUBSCRIBERS = (
    r"(?:subscribers|abonnent\w*|abonné\w*|suscriptores|assinantes|abbonati|подписчик\w*|передплатник\w*|abonnees|"
    r"prenumerator\w*|"
    r"للمشتركين|المشتركين)"
)
_LED = r" ?[:>|] ?.{1,160}"
"""What a call leads to, behind it on its line."""

CALLS: tuple[Rule, ...] = (
    Rule(
        name="related articles",
        kind="page",
        patterns=(
            rf"(?:(?:more )?related (?:stories|articles|posts|news|content|reading|links|topics|coverage)|(?:you (?:may|might) "
            rf"also (?:like|enjoy)|"
            rf"recommended(?: for you| reading)?|more from (?:this section|the author)|most (?:read|popular)|trending(?: now)?|"
            rf"more stories|"
            rf"don't miss|up next|read next|what to read next)){STOP}",
            r"(?:read |see |find )?(?:more|más|mais|plus|mehr|weitere(?:s)?|ещё|еще|більше|ще|meer|więcej|altro|di più|المزيد) "
            r"(?:on|about|sobre|sur|zum|zu|по|про|su|over|na|o|حول|عن|من|from)(?: (?:this|the|that|este|esta|el|ce|le|cette|"
            r"diesem|dem|questo|questa|esse|этой|"
            r"dit|ten|هذا))? (?:topic|story|subject|section|issue|tema|assunto|sujet|thème|thema|argomento|теме|тему|onderwerp|"
            r"temat|الموضوع|القسم)"
            rf"{STOP}|(?:sullo|sul|nello) stesso (?:argomento|tema){STOP}|(?:sur le même (?:thème|"
            rf"sujet)|pour aller plus loin){STOP}|(?:ещё|еще|также) "
            rf"(?:по теме|читайте){STOP}|"
            rf"ще за темою{STOP}|(?:read|see|watch) (?:also|next|this next){STOP}|(?:à|a) (?:lire|leer|ler) (?:ensuite|también|"
            rf"também){STOP}",
            rf"(?:articles? (?:liés?|connexes|associés|similaires)|(?:à lire|voir) (?:aussi|également)|(?:vous (?:aimerez|"
            rf"pourriez) (?:aussi|"
            rf"aimer))|sur le même (?:sujet|thème)|les plus lus){STOP}",
            rf"(?:verwandte|ähnliche|weitere|passende) (?:artikel|themen|beiträge|meldungen)(?: zum thema)?{STOP}|(?:das "
            rf"könnte (?:sie|dich) auch "
            rf"interessieren|mehr zum thema|auch interessant|meistgelesen){STOP}",
            rf"(?:artículos|noticias|notas|contenidos?|temas) relacionad[oa]s?{STOP}|(?:(?:también )?(?:te|le) (?:puede|"
            rf"podría) (?:también )?interesar|"
            rf"lo más (?:leído|visto)){STOP}",
            rf"(?:artigos|notícias|matérias|conteúdos?|temas) relacionad[oa]s?{STOP}|(?:você (?:também )?pode (?:também "
            rf")?(?:gostar|se interessar)"
            rf"(?: de)?|mais lidas){STOP}",
            rf"(?:articoli|notizie|contenuti) (?:correlat[ie]|collegat[ie]|simili){STOP}|(?:potrebbe(?:ro)? (?:anche "
            rf")?interessarti(?: anche)?|"
            rf"ti potrebbe(?:ro)? interessare(?: anche)?|i più letti){STOP}",
            rf"(?:материалы|новости|статьи|публикации) по теме{STOP}|(?:(?:вам )?(?:может|могут) быть (?:также )?интересн[оы]|"
            rf"похожие (?:статьи|"
            rf"новости|материалы)|другие (?:новости|статьи|материалы)|самое читаемое){STOP}",
            rf"(?:матеріали|новини|статті) (?:за темою|на тему|по темі){STOP}|(?:(?:вам )?(?:може|можуть) (?:також )?(?:бути "
            rf"цікав\w+|сподобатися|"
            rf"зацікавити)|схожі (?:статті|новини|матеріали)){STOP}",
            rf"(?:gerelateerde|verwante) (?:artikelen|berichten|verhalen){STOP}|(?:misschien ook interessant|dit vind je "
            rf"misschien ook (?:leuk|"
            rf"interessant)|meest gelezen){STOP}",
            rf"(?:powiązane|podobne) (?:artykuły|tematy|wiadomości){STOP}|(?:(?:zobacz|czytaj|przeczytaj) (?:też|także|"
            rf"również)|może cię "
            rf"zainteresować|najczęściej czytane){STOP}",
            rf"(?:ilgili|benzer) (?:haberler|yazılar|makaleler|içerikler){STOP}|(?:(?:ilginizi|ilgini) çekebilir|bunlar da "
            rf"ilginizi çekebilir|"
            rf"çok okunanlar){STOP}",
            rf"(?:相关(?:阅读|报道|新闻|文章|链接)|相關(?:閱讀|報導|新聞|文章)|延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|"
            rf"更多新闻|猜你喜欢|热门文章){STOP}",
            rf"(?:関連(?:記事|ニュース|リンク)|あわせて読みたい|合わせて読みたい|こちらもおすすめ|おすすめ記事|人気記事){STOP}",
            rf"(?:مواضيع|مقالات|أخبار|موضوعات) (?:ذات صلة|متعلقة|مشابهة){STOP}|(?:قد يعجبك (?:أيضا|أيضًا)?|قد يهمك(?: أيضا| "
            rf"أيضًا)?|"
            rf"الأكثر قراءة){STOP}",
            r"(?:la rédaction|notre sélection|(?:our|the) editors?|die redaktion|unsere redaktion|la redacción|a redação|"
            r"la redazione|редакция|редакція|de redactie|redakcja) (?:(?:vous|ihnen|dir|te|le|lhe|ti|вам|u|je|państwu) )?"
            r"(?:conseille|recommande|suggère|propose|recommends?|suggests?|empfiehlt|recomienda|recomenda|consiglia|советует|"
            rf"рекомендует|радить|рекомендує|raadt aan|poleca){STOP}",
            rf"(?:also (?:on|in)|more (?:on|in|from)) [^.!?:]{{2,40}}:|(?:dans la même (?:rubrique|catégorie)|en la misma "
            rf"sección|na mesma seção|nella stessa "
            rf"sezione|in derselben rubrik|lesen sie dazu|dazu passend){STOP}",
        ),
        reason="Heads a list of other pages.",
        max_characters=60,
        continued_by=_ITEM,
        opens_list=True,
    ),
    Rule(
        name="call to read on",
        kind="page",
        patterns=(
            r"(?:read more|(?:read|see) also|also read|more on this(?: story)?|read next|(?:read )?full (?:story|"
            r"article) here|continue reading|"
            r"click here to (?:read|continue|learn) (?:more|reading)?|read full (?:story|article)(?: here)?|related|"
            rf"(?:story continues below )?advertisement|advertisement - scroll to continue|sponsored content|"
            rf"learn more){STOP}",
            rf"(?:read more|(?:read|see) also|also read|related(?: (?:story|article|post))?|don't miss|recommended)(?:{_LED}| "
            rf"- .{{3,160}})",
            r"(?:(?:please )?(?:read|continue reading|keep reading|watch|listen|lesen sie|lies|weiterlesen|sehen sie|à lire|a "
            r"lire|lire|à voir|lea|lee|vea|"
            r"leer|siga leyendo|sigue leyendo|continúe|mire|leia|ler|continue lendo|continue a ler|assista|leggi|continua|"
            r"guarda|da leggere|"
            r"читайте|читать|смотрите|читати|дивіться|lees|lees verder|bekijk|czytaj|zobacz|przeczytaj|oglądaj|okuyun|oku|"
            r"izleyin|"
            r"[اإ]قرأ|تابع|شاهد|طالع)(?: [^\W\d_]{1,12}){0,2} ?[:>]) ?.{3,160}",
            r"(?:to )?(?:view|read|see) the (?:full|original|complete) (?:article|story|press release|release|announcement|"
            r"report|post|news)"
            r"(?:, including [^.]{3,80})?,? (?:please )?(?:visit|click|go to|follow|see) .{2,200}",
            r"read (?:the |this )?(?:full |whole |original |entire )?(?:article|story|post|report|interview) (?:on|at|in|via|"
            r"here)\b.{0,120}",
            rf"(?:(?:читайте|смотрите) (?:также|ещё|еще)|читать (?:далее|полностью|дальше)|по теме|подробнее|реклама|на правах "
            rf"рекламы)"
            rf"(?:{STOP}|{_LED})",
            r"(?:оригинал|полный текст|полную версию|подробнее) [^.]{0,30}(?:читайте|читать|смотрите|можно прочитать) .{2,100}",
            rf"(?:(?:читайте|дивіться) (?:також|ще)|читати (?:далі|повністю)|докладніше|детальніше|реклама)(?:{STOP}|{_LED})",
            r"(?:оригінал|повний текст|повну версію) [^.]{0,30}(?:читайте|читати|дивіться) .{2,100}",
            rf"(?:lesen sie (?:auch|mehr|hier weiter)|lies auch|mehr zum thema|weiterlesen|(?:hier )?mehr lesen|auch "
            rf"interessant|siehe auch|"
            rf"anzeige|werbung|mehr dazu)(?:{STOP}|{_LED})",
            rf"(?:(?:à )?lire (?:aussi|également)|lire la suite|voir aussi|sur le même sujet|publicité|en savoir "
            rf"plus)(?:{STOP}|{_LED})",
            r"(?:abonnez-vous|cliquez ici) pour (?:lire|continuer|accéder|en savoir).{0,80}",
            r"(?:le[ae] también|le[ea]r? más|ver también|(?:te|le) puede interesar|más información|publicidad|seguir leyendo|"
            r"continuar leyendo)"
            rf"(?:{STOP}|{_LED})",
            r"(?:haz|haga|da|pulsa|pulse) (?:clic|click) aquí para .{2,80}",
            rf"(?:leia (?:também|mais)|veja (?:também|mais)|saiba mais|continua após a publicidade|continue lendo|"
            rf"publicidade)(?:{STOP}|{_LED})",
            r"clique aqui (?:para|e) .{2,80}",
            r"(?:leggi (?:anche|di più)|vedi anche|guarda anche|continua a leggere|pubblicità|potrebbe interessarti)"
            rf"(?:{STOP}|{_LED})",
            r"(?:clicca|fai clic) qui per .{2,80}",
            rf"(?:lees (?:ook|meer|verder)|zie ook|bekijk ook|advertentie|lees verder onder de advertentie)(?:{STOP}|{_LED})",
            rf"(?:(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej)|reklama|dowiedz się więcej)(?:{STOP}|{_LED}| na "
            rf".{{2,80}})",
            rf"(?:ayrıca (?:okuyun|bakınız|bkz)|bunu da okuyun|devamını oku|haberin devamı|"
            rf"daha fazlası|reklam)(?:{STOP}|{_LED})",
            r"(?:haberin|yazının) (?:devamı|tamamı) (?:için|burada).{0,60}",
            rf"(?:阅读更多|閱讀更多|相关阅读|相關閱讀|延伸阅读|延伸閱讀|相关新闻|更多新闻|推荐阅读|阅读全文|查看更多|"
            rf"广告|廣告)(?:{STOP}|{_LED})",
            rf"(?:続きを読む|もっと読む|関連記事|全文を読む|広告|あわせて読みたい)(?:{STOP}|{_LED})",
            rf"(?:[اإ]قرأ أيضا|[اإ]قرأ أيضًا|[اإ]قرأ المزيد|المزيد|مواضيع ذات صلة|شاهد أيضا|شاهد أيضًا|للمزيد|إعلان|"
            rf"اعلان)(?:{STOP}|{_LED})",
            r"(?:لقراءة|لمتابعة|لمشاهدة) (?:المزيد|التفاصيل|القراءة|الخبر|بقية) .{0,60}",
            r"(?:find |see |read |voir |ver |vedi |siehe |lees |zobacz )?(?:more|plus d'|más|mais|mehr|weitere|altri|altre|"
            r"больше|більше|ещё|meer|więcej|المزيد من) ?"
            r"(?:articles|stories|news|artikel|artículos|noticias|artigos|notícias|articoli|notizie|материалов|статей|новостей|"
            r"матеріалів|новин|artikelen|"
            r"artykułów|المقالات|الأخبار)(?: like this| de este tipo)? (?:on|at|from|sur|auf|von|en|em|no|su|на|op|na|على|في) "
            r"[^!?]{2,60}",
            rf"(?:{THIS}?{WORKS} )?(?:tell us|let us know|leave (?:a |your )|share your|join the (?:conversation|discussion)|"
            rf"have your say|schreiben sie|diskutieren sie|"
            r"donnez|laissez|dites|partagez|deje|deja|cuéntanos|comparta|comparte|deixe|conte|lascia|scrivi|condividi|оставьте|"
            r"оставляйте|пишите|делитесь|"
            r"залишайте|laat|zostaw|اترك|شاركنا|شارك)[^.!?]{0,60}(?:comments?|kommentare?n?|commentaires?|comentarios?|"
            r"comentários?|commenti|комментари\w+|"
            r"коментар\w+|reacties|komentarz\w*|التعليقات|تعليق)\b.{0,30}",
        ),
        reason="Leads to other pages of the site.",
        max_characters=220,
        continued_by=_ITEM,
    ),
    Rule(
        name="call to share or subscribe",
        kind="page",
        patterns=(
            rf"share(?: (?:this|the) (?:article|story|post|page|news))?(?: (?:on|via|with|by) {NETWORK}.{{0,60}})?[ .:!]*",
            rf"(?:follow|like|find|join) (?:us|our \w+|@?\w{{2,30}}(?: \w+){{0,3}}) on {NETWORK}"
            r"(?:(?: at| @|[:,.|]| for| to learn| and (?:join|like|subscribe|follow)| and \w+\W*$).{0,110})?[ .!]*",
            rf"(?:(?:you can )?(?:find|follow|visit|like|join|see|meet|connect with|friend) (?:us|me|him|her|them|our \w+)|"
            rf"retrouvez-nous|rejoignez-nous|"
            rf"suivez(?:-nous| nous| \w+)|besuchen sie uns|folgen sie(?: uns)?|finden sie uns|liken sie uns|encuéntr[ae]nos|"
            rf"encuéntranos|visítenos|"
            rf"visítanos|búscanos|s[ií]g[au]e?nos|síguenos|curta (?:a )?nossa página|curta-nos|encontre-nos|visite-nos|"
            rf"siga(?:-nos| o \w+)?|acompanhe(?:-nos)?|"
            rf"ci trovi|ci trovate|seguici|trovaci|мы|мы есть|читайте нас|следите за нами|найдите нас|ми|шукайте нас|vind ons|"
            rf"volg ons|like ons|bezoek ons|"
            rf"znajdź nas|polub nas|jesteśmy|we are|we're|nous sommes|wir sind|estamos|siamo|تجدوننا|تجدنا|جدونا|زورونا|"
            rf"تابعونا|تابعنا)(?: auch| aussi| also| "
            rf"también| também| anche| также)? (?:on|at|sur|auf|bei|en|no|na|nas|nos|su|в|у|на|op|bij|على|em|via) (?:las |the |"
            rf"los |as |les )?{NETWORK}\b.{{0,80}}",
            rf"join (?:us on {NETWORK}|our (?:\w+ ){{0,2}}(?:channel|group|community|newsletter)|the {NETWORK} (?:channel|"
            rf"group))\b.{{0,80}}",
            rf"(?:sign up|subscribe|register) .{{0,80}}\b{LETTER}\b.{{0,80}}|(?:sign up|subscribe)(?: (?:here|now|"
            rf"today))?[ .!]*",
            r"(?:get|receive) (?:our|the|all the)? ?(?:latest|top|daily|breaking|best|news|stories).{2,60} your (?:inbox|"
            r"e-?mail)\b.{0,60}",
            r"(?:click|tap)(?: here)? to (?:subscribe|sign up|share|join|follow)\b.{0,80}",
            rf"подпи(?:сывайтесь|саться|сывайся|шитесь|сывайтеся) на .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            rf"(?:присоединяйтесь|вступайте|читайте нас|следите за нами) .{{0,40}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            r"(?:получайте|узнавайте) .{3,80} (?:почту|рассылк\w+|канал\w*|телеграм\w*).{0,30}",
            rf"поделиться(?: (?:в|на|новостью|статьей|статьёй|ссылкой)(?: {NETWORK})?)?[ .:!]*",
            rf"(?:підписуйтесь|підписуйтеся|підпишіться) на .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            rf"(?:долучайтеся|приєднуйтесь|приєднуйтеся|читайте нас) .{{0,40}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            rf"поділитися(?: (?:в|у|на|новиною|статтею)(?: {NETWORK})?)?[ .:!]*",
            rf"(?:abonnieren sie|melden sie sich|jetzt abonnieren|folgen sie uns|folge uns|bestellen sie) .{{0,60}}(?:{LETTER}|"
            rf"{NETWORK}).{{0,60}}",
            r"(?:[^.!?]{0,60} )?in ihr (?:(?:e-mail-)?postfach|e-?mail-fach)(?: ?[:.!] ?.{0,60})?|(?:jetzt )?newsletter "
            r"(?:abonnieren|bestellen)[ .!]*",
            rf"(?:(?:diesen |den )?(?:artikel|beitrag) )?(?:(?:auf|via|per|über) {NETWORK} )?teilen(?: (?:auf|via|per|über) "
            rf"{NETWORK})?[ .:!]*",
            rf"(?:abonnez-vous|inscrivez-vous|suivez-nous|rejoignez) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            r"recevez .{3,80} (?:boîte (?:mail|de réception)|e-?mail|courriel)\b.{0,40}",
            rf"(?:share|teilen|partager|compartir|comparte|compartilhar|compartilhe|condividi|поделиться|отправить|переслать|"
            rf"поділитися|надіслати|delen|deel|"
            rf"udostępnij|wyślij|paylaş|send|envoyer|enviar|inviar?|invia|senden|versenden|verschicken|شارك|أرسل)"
            rf"(?: {THIS}?{WORKS})? (?:via|per|par|por|by|on|sur|auf|en|no|su|tramite|по|через|в|у|на|op|przez|na|عبر|على|pelo|"
            rf"nas?) {NETWORK}[ .:!]*",
            rf"partage[rz](?: (?:cet article|cette page))?(?: (?:sur|par) {NETWORK})?[ .:!]*",
            rf"(?:suscríb[ea][st]e|síg[au]enos|síganos|únete|únase) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            r"(?:recib[ea] .{3,80} en tu|reciba .{3,80} en su) (?:correo|e-?mail|bandeja de entrada)\b.{0,40}",
            rf"compart(?:ir|e|a)(?: (?:est[ea] (?:artículo|noticia|nota)|en {NETWORK}))?[ .:!]*",
            rf"(?:inscreva-se|assine|siga-nos|entre|participe|junte-se) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            r"receba .{3,80} (?:no seu|em seu) (?:e-?mail|correio)\b.{0,40}",
            rf"(?:compartilhe|compartilhar|partilhar|partilhe)(?: (?:est[ea] (?:artigo|notícia|matéria)|(?:no|em|nas|"
            rf"pelo) {NETWORK}))?[ .:!]*",
            rf"(?:iscriviti|abbonati|seguici|unisciti) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            r"ricevi .{3,80} (?:(?:nella|sulla) tua (?:casella|e-?mail|posta))\b.{0,40}",
            rf"condividi(?: (?:questo articolo|l'articolo|su {NETWORK}))?[ .:!]*",
            rf"(?:volg ons|schrijf je in|meld je aan|abonneer je|word lid) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            rf"deel(?: (?:dit (?:artikel|bericht)|op {NETWORK}|via {NETWORK}))?[ .:!]*",
            rf"(?:śledź nas|zapisz się|zasubskrybuj|dołącz|polub nas|obserwuj nas) .{{0,60}}(?:{LETTER}|{NETWORK}).{{0,60}}",
            rf"(?:udostępnij|podziel się)(?: (?:ten artykuł|artykułem|na {NETWORK}))?[ .:!]*",
            rf"(?:bizi |bülten\w* |kanal\w* |whatsapp |günlük |haftalık |ücretsiz |{NETWORK} |ve ){{1,6}}(?:takip edin|abone "
            rf"olun|katılın|kaydolun)"
            r"[ .!]*",
            rf"(?:{NETWORK}(?:'?[dt][ae])? |bu haberi |haberi )?paylaş(?:ın)?[ .:!]*",
            r"(?:分享到?|分享此文|订阅|訂閱|关注我们|關注我們|扫码关注).{0,30}",
            rf"(?:{NETWORK}で(?:フォロー|シェア)|(?:この記事を)?シェア|(?:この記事を)?共有|ニュースレター(?:に|を)|"
            rf"メルマガ(?:に|を)|公式アカウント).{{0,20}}",
            r"(?:شاركها?|شارك|انشر)[ .:!]*",
            rf"(?:شاركها?|شارك (?:هذا )?(?:المقال|الخبر)|مشاركة|تابعونا|تابعنا|اشترك)(?: .{{0,30}}{NETWORK}.{{0,40}})?[ .:!]*",
            rf"(?:شارك|انشر)(?: (?:هذا|هذه))? ?(?:المقال|الخبر|المقالة|على {NETWORK}|عبر {NETWORK})[ .:!]*",
            rf"(?:انضم|انضموا|اشترك|اشتركوا|تابعوا|تابع) (?:إلى|في|على) .{{0,40}}(?:{NETWORK}|نشر\w+|قنا\w+|بريد\w+).{{0,40}}",
            r"(?:احصل|احصلوا) على .{3,80} (?:بريدك|بريدكم)(?: الإلكتروني)?[ .]*",
            rf"(?:follow|suivez|folgen sie|siga|sigue|segui|seguite|подписывайтесь на|следите за|підписуйтесь на|volg|śledź|"
            rf"obserwuj|تابع|تابعوا)"
            rf" (?:a |o )?[@\w][^.!?:,]{{1,40}} (?:on|sur|auf|en|no|na|su|в|у|на|op|على) {NETWORK}[ .!]*",
            r"(?:[^.!?؟]{5,60} ?[?؟] )?(?:sign up|register|subscribe|assine|abonnieren sie|abbonati|suscríbase|inscrivez-vous|"
            r"abonnez-vous|melden sie sich|regístr[ea][st]e|suscríb[ea][st]e|inscreva-se|cadastre-se|iscriviti|"
            r"registrati|подпишитесь|зарегистрируйтесь|підпишіться|meld je aan|zapisz się|سجل|سجلوا|اشترك)\b[^.!?]{0,50}"
            r"(?:briefing|bulletin|digest|newsletter|lettre|boletín|boletim|рассылк|розсилк|nieuwsbrief|نشرتنا|"
            r"النشرة)[^.!?]{0,40}[ .!]*",
        ),
        reason="Speaks to the reader of the page.",
        max_characters=220,
        continued_by=(
            rf"(?:{NETWORK}|print|copy link|drucken|imprimer|imprimir|stampa|печать|طباعة)(?:[ |"
            rf"/,·•]+(?:{NETWORK}|print|copy link))*"
        ),
    ),
    Rule(
        name="reading aid",
        kind="page",
        patterns=(
            r"(?=[^!?\d]{0,88}\d{1,2} ?(?:min|мин|хв|dk|dakika|分|دقائق|دقيقة))(?=.*(?:\bread|lecture|lese|"
            r"lectura|leitura|lettura|чтени|читат|читан|lees|czyta|okuma|阅读|閱讀|読了|読む|"
            r"قراءة))(?:est\. )?[^.!?\d]{0,40}\d{1,2}"
            r" ?(?:min|мин|хв|dk|dakika|分|دقائق|دقيقة|minut|минут)[^.!?\d]{0,24}\.?",
            r"(?:reading time ?: ?)?(?:about )?\d{1,2}[ -]?(?:min|minutes?|mins?)[. ]?(?:read|reading time)?[.)]?(?<!\d)",
            r"(?:reading time|estimated reading time|time to read|temps de lecture|lecture|lesezeit|tiempo de lectura|lectura|"
            r"tempo de leitura|"
            r"leitura|tempo di lettura|lettura|время чтения|читать|час читання|leestijd|czas czytania|okuma süresi|"
            r"阅读时间|閱讀時間|"
            r"読了時間|"
            r"مدة القراءة|وقت القراءة) ?:? ?(?:ca\. |env\. |约|約|~)?\d{1,2} ?(?:min\w*\.?|мин\w*\.?|"
            r"хв\w*\.?|dk\.?|dakika|分钟?|"
            r"分鐘|分|"
            r"دقائق|دقيقة)?",
            r"\d{1,2} ?(?:min\.?|minuten?|minutes?|минут\w*|мин\.|хвилин\w*|хв\.) (?:lesezeit|de lecture|de lectura|de leitura|"
            r"di lettura|leestijd|"
            r"czytania|чтения|читання)",
            r"listen to (?:this|the) (?:article|story)(?: \S+ min\w*)?[ .:]*|(?:écouter (?:l'article|cet article)|(?:den |"
            r"diesen )?artikel anhören|"
            r"escuchar (?:este |el )?artículo|escucha (?:este |el )?artículo|ou(?:ça|vir) (?:este |o )?artigo|ascolta "
            r"(?:l'articolo|questo articolo)|"
            r"(?:слушать|прослушать) (?:статью|новость)|(?:слухати|прослухати) (?:статтю|новину)|luister naar dit artikel|"
            r"posłuchaj artykułu|"
            r"(?:haberi|yazıyı) dinle|听新闻|この記事を聴く|استمع (?:إلى|ل) ?(?:المقال|هذا المقال|الخبر))[ .:]*",
        ),
        reason="Tells how long the page takes, or offers to read it out.",
        max_characters=60,
    ),
    Rule(
        name="for subscribers",
        kind="page",
        patterns=tuple(
            pattern.replace("SUBSCRIBERS", _SUBSCRIBERS)
            for pattern in (
                rf"(?:{THIS}?(?:{WORKS}|content|inhalt|contenu|contenido|conteúdo|contenuto|контент|вміст|inhoud|treść|içerik|"
                rf"المحتوى) )"
                r"[^.!?]{0,40}\bSUBSCRIBERS(?: only| vorbehalten| فقط)?[ .!]*",
                r"(?:only for|exclusive\w* (?:for|to)|nur für|exklusiv für|réservée?s? (?:aux|à nos)|exclusivo para|"
                r"riservat[oa] agli|только для|"
                r"лише для|тільки для|alleen voor|tylko dla|فقط) SUBSCRIBERS[ .!]*",
                r"(?:subscribers only|abonelere özel|会员专享|有料会員限定)[ .!]*",
            )
        ),
        reason="Of the page's price, not of the news.",
        max_characters=90,
    ),
)
"""What is said to whoever reads the page."""
