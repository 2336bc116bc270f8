"""question -> retrieve -> select -> reply: what is stored that answers, in the outlets' own sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.news.answer import Answer, NoAnswer, Subject
from bot.news.choice import choose, rank_sentences
from bot.news.coverage import cover
from bot.news.evidence import gather
from bot.news.followup import leans, subject_of, with_subject
from bot.news.lexicon import with_known_names
from bot.news.question import read_question
from bot.news.replies import reply
from bot.news.retrieval import KEPT, Moment
from bot.news.times import read_period
from bot.text.language import detect_language
from bot.usecases.find_articles import FindArticles
from storage.database import Database
from storage.search import SearchIndex

QUOTES = 12
"""How many quotes an answer holds at most, those behind "More evidence" included."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Answers from the stored articles that the chat may see. Raises StorageError."""

    database: Database
    index: SearchIndex

    @property
    def find(self) -> FindArticles:
        """The first half of answering."""
        return FindArticles(self.database, self.index)

    def __call__(
        self,
        text: str,
        *,
        now: datetime,
        chat_id: int | None = None,
        about: int | None = None,
        subject: Subject | None = None,
        zone: tzinfo = UTC,
    ) -> Answer | NoAnswer:
        """The answer, best quote first, or the closest headlines.

        `chat_id` None is the operator, who sees everything. `about` is an article to ask first (a reply to its card);
        `subject` what the chat talked about, for questions that lean on it. The new subject is in the result.
        "This week" is meant as in `zone`.
        """
        typed = read_question(text, detect_language(text) or "en")
        if about is None and subject is not None and subject.article_ids and leans(typed):
            about = subject.article_ids[0]
        question = with_subject(typed, subject)
        articles = self.find(question, Moment(now, read_period(text, now, zone)), chat_id, about)
        lexicon = self.find.lexicon()
        question = with_known_names(question, lexicon)
        candidates = gather(question, cover(question, articles, lexicon, now), lexicon)
        chosen = choose(candidates, QUOTES, question, first=about is not None)
        return reply(question, chosen, articles, subject_of(question, subject), now)

    def articles(
        self, text: str, *, now: datetime, chat_id: int | None = None, limit: int = KEPT
    ) -> tuple[tuple[int, float], ...]:
        """The articles nearest to a question, best first, each with its score."""
        question = read_question(text, detect_language(text) or "en")
        found = self.find.matches(question, Moment(now, read_period(text, now)), chat_id, limit)
        return tuple((match.article_id, match.score) for match in found)

    def rank(self, text: str, sentences: Sequence[str], title: str = "") -> tuple[float, ...]:
        """The score of each sentence for a question, the sentences read as one article in this order."""
        lexicon = self.find.lexicon()
        return rank_sentences(with_known_names(read_question(text), lexicon), sentences, title, lexicon)
