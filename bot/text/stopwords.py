"""Function words by language: what carries no topic, and what a sentence often opens with.

Used by tokens.py (terms that carry content) and boundaries.py (a capital after "U.S." starts a
sentence when it is one of these). Languages that are missing here take sumy's packaged list.
"""

import pkgutil
from functools import lru_cache

_SUMY_NAMES = {
    "ar": "arabic",
    "zh": "chinese",
    "cs": "czech",
    "el": "greek",
    "he": "hebrew",
    "ja": "japanese",
    "ko": "korean",
    "sk": "slovak",
    "th": "thai",
    "uk": "ukrainian",
}

_LISTS = {
    "en": """
        a about above after again against all almost also although am among an and another any anyone
        anything are as at be because been before being below between both but by can cannot could did do
        does doing down during each either else even ever every few for from further get got had has have
        having he her here hers herself him himself his how however i if in into is it its itself just let
        like many may me might more most much must my myself neither no nor not now of off often on once one
        only or other others our ours ourselves out over own per perhaps quite rather same shall she should
        since so some such than that the their theirs them themselves then there these they this those
        though through thus to too toward towards under until unto up upon us very via was we were what
        whatever when where whether which while who whom whose why will with within without would yes yet
        you your yours yourself yourselves aren't can't couldn't didn't doesn't don't hadn't hasn't haven't
        he'd he'll he's i'd i'll i'm i've isn't it'd it'll it's let's mustn't she'd she'll she's shouldn't
        that's there's they'd they'll they're they've wasn't we'd we'll we're we've weren't what's who's
        won't wouldn't you'd you'll you're you've
    """,
    "de": """
        ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin
        bis bist da dabei dadurch dafür daher damit danach dann das dass daß davon dazu dein dem den denn
        der deren des dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem
        einen einer eines er erst es etwa etwas euch euer für gegen habe haben hat hatte hatten hier hin
        hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem jeden
        jeder jedes jedoch jene kann kein keine keinen können könnte man mehr mein meine mit muss müssen
        nach nachdem nicht nichts noch nun nur ob oder ohne sehr seien sein seine seinem seinen seiner seit
        seitdem selbst sich sie sind so sogar soll sollen sollte sondern sowie trotz über um und uns unser
        unter viel viele vom von vor während war waren was weil weiter welche welcher wenn wer werde werden
        wie wieder wir wird wo wollen wurde wurden würde würden zu zum zur zwar zwischen zuvor zudem
        unterdessen inzwischen allerdings außerdem dagegen
    """,
    "fr": """
        à afin ai ainsi alors après au aucun aucune aujourd'hui auquel aussi autre autres aux avant avec
        avoir avait avaient c'est car ce ceci cela celle celles celui cependant ces cet cette ceux chaque
        chez comme comment contre d'abord dans de déjà depuis des deux devant dès doit donc dont du durant
        elle elles en encore enfin entre est et était étaient été être eu eux fait font hier ici il ils j'ai
        je jusqu'à la le les leur leurs lors lorsque lui ma mais malgré me même mêmes mes moi mon ne ni non
        nos notre nous on ont ou où par parce parmi pas pendant peu peut plus plusieurs pour pourquoi
        pourtant près puis qu quand que quel quelle quelles quels qui quoi sa sans se selon sera ses si soit
        son sont sous sur ta tandis te tes toi ton tous tout toute toutefois toutes très tu un une vers vos
        votre vous y
    """,
    "es": """
        a además al algo alguna algunas alguno algunos algún allí ante antes así aún aunque bajo bien cada
        casi como cómo con contra cual cuál cuales cuando cuándo cuanto de del desde después dicho donde
        dónde dos durante e el él ella ellas ellos en entonces entre era eran es esa esas ese eso esos esta
        está estaba están estar estas este esto estos fue fueron ha había habían han hasta hay hoy la las le
        les lo los luego más me mediante mi mientras mis mismo muy nada ni no nos nosotros nuestra nuestro o
        os otra otras otro otros para pero poco por porque pues que qué quien quién quienes se según sea ser
        será si sí sido sin sino sobre son su sus también tampoco tan tanto te tenía tiene tienen toda todas
        todavía todo todos tras tu un una unas uno unos usted ustedes y ya yo ayer
    """,
    "it": """
        a abbiamo ad adesso ai al alcuni alla alle allo allora altra altre altri altro anche ancora appena
        avere aveva avevano c'è che chi ci ciò coi col come con contro così cui da dagli dai dal dalla dalle
        dallo davanti degli dei del della delle dello dentro di dopo dove due e è ed egli era erano essere
        fa fino fra già gli ha hanno ho i il in infatti invece io l la le lei li lo loro lui ma me mentre mi
        mia mio molti molto ne nei negli nel nella nelle nello noi non nostra nostro nulla o ogni oggi ora
        per perché però più poi prima proprio può qual quale quali quando quanto quasi quella quelle quelli
        quello questa queste questi questo qui quindi sarà se secondo sei sembra senza si sia siamo sono
        sotto stata stati stato su sua sue sugli sui sul sulla sulle suo suoi te ti tra tu tutta tutte tutti
        tutto un una uno vi voi
    """,
    "pt": """
        a à agora ainda além algo alguma algumas algum alguns ali ante antes ao aos apenas após aquela
        aquele aqueles aquilo as às assim até cada com como contra da das de dela dele deles depois desde
        dessa desse desta deste do dois dos durante e é ela elas ele eles em enquanto então entre era eram
        essa essas esse esses esta está estão estas estava este estes estou eu foi for foram há hoje isso
        isto já la lhe lo logo mais mas me mesmo meu minha muito na nas não nem nenhum no nos nós nossa
        nosso num numa o onde ontem os ou outra outras outro outros para pela pelas pelo pelos pois por
        porém porque qual quando quanto que quem se segundo seja sem sempre será seu seus sido sob sobre sua
        suas também tão te tem têm ter teve tinha toda todas todo todos tu um uma umas uns vai você vocês
    """,
    "nl": """
        aan af al alle alleen als altijd andere ben bij bijna binnen daar daarom dan dat de den der deze die
        dit doch doen door dus echter een eens en er ergens eerder geen haar had hadden heb hebben heeft hem
        het hier hij hoe hun ik in inmiddels is ja je jij kan kon kunnen maar me meer men met mij mijn moet
        moeten na naar niet niets nog nu of om omdat onder ons ook op over reeds sinds te tegen terwijl
        tijdens toch toen tot u uit uw van vanaf veel verder volgens voor vooral waar waarom waren was wat
        we wel welke werd werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zoals zonder zou
        zouden
    """,
    "ru": """
        а без более больше будет будто бы был была были было быть в вам вас весь во вот впрочем все всего
        всех вы где да даже для до другой его ее её ей ему если есть еще ещё же за здесь и из или им иногда
        их к как какая какой ко когда которая которого которое которой которые который которых кто куда ли
        лишь между меня мне много может можно мой мы на над надо наконец нас не него нее неё ней нельзя нет
        ни нибудь никогда ним них ничего но ну о об один однако он она они оно от перед по под после потом
        потому почти при про раз с сам свою себе себя сейчас со совсем так также такой там тебя тем теперь
        то тогда того тоже только том тот три ту ты у уже хотя чего чей чем через что чтоб чтобы чуть эта
        эти этим этих это этого этой этом этот я
    """,
    "sv": """
        alla allt att av bara blev bli blir de dem den denna deras dess dessa det detta dig din dock där då
        efter ej eller en enligt er ett fick från för före få får genom ha hade han hans har henne hennes
        hon honom hos hur här i icke idag ingen inget innan inom inte jag kan kommer kunde man med medan
        mellan men mer mest mig min mot mycket måste ni nu när någon något några och också om oss på redan
        samma samt sedan ser sig sin sina ska skulle som så sådan till trots under upp ut utan var vara
        varit varje vem vi vid vilka vilken vill än även är åt över
    """,
    "da": """
        af alle allerede alt anden at blev blive bliver da de dem den denne der deres det dette dig din
        disse dog du efter eller en end er et ett fik for fordi fra før få får gennem gør ham han hans har
        havde have hele hende hendes her hos hun hvad hver hvem hvis hvor hvordan hvornår i idag ifølge igen
        ikke ind ingen jeg jer kan kun kunne langt lige man mange med meget mellem men mens mere mest mig
        min mod mon må ned nogen noget nogle nok nu når og også om op os over på sagde samme samt selv ser
        siden sig sin skal skulle som så sådan til ud uden under var ved vi vil ville være været
    """,
    "no": """
        alle allerede alt andre at av bare ble blei bli blir både da de deg dem den denne der dere deres det
        dette din disse du dersom eller en enn er et etter ett for fordi fra før få får gjennom ha hadde han
        hans har hele henne hennes her hos hun hva hvem hver hvis hvor hvordan i idag ifølge igjen ikke
        ingen inn jeg kan kom kommer kun kunne man mange med meg mellom men mens mer mest min mot mye må ned
        noe noen nok nå når og også om opp oss over på samme samt seg selv siden sier sin sine skal skulle
        slik som så til tross ut uten under var ved vi vil ville vært være å
    """,
    "fi": """
        ei eivät eli emme en ennen enää että hän hänen häntä he heidän hyvin ilman itse ja jo jos joka jolla
        jonka jossa jota jotka jälkeen kaikki kanssa kerran koko koska kuin kuinka kuitenkin kun kuten
        lisäksi me mikä minkä minun minä missä mistä mitä mukaan mukana mutta muun muut myös myöhemmin ne
        nämä niiden niin niitä noin nyt näin ole oli olivat olla olleet ollut on ovat pitää saa se sekä sen
        siellä siinä sitten sitä tai tällä tämä tämän tätä te tuo tässä vaan vai vaikka vain vielä voi
        voivat yli
    """,
    "pl": """
        a aby albo ale ani bardzo bez bo był była było były być by będzie będą bowiem chce choć ci co coś
        czy czyli dla dlatego do dość gdy gdyż gdzie go i ich ile im inne innych iż ja jak jako jakie jednak
        jednym jego jej jest jeszcze jeśli jeżeli już każdy kiedy kilka kto która które którego której
        którym których którzy który ku lat lecz lub ma mają może można mu na nad nam nas nasz natomiast
        nawet nic nich nie niej nim niż no o obok od około on ona one oni ono oraz po pod podczas ponad
        ponieważ przed przede przez przy są się sobie swoje ta tak także tam te tego tej ten też to tu tych
        tylko tym u w według we wszystko wszyscy więc z za zaś ze że żeby
    """,
    "tr": """
        acaba ama ancak artık aslında az bana bazı belki ben beni benim bir biraz birçok biri birkaç bize
        biz bu buna bunda bundan bunlar bunu bunun burada çok çünkü da daha dahi de değil diğer diye dolayı
        eğer en fakat gibi göre hangi hem hep hepsi her hiç için ile ise işte kadar karşı ki kim kimse mı mi
        mu mü nasıl ne neden nerede niye o olan olarak oldu olduğu olduğunu olsa olur ona ondan onlar onu
        onun öyle oysa pek sanki şey siz şu sonra tüm tarafından var ve veya ya yani yer yine yok zaten
    """,
    "ro": """
        a acea aceasta această aceea acei aceia acel acela acele acest acesta aceste acestea acestui ai aici
        al ale alt alta am ar are as asta astfel atunci au avea avem avut ca când care cărei căror cât ce
        cea cei cel cele celor chiar ci cine cu cum da dacă dar de deci deja despre din după ea ei el ele
        era este eu fără fi fie fiind fost iar în încă între la le li lor lui mai mult multe ne nici nimic
        noi nostru nu o or ori pe pentru peste poate prin sa să sale sau se și sunt spre sub tot toate toți
        totuși un una unde unei unele unor unui vor
    """,
    "hu": """
        a ahogy ahol aki akik akkor által alatt ám amely amelyek ami amikor amit át az azok azon azonban azt
        azután azért be belül csak de e ebben egy egyes egyéb egyik egyre ekkor el ellen elő előtt első én
        erre és ez ezek ezen ezt ezután ezért fel felé ha hanem hiszen hogy hogyan igen így illetve is ismét
        itt jó jól kell kellett képest ki kívül között közül le legalább legyen lehet lesz lett maga még meg
        mely mert mi mint mintha minden mindig mit mivel most nagy nagyon már más ne nem nincs ő ők össze
        pedig persze s saját se sem sok során számára szerint szinte talán tehát teljes több úgy új újra
        után utolsó vagy van vannak volt voltak
    """,
    "id": """
        ada adalah agar akan antara apa apakah atas atau bagi bahwa banyak bagaimana belum beberapa berada
        bisa bukan dalam dan dapat dari daripada dengan di dia hanya harus hingga ia ini itu jika juga kami
        karena ke kepada kita lagi lain lalu lebih maka masih mereka namun oleh pada para pun saat saja sama
        sampai sangat saya sebagai sebelum sebuah secara sedang sehingga sejak selain seorang seperti serta
        sebab setelah sudah suatu tak tapi telah tentang terhadap tersebut tetapi tidak untuk yang yaitu
    """,
    "hi": """
        अपना अपनी अपने अब आदि आप इन इस इसका इसकी इसके इसी इसे उन उनका उनकी उनके
        उस उसका उसकी उसके उसे एक एवं और कर करना करने कहा का काफी कि किया की कुछ
        के को कोई क्या गई गए गया जब जा जाता जाती जाने जिस जो तक तब तरह तो था थी
        थे दिया द्वारा न नहीं ने पर पहले फिर बहुत बाद भी मगर में मैं यह यहाँ या
        ये रहा रहे लिए लेकिन व वह वाले वे सकते सब सभी साथ से हम ही हुआ हुई हुए
        हूँ है हैं हो होता
    """,
    "fa": """
        از است اما ان او ای این با باید بر برای بود بودن بوده به بی تا تر ترین چه چون خود در دیگر را روی شد
        شدن شده شود کرد کردن کرده کند کنند که ما می نیز و ولی های هر هم همان همه همین هیچ یا یک آن آنها اگر
    """,
    "vi": """
        ai bị bởi các cái cho chưa có còn của cùng cũng đã đang đây để đến đều đó được gì hơn hay khi không
        là lại lên mà mỗi một này nên nếu những như nhưng nhiều ở ra rất rồi sau sẽ tại thì theo trên trong
        từ và vào vẫn về vì với
    """,
}
_LISTS["nb"] = _LISTS["nn"] = _LISTS["no"]


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """The function words of a language (ISO 639-1), in lower case; empty for one we have no list of."""
    if language in _LISTS:
        return frozenset(_LISTS[language].split())
    if language in _SUMY_NAMES:
        packaged = pkgutil.get_data("sumy", f"data/stopwords/{_SUMY_NAMES[language]}.txt") or b""
        return frozenset(word for line in packaged.decode("utf-8").splitlines() if (word := line.strip().lower()))
    return frozenset()
