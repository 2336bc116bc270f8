"""The weights that turn a candidate's evidence into one score, as a table.

Read by `choice`.
"""

WEIGHTS: dict[str, float] = {
    "alone": 3.0, "near": 1.0, "titled": 0.5, "joined": 1.0, "exact": 1.0, "names": 1.0, "rarest": 0.3,
    "article": 1.0, "rank": 0.3, "fresh": 0.5, "recent": 0.3, "whole": 0.5, "headline": 0.3, "pairs": 1.0,
    "value": 1.0, "agreement": 0.5, "short": -0.5, "long": -0.3, "asks": -3.0, "junk": -2.0, "first": 0.1,
    "early": 0.2, "cause": 1.0, "said": 1.0,
}  # fmt: skip

CERTAINTY: dict[str, float] = {"bias": -6.0, "score": 0.6, "joined": 2.0, "whole": 1.0}
