"""What makes two addresses of one article differ: tracking, AMP, mobile hosts, redirecting services.

`bot/news/urls.py` puts these together. The lists are of names that publishers and networks have used for years.
"""

import re
from urllib.parse import parse_qs, urlsplit

_TRACKING_NAMES = frozenset(
    """
    __twitter_impression _ga _gl _hsenc _hsmi amp_gsa amp_js_v bsft_clkid bsft_eid bsft_mid bsft_uid campaign_id
    cmp cmpid dclid dm_i ef_id emc epik fb_action_ids fb_action_types fb_ref fb_source fbclid feature gbraid gclid
    gclsrc guccounter guce_referrer guce_referrer_sig hootpostid icid igsh igshid ito li_fat_id linkid mbid mc_cid
    mc_eid mkt_tok mod msclkid mscrid ncid ocid oly_anon_id oly_enc_id oref partner recip_id ref_src ref_url reflink
    s_cid s_kwcid sc_cid scid seg_id share_id sharetype si smid smtyp soc_src soc_trk spm sr_share sref srnd taid tag_id
    trk trkcampaign ttclid twclid usqp vero_conv vero_id wbraid wkey wickedid wt_mc xtor yclid ysclid
    """.split()
)
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "pk_", "piwik_", "mtm_", "matomo_", "hsa_", "stm_", "itm_", "wt.mc_")
_AMP_NAMES = frozenset({"amp", "isamp", "is_amp"})
_AMP_VALUES = frozenset({("outputtype", "amp"), ("output", "amp"), ("view", "amp"), ("format", "amp")})

SECOND_LEVELS = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gob", "or", "ne", "go", "nom"})
SHARED_HOSTS = frozenset(
    """
    blogspot.com ghost.io github.io gitlab.io herokuapp.com livejournal.com medium.com neocities.org netlify.app
    pages.dev substack.com tumblr.com typepad.com vercel.app web.app weebly.com wixsite.com wordpress.com
    """.split()
)

_MOBILE_LABELS = frozenset({"m", "mobile", "amp"})
_AMP_END = re.compile(r"(?<=[^/])/amp(?:\.html)?/?$|\.amp(?=\.html$)|\.amp/?$", re.IGNORECASE)
_AMP_START = re.compile(r"^/(?:google-)?amp/(?=.)", re.IGNORECASE)

_AMP_CACHE = re.compile(r"^https?://(?:[\w-]+\.)?cdn\.ampproject\.org/[a-z](?:/(s))?/(.+)$", re.IGNORECASE)
_GOOGLE_AMP = re.compile(r"^https?://(?:www\.)?google\.[a-z.]{2,6}/amp(?:/(s))?/(.+)$", re.IGNORECASE)
_REDIRECTORS = {
    # host and path -> the parameters that may hold the target
    ("www.google.com", "/url"): ("q", "url"),
    ("google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", "/"): ("u",),
    ("www.youtube.com", "/redirect"): ("q",),
    ("out.reddit.com", "/"): ("url",),
    ("vk.com", "/away.php"): ("to",),
    ("t.umblr.com", "/redirect"): ("z",),
}


def is_tracking(name: str, value: str) -> bool:
    """Whether a parameter says only how the reader came, or asks for the AMP form of the page."""
    name = name.lower()
    return (
        name in _TRACKING_NAMES
        or name.startswith(_TRACKING_PREFIXES)
        or (name in _AMP_NAMES and value.lower() in ("", "1", "true"))
        or (name, value.lower()) in _AMP_VALUES
    )


def plain_host(host: str) -> str:
    """The host without a label for phones or AMP: "m.example.com" is "www.example.com", "en.m.example.org" loses it."""
    labels = host.split(".")
    if len(labels) < 3 or all(label.isdigit() for label in labels):
        return host
    if labels[0] in _MOBILE_LABELS:
        rest = labels[1:]
        return ".".join(rest if rest[0] == "www" or len(rest) > 3 else ["www", *rest])
    return ".".join(label for number, label in enumerate(labels) if label != "m" or number != 1)


def plain_path(path: str) -> str:
    """The path without its marks of AMP: a last "/amp" or ".amp", a first "/amp"."""
    return _AMP_START.sub("/", _AMP_END.sub("", path))


def unwrapped(url: str) -> str:
    """The address behind an AMP cache or a redirecting service, else `url` itself. Raises ValueError for no address."""
    if match := _AMP_CACHE.match(url) or _GOOGLE_AMP.match(url):
        return f"http{match[1] or ''}://{match[2]}"
    parts = urlsplit(url)
    names = _REDIRECTORS.get(((parts.hostname or "").lower(), parts.path or "/"), ())
    targets = parse_qs(parts.query) if names else {}
    for name in names:
        for target in targets.get(name, ()):
            if target.startswith(("http://", "https://")):
                return target
    return url
