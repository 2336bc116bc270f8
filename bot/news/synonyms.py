"""Words that say the same in news, as groups; irregular verbs, countries and their peoples are groups as well.

Made by hand (2026-11). Read by `evidence`: a question's "drop" is met by "ceased", at less than full weight.
"""

from functools import lru_cache

from bot.text.tokens import stem

_GROUPS = """
drop cease stop end halt discontinue abandon scrap cancel axe suspend
spokeswoman spokesman spokesperson representative official
say said tell told state comment announce
buy bought purchase acquire acquisition
sell sold sale selling
die died dead death killed kill
win won victory winner defeat beat beaten
lose lost loss
leave left quit resign resigned resignation step depart departure exit
fire fired sack dismiss oust laid layoff
begin began begun start started launch launched kick open opened
make made
give gave given
take took taken
find found discover discovery
get got
go went gone
grow grew grown growth
rise rose risen increase increased surge climb jump soar
fall fell fallen decrease decline drop plunge plummet sink tumble
choose chose chosen pick select selected appoint appointed named nominate
hold held host
meet met meeting summit
fight fought
steal stole stolen theft heist rob robbery
break broke broken
speak spoke spoken speech address
write wrote written author
arrest arrested detain detained custody
charge charged indict indicted indictment accuse accused allege
convict convicted guilty conviction
sentence sentenced jail jailed prison imprisoned
ban banned bar barred prohibit outlaw block blocked
approve approved pass passed greenlight
attack attacked strike struck bomb
shoot shot shooting gunman
crash crashed collide collision
company firm business corporation
carmaker automaker manufacturer maker
movie film
show series
doctor physician
kid child children
teen teenager
money cash
big large huge
worth value valued
record milestone
illness disease sick sickness infection
visit visited trip travel travelled arrive
hit struck
strike walkout
vote voted ballot election elected elect
war conflict invasion
storm hurricane cyclone typhoon
quake earthquake
fire blaze wildfire
flood flooding
plane aircraft jet flight airliner
ship vessel boat
car vehicle
police officer authorities cop
president leader
law legislation bill act
court judge ruling ruled
phone smartphone
warn warned warning
end ended ending
close closed shut shutter shutdown
recall recalled
bankrupt bankruptcy
merge merger
raise raised hike
cut cuts reduce reduced slash lower lowered
locate located location site
wed married marry marriage wedding
born birth
become became
bring brought
build built construct construction
rebuild rebuilt
catch caught capture captured
come came arrive arrived arrival
draw drew drawn
drive drove driven
eat ate eaten
fly flew flown flight
hear heard
hide hid hidden
keep kept
know knew known
lay laid
lead led
pay paid payment
ride rode ridden
run ran
see saw seen
seek sought
send sent
shake shook shaken
sing sang sung
spend spent
stand stood
swear swore sworn inaugurate inaugurated inauguration
swim swam swum
teach taught
think thought
throw threw thrown
wear wore worn
explode explosion blast exploded
injure injured wound wounded hurt
rescue rescued save saved
sue sued lawsuit
succeed successor replace replaced
hire hired employ employed recruit
destroy destroyed destruction
propose proposed proposal
decide decided decision
invade invaded invasion
pregnant pregnancy
wife husband spouse
lawyer attorney
student pupil
salary wage pay
drug medicine medication
afghanistan afghan
albania albanian
algeria algerian
america american
argentina argentine argentinian argentinean
armenia armenian
australia australian
austria austrian
bangladesh bangladeshi
belarus belarusian
belgium belgian
bolivia bolivian
bosnia bosnian
brazil brazilian
britain british briton
bulgaria bulgarian
cambodia cambodian
canada canadian
chile chilean
china chinese
colombia colombian
congo congolese
croatia croatian
cuba cuban
denmark danish dane
ecuador ecuadorian
egypt egyptian
england english
estonia estonian
ethiopia ethiopian
europe european
finland finnish finn
france french
germany german
ghana ghanaian
greece greek
haiti haitian
hungary hungarian
iceland icelandic
india indian
indonesia indonesian
iran iranian
iraq iraqi
ireland irish
israel israeli
italy italian
jamaica jamaican
japan japanese
kenya kenyan
korea korean
kuwait kuwaiti
latvia latvian
lebanon lebanese
libya libyan
lithuania lithuanian
malaysia malaysian
mexico mexican
morocco moroccan
myanmar burmese
nepal nepalese
netherlands dutch
nigeria nigerian
norway norwegian
pakistan pakistani
palestine palestinian
peru peruvian
philippines filipino philippine
poland polish
portugal portuguese
qatar qatari
romania romanian
russia russian
rwanda rwandan
scotland scottish scot
serbia serbian
slovakia slovak
somalia somali
spain spanish spaniard
sudan sudanese
sweden swedish swede
switzerland swiss
syria syrian
taiwan taiwanese
thailand thai
tunisia tunisian
turkey turkish
uganda ugandan
ukraine ukrainian
venezuela venezuelan
vietnam vietnamese
wales welsh
yemen yemeni
zimbabwe zimbabwean
"""


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in _GROUPS.strip().splitlines():
        group = {stem(word) for word in line.split()}
        for term in group:
            table.setdefault(term, set()).update(group - {term})
    return {term: frozenset(others) for term, others in table.items()}


def synonyms(term: str) -> frozenset[str]:
    """The other terms of `term`'s groups, none for most."""
    return _table().get(term, frozenset())
