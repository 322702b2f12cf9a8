"""
Frames as republishers put them around articles, in fourteen languages, and articles wrapped in them.

In: bodies by language, a seed. Out: wrapped articles, and for each which characters are the frame's. The frames are written by hand
and know nothing of the rules that find them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detector.datatypes import Article

HEAD: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        (
            "Translation. Region: Kingdom of Norway –",
            "Source: Council of Fisheries – Council of Fisheries –",
            "An important disclaimer is at the bottom of this article.",
            "This article was translated from Finnish by an automatic system and may contain errors.",
            "This article was originally published in The Harbour Courier on 4 May.",
            "Photo: Mary Sample / AP",
            "Listen to this article",
            "3 min read",
            "Share on Facebook",
        ),
        (
            "The following text is a machine translation of an article in Danish.",
            "Editor's note: This story first appeared on the website of the Northern Herald and is republished here with permission.",
            "Republished from The Lantern under a Creative Commons licence.",
            "(Photo by John Placeholder/Getty Images)",
            "Image credit: Harbour Museum",
            "Share this story",
            "Reading time: 4 minutes",
            "Advertisement",
            "Translated by DeepL. Read the original in Swedish.",
        ),
    ),
    "fr": (
        (
            "Traduction. Région : Royaume d'Espagne –",
            "Source : Office des pêches – Office des pêches –",
            "Un avertissement important figure au bas de cet article.",
            "Cet article a été traduit automatiquement de l'anglais.",
            "Cet article a d'abord été publié dans Le Courrier du Port.",
            "Photo : Marie Exemple / AFP",
            "Temps de lecture : 3 minutes",
            "Partager sur Facebook",
            "Publicité",
        ),
        (
            "Le texte ci-dessous est une traduction automatique d'un article en danois.",
            "Cet article est republié à partir de La Lanterne sous licence Creative Commons.",
            "Texte initialement paru sur le site du Journal du Nord.",
            "© Jean Modèle / Getty Images",
            "Crédit photo : Musée du port",
            "Partagez cet article",
            "Lecture : 4 min",
            "Écouter l'article",
            "Traduit du suédois par l'intelligence artificielle",
        ),
    ),
    "de": (
        (
            "Übersetzung. Region: Königreich Norwegen –",
            "Quelle: Amt für Fischerei – Amt für Fischerei –",
            "Ein wichtiger Hinweis steht am Ende dieses Artikels.",
            "Dieser Artikel wurde automatisch aus dem Englischen übersetzt.",
            "Dieser Beitrag erschien zuerst im Hafenboten.",
            "Foto: Maria Muster/dpa",
            "Lesezeit: 3 Minuten",
            "Artikel teilen",
            "Anzeige",
        ),
        (
            "Der folgende Text ist eine maschinelle Übersetzung eines dänischen Artikels.",
            "Mit freundlicher Genehmigung übernommen aus: Nordblatt",
            "Zuerst veröffentlicht auf nordblatt.example am 4. Mai.",
            "Bild: Hans Platzhalter / Getty Images",
            "© Hafenmuseum",
            "Auf Facebook teilen",
            "4 Min. Lesezeit",
            "Artikel anhören",
            "Aus dem Schwedischen übersetzt mit DeepL",
        ),
    ),
    "es": (
        (
            "Traducción. Región: Reino de Noruega –",
            "Fuente: Consejo de Pesca – Consejo de Pesca –",
            "Un aviso importante se encuentra al final de este artículo.",
            "Este artículo ha sido traducido automáticamente del inglés.",
            "Este artículo fue publicado originalmente en El Correo del Puerto.",
            "Foto: María Ejemplo / EFE",
            "Tiempo de lectura: 3 minutos",
            "Compartir en Facebook",
            "Publicidad",
        ),
        (
            "El siguiente texto es una traducción automática de un artículo en danés.",
            "Reproducido con permiso de La Linterna.",
            "Publicado originalmente en el sitio web del Diario del Norte.",
            "Fotografía: Juan Modelo / Getty Images",
            "Crédito de la foto: Museo del Puerto",
            "Comparte esta noticia",
            "Lectura: 4 min",
            "Escuchar este artículo",
            "Traducido del sueco con ayuda de DeepL",
        ),
    ),
    "pt": (
        (
            "Tradução. Região: Reino da Noruega –",
            "Fonte: Conselho das Pescas – Conselho das Pescas –",
            "Um aviso importante encontra-se no final deste artigo.",
            "Este artigo foi traduzido automaticamente do inglês.",
            "Este artigo foi publicado originalmente no Correio do Porto.",
            "Foto: Maria Exemplo / Lusa",
            "Tempo de leitura: 3 minutos",
            "Compartilhar no Facebook",
            "Publicidade",
        ),
        (
            "O texto a seguir é uma tradução automática de um artigo em dinamarquês.",
            "Reproduzido com autorização de A Lanterna.",
            "Publicado originalmente no site do Diário do Norte.",
            "Fotografia: João Modelo / Getty Images",
            "Crédito: Museu do Porto",
            "Compartilhe esta notícia",
            "Leitura: 4 min",
            "Ouça este artigo",
            "Traduzido do sueco com a ajuda do DeepL",
        ),
    ),
    "it": (
        (
            "Traduzione. Regione: Regno di Norvegia –",
            "Fonte: Consiglio della pesca – Consiglio della pesca –",
            "Un'avvertenza importante si trova in fondo a questo articolo.",
            "Questo articolo è stato tradotto automaticamente dall'inglese.",
            "Questo articolo è stato pubblicato per la prima volta sul Corriere del Porto.",
            "Foto: Maria Esempio / ANSA",
            "Tempo di lettura: 3 minuti",
            "Condividi su Facebook",
            "Pubblicità",
        ),
        (
            "Il testo che segue è una traduzione automatica di un articolo in danese.",
            "Ripubblicato per gentile concessione de La Lanterna.",
            "Pubblicato originariamente sul sito del Giornale del Nord.",
            "Fotografia: Giovanni Modello / Getty Images",
            "Credito foto: Museo del Porto",
            "Condividi questo articolo",
            "Lettura: 4 min",
            "Ascolta l'articolo",
            "Tradotto dallo svedese con DeepL",
        ),
    ),
    "ru": (
        (
            "Перевод. Регион: Королевство Норвегия –",
            "Источник: Совет по рыболовству – Совет по рыболовству –",
            "Важная оговорка находится внизу этой статьи.",
            "Эта статья переведена с английского автоматически.",
            "Эта статья была впервые опубликована в газете «Портовый вестник».",
            "Фото: Мария Примерова / ТАСС",
            "Время чтения: 3 минуты",
            "Поделиться в Телеграм",
            "Реклама",
        ),
        (
            "Ниже приводится машинный перевод статьи с датского языка.",
            "Перепечатано с разрешения издания «Фонарь».",
            "Первоначально опубликовано на сайте «Северной газеты».",
            "© Иван Образцов / РИА Новости",
            "Фото предоставлено музеем порта",
            "Поделиться статьей",
            "Читать 4 мин.",
            "Слушать статью",
            "Переведено со шведского с помощью нейросети",
        ),
    ),
    "ar": (
        (
            "ترجمة. المنطقة: مملكة النرويج –",
            "المصدر: مجلس مصايد الأسماك – مجلس مصايد الأسماك –",
            "يوجد تنويه مهم في نهاية هذا المقال.",
            "تمت ترجمة هذا المقال آليا من الإنجليزية.",
            "نشر هذا المقال لأول مرة في صحيفة بريد الميناء.",
            "الصورة: مريم مثال / رويترز",
            "مدة القراءة: 3 دقائق",
            "شارك على فيسبوك",
            "إعلان",
        ),
        (
            "النص التالي ترجمة آلية لمقال باللغة الدنماركية.",
            "أعيد نشره بإذن من مجلة المصباح.",
            "نُشر في الأصل على موقع جريدة الشمال.",
            "تصوير: يوسف نموذج / غيتي",
            "حقوق الصورة: متحف الميناء",
            "شارك هذا المقال",
            "وقت القراءة: 4 دقائق",
            "استمع إلى المقال",
            "ترجم عن السويدية بواسطة الذكاء الاصطناعي",
        ),
    ),
    "zh": (
        ("翻译。地区：法国 –", "来源：渔业委员会", "本文由机器翻译，仅供参考。", "本文最初发表于《港口邮报》。", "图：新华社"),
        ("以下内容为丹麦语文章的机器翻译。", "经《灯笼》杂志授权转载", "阅读时间：4分钟", "图片来源：港口博物馆", "分享到微信"),
    ),
    "ja": (
        (
            "翻訳。地域：フランス –",
            "出典：水産委員会",
            "この記事は機械翻訳されたものです。",
            "この記事は最初に『港新報』に掲載されました。",
            "写真：共同通信",
        ),
        (
            "以下はデンマーク語記事の自動翻訳です。",
            "『ランタン』誌の許可を得て転載しています。",
            "読了時間：4分",
            "画像提供：港の博物館",
            "この記事をシェアする",
        ),
    ),
    "tr": (
        (
            "Çeviri. Bölge: Fransa –",
            "Kaynak: Balıkçılık Kurulu",
            "Bu makale İngilizceden otomatik olarak çevrilmiştir.",
            "Bu yazı ilk olarak Liman Postası'nda yayımlanmıştır.",
            "Fotoğraf: Ayşe Örnek / AA",
        ),
        (
            "Aşağıdaki metin Danca bir haberin makine çevirisidir.",
            "Fener dergisinin izniyle yeniden yayımlanmıştır.",
            "Okuma süresi: 4 dakika",
            "Görsel: Liman Müzesi",
            "Facebook'ta paylaş",
        ),
    ),
    "pl": (
        (
            "Tłumaczenie. Region: Francja –",
            "Źródło: Rada Rybołówstwa",
            "Ten artykuł został automatycznie przetłumaczony z języka angielskiego.",
            "Artykuł ukazał się pierwotnie w „Kurierze Portowym”.",
            "Fot. Maria Przykładowa / PAP",
        ),
        (
            "Poniższy tekst jest maszynowym tłumaczeniem artykułu duńskiego.",
            "Przedruk za zgodą magazynu „Latarnia”.",
            "Czas czytania: 4 minuty",
            "Zdjęcie: Muzeum Portu",
            "Udostępnij na Facebooku",
        ),
    ),
    "nl": (
        (
            "Vertaling. Regio: Frankrijk –",
            "Bron: Raad voor de Visserij",
            "Dit artikel is automatisch vertaald uit het Engels.",
            "Dit artikel verscheen eerder in De Havenbode.",
            "Foto: Maria Voorbeeld / ANP",
        ),
        (
            "Onderstaande tekst is een machinevertaling van een Deens artikel.",
            "Overgenomen met toestemming van De Lantaarn.",
            "Leestijd: 4 minuten",
            "Beeld: Havenmuseum",
            "Deel dit artikel",
        ),
    ),
    "uk": (
        (
            "Переклад. Регіон: Франція –",
            "Джерело: Рада з рибальства",
            "Цю статтю автоматично перекладено з англійської.",
            "Стаття вперше опублікована в газеті «Портовий вісник».",
            "Фото: Марія Прикладова / УНІАН",
        ),
        (
            "Нижче наведено машинний переклад статті з данської.",
            "Передруковано з дозволу видання «Ліхтар».",
            "Час читання: 4 хвилини",
            "Зображення: Музей порту",
            "Поділитися у Фейсбуці",
        ),
    ),
}
"""What stands before an article, in the order that a page would have: those that the rules were written with, and those held back."""

TAIL: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "en": (
        (
            "(Reuters)",
            "Read more: How the harbour was won",
            "Related articles\n- The ferry that came back\n- Why nets are blue\n- A year on the quay",
            "Sign up for our morning newsletter and never miss a story.",
            "Follow us on Facebook, X and Instagram.",
            "© 2026 The Harbour Courier. All rights reserved.",
            "Copyright 2026 Harbour Media Ltd. No part of this text may be reproduced without permission.",
            "Please note: This information is raw content received directly from the source. It does not reflect our position.",
            "Share this article\nFacebook\nTwitter\nWhatsApp",
            "The post The last net appeared first on The Harbour Courier.",
        ),
        (
            "With reporting by the Associated Press",
            "—AFP",
            "You might also like:\n• Ten quiet beaches\n• The cook who stayed ashore",
            "Get the best of the Herald delivered to your inbox every Friday. Subscribe here.",
            "Join our WhatsApp channel for breaking news.",
            "All rights reserved. Copyright Northern Herald.",
            "This material may not be published, broadcast, rewritten or redistributed.",
            "Have a story to share? Email the newsdesk at tips@herald.example.",
            "The views expressed in this article are the author's own and do not necessarily reflect those of the Herald.",
            "Read the full article on northernherald.example",
        ),
    ),
    "fr": (
        (
            "(AFP)",
            "À lire aussi : Comment le port fut gagné",
            "Articles liés\n- Le bac qui revint\n- Pourquoi les filets sont bleus",
            "Inscrivez-vous à notre newsletter du matin.",
            "Suivez-nous sur Facebook et Instagram.",
            "© 2026 Le Courrier du Port. Tous droits réservés.",
            "Toute reproduction interdite sans autorisation.",
            "Veuillez noter : ces informations sont du contenu brut obtenu directement de la source.",
            "Partager cet article\nFacebook\nTwitter",
            "L'article Le dernier filet est apparu en premier sur Le Courrier du Port.",
        ),
        (
            "Avec AFP",
            "Le Journal du Nord avec Reuters",
            "Vous aimerez aussi :\n• Dix plages tranquilles\n• Le cuisinier resté à quai",
            "Recevez chaque vendredi le meilleur de l'actualité dans votre boîte mail.",
            "Rejoignez notre chaîne WhatsApp pour ne rien manquer.",
            "Tous droits réservés – Journal du Nord 2026",
            "Les opinions exprimées dans cet article n'engagent que leur auteur.",
            "Lire l'article original sur journaldunord.example",
            "Abonnez-vous pour lire la suite",
        ),
    ),
    "de": (
        (
            "(dpa)",
            "Lesen Sie auch: Wie der Hafen gewonnen wurde",
            "Verwandte Artikel\n- Die Fähre, die zurückkam\n- Warum Netze blau sind",
            "Melden Sie sich für unseren Newsletter an.",
            "Folgen Sie uns auf Facebook und Instagram.",
            "© 2026 Hafenbote. Alle Rechte vorbehalten.",
            "Nachdruck nur mit Genehmigung des Verlags.",
            "Bitte beachten Sie: Diese Informationen sind Rohinhalte direkt von der Quelle.",
            "Teilen\nFacebook\nTwitter\nWhatsApp",
            "© dpa-infocom, dpa:260504-99-123456/2",
        ),
        (
            "Mit Material von dpa und AFP",
            "dpa/lno",
            "Das könnte Sie auch interessieren:\n• Zehn stille Strände\n• Der Koch, der an Land blieb",
            "Jeden Freitag das Beste aus dem Norden in Ihr Postfach: Jetzt Newsletter bestellen!",
            "Abonnieren Sie unseren WhatsApp-Kanal.",
            "Alle Rechte vorbehalten. Copyright Nordblatt Verlag 2026",
            "Der Originalartikel ist auf nordblatt.example erschienen.",
            "Die in diesem Beitrag geäußerten Meinungen geben nicht unbedingt die Ansicht der Redaktion wieder.",
            "Zum Originalartikel",
        ),
    ),
    "es": (
        (
            "(EFE)",
            "Lea también: Cómo se ganó el puerto",
            "Artículos relacionados\n- El barco que volvió\n- Por qué las redes son azules",
            "Suscríbete a nuestro boletín diario.",
            "Síguenos en Facebook e Instagram.",
            "© 2026 El Correo del Puerto. Todos los derechos reservados.",
            "Prohibida su reproducción total o parcial.",
            "Tenga en cuenta: esta información es contenido sin procesar obtenido directamente de la fuente.",
            "Compartir\nFacebook\nTwitter",
            "La entrada La última red se publicó primero en El Correo del Puerto.",
        ),
        (
            "Con información de EFE y AP",
            "Agencia EFE",
            "También te puede interesar:\n• Diez playas tranquilas\n• El cocinero que se quedó en tierra",
            "Recibe cada viernes lo mejor del norte en tu correo.",
            "Únete a nuestro canal de WhatsApp.",
            "Derechos reservados. Diario del Norte, 2026",
            "Las opiniones expresadas en este artículo son responsabilidad exclusiva de su autor.",
            "Lea el artículo original en diariodelnorte.example",
            "Haz clic aquí para leer más",
        ),
    ),
    "pt": (
        (
            "(Lusa)",
            "Leia também: Como o porto foi ganho",
            "Artigos relacionados\n- O barco que voltou\n- Por que as redes são azuis",
            "Assine a nossa newsletter diária.",
            "Siga-nos no Facebook e no Instagram.",
            "© 2026 Correio do Porto. Todos os direitos reservados.",
            "Proibida a reprodução total ou parcial sem autorização.",
            "Nota: esta informação é conteúdo bruto obtido diretamente da fonte.",
            "Compartilhar\nFacebook\nTwitter",
            "O post A última rede apareceu primeiro em Correio do Porto.",
        ),
        (
            "Com informações da Reuters",
            "Agência Lusa",
            "Você também pode gostar:\n• Dez praias tranquilas\n• O cozinheiro que ficou em terra",
            "Receba todas as sextas-feiras o melhor do norte no seu e-mail.",
            "Entre no nosso canal do WhatsApp.",
            "Direitos reservados. Diário do Norte, 2026",
            "As opiniões expressas neste artigo são da exclusiva responsabilidade do autor.",
            "Leia o artigo original em diariodonorte.example",
            "Clique aqui para ler mais",
        ),
    ),
    "it": (
        (
            "(ANSA)",
            "Leggi anche: Come fu conquistato il porto",
            "Articoli correlati\n- Il traghetto che tornò\n- Perché le reti sono blu",
            "Iscriviti alla nostra newsletter quotidiana.",
            "Seguici su Facebook e Instagram.",
            "© 2026 Corriere del Porto. Tutti i diritti riservati.",
            "RIPRODUZIONE RISERVATA © Copyright ANSA",
            "Nota: queste informazioni sono contenuti grezzi ottenuti direttamente dalla fonte.",
            "Condividi\nFacebook\nTwitter",
            "L'articolo L'ultima rete proviene da Corriere del Porto.",
        ),
        (
            "Con informazioni di Reuters e ANSA",
            "© Riproduzione riservata",
            "Potrebbe interessarti anche:\n• Dieci spiagge tranquille\n• Il cuoco rimasto a terra",
            "Ricevi ogni venerdì il meglio del nord nella tua casella di posta.",
            "Unisciti al nostro canale WhatsApp.",
            "Diritti riservati. Giornale del Nord, 2026",
            "Le opinioni espresse in questo articolo appartengono esclusivamente all'autore.",
            "Leggi l'articolo originale su giornaledelnord.example",
            "Clicca qui per continuare a leggere",
        ),
    ),
    "ru": (
        (
            "(ТАСС)",
            "Читайте также: Как отвоевали гавань",
            "Материалы по теме\n- Паром, который вернулся\n- Почему сети синие",
            "Подпишитесь на нашу ежедневную рассылку.",
            "Подписывайтесь на нас в Телеграм и ВКонтакте.",
            "© 2026 «Портовый вестник». Все права защищены.",
            "При использовании материала ссылка на источник обязательна.",
            "Обратите внимание: эта информация является необработанным контентом, полученным от источника.",
            "Поделиться\nВКонтакте\nТелеграм",
            "Запись Последняя сеть впервые появилась на сайте «Портовый вестник».",
        ),
        (
            "По материалам Reuters и ТАСС",
            "Источник фото: музей порта",
            "Вам может быть интересно:\n• Десять тихих пляжей\n• Повар, который остался на берегу",
            "Получайте лучшее за неделю каждую пятницу на вашу почту.",
            "Присоединяйтесь к нашему каналу в WhatsApp.",
            "Все права защищены. «Северная газета», 2026",
            "Мнение автора может не совпадать с позицией редакции.",
            "Оригинал статьи читайте на сайте severnaya.example",
            "Нашли ошибку? Выделите её и нажмите Ctrl+Enter.",
        ),
    ),
    "ar": (
        (
            "(رويترز)",
            "اقرأ أيضا: كيف كُسب الميناء",
            "مواضيع ذات صلة\n- العبّارة التي عادت\n- لماذا الشباك زرقاء",
            "اشترك في نشرتنا البريدية اليومية.",
            "تابعونا على فيسبوك وتويتر.",
            "© 2026 بريد الميناء. جميع الحقوق محفوظة.",
            "يرجى ملاحظة أن هذه المعلومات محتوى خام من المصدر مباشرة.",
            "المصدر: وكالات",
            "شارك\nفيسبوك\nتويتر",
        ),
        (
            "بالتعاون مع وكالة فرانس برس",
            "المصدر: وكالة الأناضول",
            "قد يعجبك أيضا:\n• عشرة شواطئ هادئة\n• الطاهي الذي بقي على اليابسة",
            "احصل على أفضل ما في الأسبوع كل جمعة في بريدك الإلكتروني.",
            "انضم إلى قناتنا على واتساب.",
            "كل الحقوق محفوظة لجريدة الشمال 2026",
            "الآراء الواردة في هذا المقال تعبر عن رأي كاتبها فقط.",
            "اقرأ المقال الأصلي على الموقع",
            "لقراءة المزيد اضغط هنا",
        ),
    ),
    "zh": (
        ("（新华社）", "延伸阅读：港口是怎样赢来的", "版权所有 © 2026 港口邮报", "关注我们的微信公众号", "未经授权，不得转载。"),
        (
            "责任编辑：王例",
            "相关报道：\n• 十个安静的海滩\n• 留在岸上的厨师",
            "以上观点仅代表作者本人，不代表本网立场。",
            "点击查看原文",
            "订阅我们的每周通讯。",
        ),
    ),
    "ja": (
        (
            "（共同通信）",
            "関連記事：港はいかにして勝ち取られたか",
            "© 2026 港新報 無断転載禁止",
            "フェイスブックでフォローする",
            "ニュースレターに登録する",
        ),
        (
            "（時事）",
            "あわせて読みたい\n・静かな浜辺十選\n・陸に残った料理人",
            "Copyright 港新報社 All rights reserved.",
            "元の記事を読む",
            "続きを読む",
        ),
    ),
    "tr": (
        (
            "(AA)",
            "Ayrıca okuyun: Liman nasıl kazanıldı",
            "© 2026 Liman Postası. Tüm hakları saklıdır.",
            "Bizi Facebook ve Instagram'da takip edin.",
            "Günlük bültenimize abone olun.",
        ),
        (
            "Kaynak: Anadolu Ajansı",
            "İlgili haberler\n• On sakin plaj\n• Karada kalan aşçı",
            "Bu yazıdaki görüşler yazara aittir.",
            "Haberin devamı için tıklayın",
            "WhatsApp kanalımıza katılın.",
        ),
    ),
    "pl": (
        (
            "(PAP)",
            "Czytaj także: Jak zdobyto port",
            "© 2026 Kurier Portowy. Wszelkie prawa zastrzeżone.",
            "Śledź nas na Facebooku i Instagramie.",
            "Zapisz się na nasz newsletter.",
        ),
        (
            "Źródło: PAP",
            "Zobacz też:\n• Dziesięć cichych plaż\n• Kucharz, który został na lądzie",
            "Przedruk wyłącznie za zgodą redakcji.",
            "Czytaj więcej na stronie gazety",
            "Dołącz do naszego kanału na WhatsAppie.",
        ),
    ),
    "nl": (
        (
            "(ANP)",
            "Lees ook: Hoe de haven werd gewonnen",
            "© 2026 De Havenbode. Alle rechten voorbehouden.",
            "Volg ons op Facebook en Instagram.",
            "Schrijf je in voor onze nieuwsbrief.",
        ),
        (
            "Bron: ANP",
            "Gerelateerde artikelen\n• Tien stille stranden\n• De kok die aan wal bleef",
            "Overname zonder toestemming is niet toegestaan.",
            "Lees het originele artikel op noordblad.example",
            "Word lid van ons WhatsApp-kanaal.",
        ),
    ),
    "uk": (
        (
            "(УНІАН)",
            "Читайте також: Як відвоювали гавань",
            "© 2026 «Портовий вісник». Усі права захищено.",
            "Підписуйтесь на нас у Телеграмі та Фейсбуці.",
            "Підпишіться на нашу щоденну розсилку.",
        ),
        (
            "Джерело: Укрінформ",
            "Матеріали за темою\n• Десять тихих пляжів\n• Кухар, який лишився на березі",
            "Думка автора може не збігатися з позицією редакції.",
            "Оригінал статті читайте на сайті",
            "Долучайтеся до нашого каналу у WhatsApp.",
        ),
    ),
}
"""What stands after an article, likewise."""

MAIN = ("en", "fr", "de", "es", "pt", "it", "ru", "ar")
"""The eight languages that the figures are of; the other six have fewer frames."""

SEEN, HELD_OUT, EITHER = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """An article in a frame."""

    article: Article
    frame: frozenset[int]
    """Offsets of the frame's characters, white space left out."""
    pieces: tuple[str, ...]


def make_wrapped(
    bodies: Mapping[str, Sequence[str]], n_articles: int, *, half: int, seed: int, languages: Sequence[str] = MAIN
) -> Iterator[Wrapped]:
    """
    Wrap bodies in one to four frames of their language: some before, some after, in turn through the languages.

    Args:
        bodies: Texts by language, paragraphs parted by an empty line.
        n_articles: How many to make.
        half: ``SEEN`` or ``HELD_OUT`` frames, or from ``EITHER`` half.
        seed: Of the choices.
        languages: Which to take in turn.
    """
    choose = random.Random(seed)
    for number in range(n_articles):
        language = languages[number % len(languages)]
        halves = (SEEN, HELD_OUT) if half == EITHER else (half,)
        heads = [frame for each in halves for frame in HEAD[language][each]]
        tails = [frame for each in halves for frame in TAIL[language][each]]
        n_heads, n_tails = choose.choice(((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (0, 2), (0, 3)))
        before = sorted(choose.sample(heads, n_heads), key=heads.index)
        after = sorted(choose.sample(tails, n_tails), key=tails.index)
        text, pieces = "", []
        frame: set[int] = set()
        for is_frame, piece in [
            *((True, p) for p in before),
            (False, choose.choice(bodies[language])),
            *((True, p) for p in after),
        ]:
            text += "\n\n" if text else ""
            if is_frame:
                frame.update(len(text) + place for place, letter in enumerate(piece) if not letter.isspace())
                pieces.append(piece)
            text += piece
        yield Wrapped(article=Article(id=f"wrapped-{number}", title="", text=text), frame=frozenset(frame), pieces=tuple(pieces))
