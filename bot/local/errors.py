"""The refusals of Telegram's servers: raised in `methods`, sent as JSON by `server` and by the test stand-ins."""

from dataclasses import dataclass

from bot.local.wire import Json


@dataclass(frozen=True)
class ApiError(Exception):
    """A request that Telegram refuses, with the code and the words it uses.

    `retry_after` is in seconds; 0 for both numbers means "not said".
    """

    code: int
    description: str
    retry_after: int = 0
    migrate_to_chat_id: int = 0

    def __str__(self) -> str:
        """The words of the refusal."""
        return self.description

    def as_json(self) -> Json:
        """The whole answer as the Bot API words it."""
        answer: Json = {"ok": False, "error_code": self.code, "description": self.description}
        parameters = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to_chat_id}
        if said := {name: number for name, number in parameters.items() if number}:
            answer["parameters"] = said
        return answer


def bad_request(reason: str) -> ApiError:
    """The commonest refusal: 400 and a reason."""
    return ApiError(400, f"Bad Request: {reason}")
