"""Words that tell who speaks and what somebody is: read by quotes.py and names.py."""

SAID = (
    "said|says|say|told|tells|added|adds|wrote|writes|tweeted|posted|asked|asks|replied|responded|explained|explains|"
    "insisted|insists|warned|warns|argued|argues|claimed|claims|noted|notes|stated|states|commented|declared|announced|"
    "admitted|admits|recalled|recalls|joked|concluded|continued|suggested|stressed|acknowledged|confirmed|predicted|"
    "complained|agreed|promised|urged|remarked|observed|vowed|testified|shouted|cried|sagte|erklärte|betonte|"
    "a déclaré|a dit|a affirmé|dit|déclare|dijo|afirmó|aseguró|declaró|explicó|ha detto|ha dichiarato|disse|afirmou|"
    "declarou|zei|verklaarde|сказал|сказала|заявил|заявила|сообщил|сообщила|отметил|отметила|sade|sa|sagde|powiedział|"
    "powiedziała|dedi|sanoi"
)
# What a person may be called in front of the name or behind it ("analyst Ann Lee", "Ann Lee, an analyst at ...").
ROLES = (
    "accountant|activist|actor|actress|adviser|advisor|agent|ambassador|analyst|anchor|architect|artist|assistant|astronaut|"
    "athlete|attorney|author|backer|ballerina|banker|barrister|bishop|blogger|boss|broker|brother|businessman|"
    "businesswoman|campaigner|candidate|captain|cardinal|ceo|cfo|chair|chairman|chairwoman|chairperson|chancellor|chef|"
    "chief|cleric|coach|co-author|co-chair|co-director|co-founder|columnist|comedian|commander|commentator|commissioner|"
    "composer|congressman|congresswoman|consultant|coordinator|coroner|correspondent|councillor|councilman|"
    "councilwoman|counsel|creator|critic|curator|dancer|daughter|dean|defender|delegate|deputy|designer|detective|developer|"
    "diplomat|director|doctor|driver|economist|editor|engineer|entrepreneur|envoy|executive|expert|farmer|father|fellow|"
    "filmmaker|firefighter|fisherman|founder|friend|geologist|goalkeeper|governor|head|historian|husband|inspector|"
    "investigator|investor|journalist|judge|justice|lawmaker|lawyer|lead|leader|lecturer|lieutenant|manager|mayor|member|midfielder|"
    "minister|mother|musician|neighbour|neighbor|novelist|nurse|officer|official|organiser|organizer|owner|parent|partner|"
    "pastor|photographer|physician|physicist|pilot|player|playwright|poet|politician|pope|premier|president|priest|principal|"
    "producer|professor|programmer|prosecutor|psychologist|publicist|publisher|rapper|representative|reporter|researcher|"
    "resident|scholar|scientist|secretary|senator|sergeant|sheriff|singer|sister|skipper|soldier|solicitor|son|songwriter|"
    "specialist|spokesman|spokesperson|spokeswoman|star|strategist|striker|student|superintendent|supervisor|surgeon|"
    "surveyor|teacher|teammate|team-mate|technician|treasurer|trainer|trader|trustee|undersecretary|veteran|vice-president|"
    "victim|volunteer|widow|wife|winner|witness|worker|writer"
)
TITLES = (
    "Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Dame|Prof|Professor|President|Vice President|Prime Minister|Minister|Chancellor|Senator|Sen|"
    "Representative|Rep|Congressman|Congresswoman|Governor|Gov|Mayor|Judge|Justice|Chief Justice|General|Gen|Colonel|Col|"
    "Lieutenant|Lt|Captain|Capt|Major|Maj|Sergeant|Sgt|Admiral|Adm|Commander|Inspector|Detective|Superintendent|Sheriff|"
    "Officer|Attorney General|Secretary of State|Secretary|Foreign Secretary|Home Secretary|Foreign Minister|"
    "Finance Minister|Defence Minister|Defense Secretary|Deputy|King|Queen|Prince|Princess|Duke|Duchess|Pope|Cardinal|"
    "Archbishop|Bishop|Rev|Reverend|Father|Sister|Imam|Rabbi|Sheikh|Ayatollah|Chief Executive|CEO|Chairman|Chairwoman|"
    "Speaker|Ambassador|Commissioner|Councillor|Coach"
)
