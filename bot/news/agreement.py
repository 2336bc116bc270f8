"""A vote of the candidates on the value that answers: what several covered sentences hold is likely what is asked for.

Between `coverage` and `evidence`. A value's votes are the coverages of the best sentence that holds it in each article,
squared so that near sentences count, times its rarity in the store: "Trump" is in every second article and says little.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.news.coverage import Sighting
from bot.news.lexicon import Lexicon
from bot.news.question import Question
from bot.news.values import Value, normal
from bot.text.tokens import stem

_TITLES = 5


@dataclass(frozen=True, slots=True)
class Ballot:
    """Votes by value: `votes[norm][article]`; `rarity` 0 to 1; `titles`: the first articles' titles in normal form."""

    votes: dict[str, dict[int, float]]
    rarity: dict[str, float]
    titles: tuple[str, ...]
    most: float

    def share(self, value: Value) -> float:
        """The value's votes beside those of the value with the most, 0 to 1."""
        return self._total(value.norm) / self.most if self.most else 0.0

    def others(self, value: Value, article: int) -> float:
        """The votes of other articles than this one, on a logarithmic scale."""
        votes = self.votes.get(value.norm, {})
        return math.log1p(sum(vote for at, vote in votes.items() if at != article)) * self.rarity.get(value.norm, 0.0)

    def in_titles(self, value: Value) -> float:
        """Share of the first articles' titles that hold the value, nearer ones more, times its rarity."""
        held = sum(1.0 / (1.0 + at) for at, title in enumerate(self.titles) if f" {value.norm} " in title)
        return held * self.rarity.get(value.norm, 0.0)

    def _total(self, norm: str) -> float:
        return sum(self.votes.get(norm, {}).values()) * self.rarity.get(norm, 0.0)


def hold_ballot(
    question: Question,
    sightings: Sequence[Sighting],
    found: Sequence[Sequence[Value]],
    titles: Sequence[str],
    lexicon: Lexicon,
) -> Ballot:
    """The votes of all candidates for the values they hold."""
    votes: dict[str, dict[int, float]] = defaultdict(dict)
    for sighting, values in zip(sightings, found, strict=True):
        for value in values:
            seen = votes[value.norm]
            vote = sighting.row["joined"] ** 2 * sighting.row["article"]
            seen[sighting.article] = max(seen.get(sighting.article, 0.0), vote)
    votes = _joined(votes)
    rarity = {norm: _rarity(norm, question.language, lexicon) for norm in votes}
    most = max((sum(seen.values()) * rarity[norm] for norm, seen in votes.items()), default=0.0)
    normal_titles = tuple(f" {normal(title)} " for title in titles[:_TITLES])
    return Ballot(dict(votes), rarity, normal_titles, most)


def _joined(votes: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    """Votes for "Glaser" count for "Nikki Glaser" as well, and the other way round, when nobody else has the name."""
    full: dict[str, list[str]] = defaultdict(list)
    for norm in votes:
        if " " in norm:
            full[norm.rsplit(" ", 1)[1]].append(norm)
    joined = dict(votes)
    for last, norms in full.items():
        if last in votes and len(norms) == 1:
            both = {
                at: max(votes[last].get(at, 0.0), votes[norms[0]].get(at, 0.0))
                for at in {*votes[last], *votes[norms[0]]}
            }
            joined[last] = joined[norms[0]] = both
    return joined


def _rarity(norm: str, language: str, lexicon: Lexicon) -> float:
    if not norm or norm[0].isdigit() or norm[0] in "$£€":
        return 0.7
    highest = math.log(lexicon.documents + 2.0)
    return min(1.0, max(lexicon.idf(stem(word, language)) for word in norm.split()) / highest)
