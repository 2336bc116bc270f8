"""Words that end in a full stop without ending a sentence, by language. Read by boundaries.py.

`before_name`: never ends a sentence (a title, "vs."). `may_end`: ends one when what follows looks
like an opening ("Apple Inc. The price ..."); one written with a capital counts only with it.
`before_number`: does not end one before a digit.
"""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The lists of one language, without the last full stop."""

    before_name: frozenset[str]
    may_end: frozenset[str]
    before_number: frozenset[str]
    ordinals: bool = False


_ANYWHERE = "dr prof st vs ca cf nr fig vol ed st mr mrs ms"
_ANYWHERE_MAY_END = "inc corp ltd Co llc plc Jr Sr gmbh Bros etc"
# "art", "no" and the books of the Bible are words too: an abbreviation only before a number.
_ANYWHERE_NUMBER = """
    no nr nos n° art arts para paras pp p fig figs vol ch sec tel op cap abs matt rom cor gal phil thess tim heb ps gen
    exod deut isa jer ezek kl
"""

_BEFORE_NAME = {
    "en": """
        mr mrs ms mx dr drs prof profs gen gens lt col cols maj capt cpl cmdr cdr adm sgt pvt pfc spc brig
        hon rev fr msgr sen sens rep reps gov govs pres supt det insp cllr atty amb messrs mme mlle st ste
        mt ft vs v cf e.g i.e eg ie viz approx est dept fig al pte a.k.a c ca ald asst assoc bt bte
    """,
    "de": """
        dr prof hr fr frl ing dipl mag med jur rer nat phil ca bzw z.b z d.h u.a u v.a s.o vgl evtl ggf inkl
        exkl zzgl st nr bd sog geb gest verh str hl u.u o.ä i.d.r allg bspw gen lt
    """,
    "fr": """
        m mm mme mmes mlle mlles dr me mgr pr st ste cf p.ex env no n° art av bd boul vol gal cdt cap col
        gén lt
    """,
    "es": """
        sr sra sres srta sras dr dra d dña prof profa gral gob lic ing arq mons pbro fray sta sto st cnel
        cap tte pdte p.ej av avda núm art pág cf vs ud uds fdo excmo ilmo
    """,
    "it": """
        sig sig.ra sigg sig.na dott dott.ssa prof prof.ssa avv ing arch geom rag on sen mons don gen col cap
        cf p.es art pag vol ss s st
    """,
    "pt": """
        sr sra srs sras srta dr dra drs prof profa profª eng gen cel cap ten sgt gov pres d dom pe fr st sta
        sto av r p.ex art pág cf vs exmo
    """,
    "nl": """
        dhr mevr mw dr drs prof ir ing mr ds bijv bv o.a m.b.t t.a.v d.w.z i.p.v nl ca nr blz resp st gen
        kol lt incl excl
    """,
    "ru": """
        гр ул пл просп пр-т пер наб бул д кв стр корп им св проф доц акад ген полк подп лейт сен деп т т.е
        т.к т.н рис табл см ср напр обл р-н с пос дер оз о тов гос зам нач
    """,
    "uk": """
        м вул пл просп пр пров наб бул буд кв стор корп ім св проф доц акад ген полк т т.зв тобто рис табл
        див пор напр обл р-н с смт о гр
    """,
    "pl": """
        prof dr hab inż mgr lek płk ppłk gen kpt mjr por sierż ks bp abp kard św ul al pl os im np tzw tzn
        m.in ok ww ds r-k art ust pkt nr str por red woj pow gm ppor st mec
    """,
    "sv": "bl.a t.ex dvs d.v.s s.k f.d dr prof st kl ca nr tel ev resp inkl exkl jfr bl t sk",
    "da": "bl.a f.eks dvs d.v.s s.k hr fr frk dr prof adv skt sct kl ca nr tlf evt inkl ekskl jf pga ift mht fx f",
    "no": "bl.a f.eks dvs d.v.s s.k hr fr frk dr prof adv st kl ca nr tlf evt inkl ekskl jf pga ift mht f",
    "fi": "esim ns mm ts tri prof maist dr t.ex kts klo n ent em nk vrt os",
    "tr": "dr prof doç yrd av sn alb gen org yzb bşk mah cad sok apt no st bkz örn m.ö m.s s ör",
    "cs": """
        dr prof doc ing mgr bc mudr judr phdr rndr gen plk pplk mjr kpt por sv ul nám tř např tzv tj tzn
        resp čl odst č str mj cca
    """,
    "sk": "dr prof doc ing mgr bc mudr judr phdr gen plk mjr kpt sv ul nám napr tzv tj resp čl ods č str cca",
    "ro": "dl d-l dna d-na dr prof ing av gen col lt mr cpt sf str bd nr art pct p.ex ex pag jud mun",
    "hu": "dr prof id ifj özv gen ezr ún ill pl kb vö ld ui st u krt sz",
    "el": "κ κα κος δρ καθ αγ αρ π.χ δηλ βλ λεωφ οδ στρ υπ σελ",
    "ca": "sr sra dr dra prof av c núm art pàg st sta vol",
    "id": "dr ir drs prof h hj kh ust st jl no tn ny sdr a.n",
}
_MAY_END = {
    "en": """
        Inc Corp Co Ltd LLC PLC Jr Sr Bros Assn Assoc Ave Blvd Rd Sq etc Esq Jan Feb Mar Apr Jun Jul Aug Sep
        Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Ala Ariz Ark Calif Colo Conn Del Fla Ga
        Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis
        Wyo Ont Que n.y n.j n.h n.m n.c s.c n.d s.d d.c Oz lb lbs yd hr hrs min mins secs ph.d m.d b.a m.a
        u.s u.k u.n e.u l.a p.m a.m Fed Sec plc
    """,
    "de": "usw etc jan feb aug sept okt nov dez mio mrd u.a v.chr n.chr co kg gmbh e.v str uhr jh",
    "fr": "etc janv févr juil sept oct nov déc av j.-c apr cie",
    "es": "etc ee.uu ee uu s.a s.l cía a.c d.c feb abr ago sept oct nov dic p.m a.m",
    "it": "ecc etc s.p.a s.r.l a.c d.c gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "etc s.a ltda cia a.c d.c jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "enz etc e.a e.d b.v n.v jan feb mrt apr jun jul aug sep sept okt nov dec",
    "ru": "г гг руб коп тыс млн млрд трлн т.д т.п др пр н.э р долл кг км м см в вв мин сек час чел",
    "uk": "р рр грн коп тис млн млрд трлн т.д т.п ін н.е дол кг км м хв сек год",
    "pl": "itd itp r w tys mln mld zł gr godz a.d etc n.e p.n.e s.a o.o",
    "sv": "m.m m.fl etc osv o.s.v mkr mdr jan feb mars apr aug sept okt nov dec",
    "da": "m.m m.fl etc osv o.s.v mv m.v kr mio mia jan feb apr aug sept okt nov dec",
    "no": "m.m m.fl etc osv o.s.v kr mill mrd jan feb apr aug sept okt nov des",
    "fi": "jne ym yms jms eur milj mrd",
    "tr": "vb vs a.ş ltd şti tic san t.c a.b.d",
    "cs": "atd apod r tis mil mld kč hod s.r.o a.s o.p.s př.n.l n.l",
    "sk": "atď apod r tis mil mld hod s.r.o a.s",
    "ro": "etc s.a ș.a e.n î.hr d.hr mil mld",
    "hu": "stb kft zrt nyrt bt rt km kg",
    "el": "κ.λπ κ.ά μ.μ π.μ α.ε ε.ε μ.χ π.χ εκ δισ",
    "ca": "etc s.a gen febr set oct nov des",
    "id": "tbk dll dsb dst rp",
}
# Where a full stop after a number makes it an ordinal ("am 3. Oktober").
_ORDINALS = frozenset({"de", "da", "no", "nb", "nn", "fi", "cs", "sk", "sl", "hr", "sr", "hu", "et", "lv", "tr", "is"})
_ALIASES = {"nb": "no", "nn": "no"}


@lru_cache(maxsize=64)
def abbreviations(language: str) -> Abbreviations:
    """The lists for a language (ISO 639-1); what is common everywhere for one without lists."""
    code = _ALIASES.get(language, language)
    return Abbreviations(
        before_name=frozenset(f"{_ANYWHERE} {_BEFORE_NAME.get(code, '')}".split()),
        may_end=frozenset(f"{_ANYWHERE_MAY_END} {_MAY_END.get(code, '')}".split()),
        before_number=frozenset(_ANYWHERE_NUMBER.split()),
        ordinals=code in _ORDINALS,
    )
