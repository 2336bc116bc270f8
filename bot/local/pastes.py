"""Long pasted texts at the prompt: a short mark stands for each, so that the line can still be edited."""

from dataclasses import dataclass, field

_LINES = 3
_CHARACTERS = 400


@dataclass(slots=True)
class Pastes:
    """The texts pasted so far, by their marks."""

    _texts: dict[str, str] = field(default_factory=dict)

    def hold(self, text: str) -> str:
        """What to put into the line: the text, or a mark for a long one."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.strip().count("\n") + 1
        if lines <= _LINES and len(text) <= _CHARACTERS:
            return text.rstrip("\n")
        mark = f"[pasted text {len(self._texts) + 1}: {lines} lines, {len(text.split())} words]"
        self._texts[mark] = text
        return mark

    def restore(self, line: str) -> str:
        """The line with every mark replaced by its text."""
        for mark, text in self._texts.items():
            line = line.replace(mark, text)
        return line
