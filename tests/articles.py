"""Invented news for tests, as pages and as pasted texts."""

BRIDGE_TITLE = "Harwick closes its old bridge after cracks are found"
BRIDGE = (
    "Harwick council has closed the town's old river bridge after engineers found cracks in two of its arches.",
    "The bridge, built in 1871, carries about 9,000 vehicles a day between the market and the station.",
    "“We cannot wait until somebody is hurt,” said Maria Lindqvist, the council's chief engineer, on Tuesday.",
    "The council closed it because a survey in March showed that the cracks had doubled in length within a year.",
    "Buses will be sent over the motorway bridge at Denby, which adds some 20 minutes to most journeys.",
    "Shopkeepers on Mill Lane said they feared for their trade and asked the council for help with rents.",
    "Repairs will cost an estimated £3.4 million and should be finished by the spring, the council said.",
    "The ferry company Blue Otter offered to run extra boats for walkers and cyclists until then.",
)
FERRY_TITLE = "Blue Otter doubles its ferries on the Harwick crossing"
FERRY = (
    "Blue Otter will run ferries every ten minutes across the Harwick river from Monday, twice as many as before.",
    "The company hired six pilots for the extra boats, its director Tom Adeyemi said.",
    "A single ticket will stay at £1.20, and children travel free until the bridge opens again.",
    "Cyclists had complained of waiting for up to an hour since the old bridge was closed.",
    "Adeyemi said the company would keep the denser timetable if enough people used it.",
    "The council welcomed the offer but said it could not pay for it.",
)


def pasted(title: str, sentences: tuple[str, ...]) -> str:
    """The article as a person would paste it: the headline, then paragraphs of two sentences."""
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    return "\n\n".join([title, *paragraphs])


def page(title: str, sentences: tuple[str, ...], *, outlet: str = "The Harwick Courier", url: str = "") -> str:
    """The article as a web page with a head, navigation and a foot."""
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    canonical = f'<link rel="canonical" href="{url}">' if url else ""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | {outlet}</title>{canonical}'
        f'<meta property="og:site_name" content="{outlet}"><meta property="og:title" content="{title}">'
        '<meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-05-04T09:30:00+01:00"></head>'
        '<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        "<footer>About us. Contact. All rights reserved.</footer></body></html>"
    )
