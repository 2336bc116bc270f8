"""How requests come in and answers go out: form fields, uploaded files and JSON objects."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the method and its form fields, each as text or as JSON."""

    method: str
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The field as written, "" when absent."""
        return self.fields.get(name, "")

    def number(self, name: str, default: int = 0) -> int:
        """The field as a whole number, `default` when it is none."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """Whether the field says yes."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 -- JSON of any shape
        """The field read as JSON, None when absent; raises ValueError when it is no JSON."""
        written = self.text(name)
        return json.loads(written) if written else None


def encode(answer: object) -> bytes:
    """`answer` as JSON bytes."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
