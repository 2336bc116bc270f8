"""Names of places the question's kind is checked against: countries with their peoples, and the states of the US.

A word list, lower case, read by `values`; made by hand from general knowledge (2026-11). A place that is missing is
still found by the preposition before it.
"""

COUNTRIES = frozenset(
    """
    afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain
    bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil britain brunei bulgaria
    burundi cambodia cameroon canada chad chile china colombia comoros congo croatia cuba cyprus czechia denmark
    djibouti dominica ecuador egypt england eritrea estonia eswatini ethiopia fiji finland france gabon gambia
    georgia germany ghana greece greenland grenada guatemala guinea guyana haiti honduras hungary iceland india
    indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait kyrgyzstan
    laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives
    mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar
    namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru
    philippines poland portugal qatar romania russia rwanda samoa scotland senegal serbia seychelles singapore
    slovakia slovenia somalia spain sudan suriname sweden switzerland syria taiwan tajikistan tanzania thailand togo
    tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu vatican venezuela vietnam
    wales yemen zambia zimbabwe uk us u.s u.k usa uae gaza
    """.split()
) | {
    "united states", "united kingdom", "south africa", "south korea", "north korea", "saudi arabia", "new zealand",
    "sri lanka", "costa rica", "el salvador", "puerto rico", "sierra leone", "burkina faso", "ivory coast",
    "dominican republic", "czech republic", "south sudan", "hong kong", "papua new guinea", "north macedonia",
    "united arab emirates", "equatorial guinea", "cape verde", "east timor", "san marino", "solomon islands",
    "trinidad and tobago", "bosnia and herzegovina", "antigua and barbuda", "northern ireland",
}  # fmt: skip

PEOPLES = frozenset(
    """
    afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani bahraini
    bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian burmese cambodian canadian chilean
    chinese colombian congolese croatian cuban cypriot czech danish dutch ecuadorian egyptian english estonian
    ethiopian finnish french german ghanaian greek guatemalan haitian honduran hungarian icelandic indian indonesian
    iranian iraqi irish israeli italian jamaican japanese jordanian kazakh kenyan korean kuwaiti lebanese libyan
    lithuanian malaysian maltese mexican moldovan mongolian moroccan nepalese nicaraguan nigerian norwegian omani
    pakistani palestinian panamanian peruvian filipino philippine polish portuguese qatari romanian russian rwandan
    saudi scottish senegalese serbian singaporean slovak slovenian somali spanish sudanese swedish swiss syrian
    taiwanese tanzanian thai tunisian turkish ugandan ukrainian uruguayan uzbek venezuelan vietnamese welsh yemeni
    zambian zimbabwean
    """.split()
)

STATES = frozenset(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
    montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington
    wisconsin wyoming
    """.split()
) | {
    "new hampshire", "new jersey", "new mexico", "new york", "north carolina", "north dakota", "rhode island",
    "south carolina", "south dakota", "west virginia",
}  # fmt: skip

CONTINENTS = frozenset({"africa", "asia", "europe", "antarctica", "oceania", "america", "middle east", "arctic"})
