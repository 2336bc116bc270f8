"""What the evaluators call: each adapter is the product's own path. Names and signatures stay stable."""

from tests.benchmarks.answers import Answers
from tests.benchmarks.extraction import extract
from tests.benchmarks.stories import Stories
from tests.benchmarks.summaries import summarise

__all__ = ["Answers", "Stories", "extract", "summarise"]
