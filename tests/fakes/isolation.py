"""Isolation without processes, for tests above it."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.isolation import Crashed

P = ParamSpec("P")
T = TypeVar("T")


class SameProcess:
    """Runs functions right here; `broken` ones crash as a killed worker would."""

    def __init__(self) -> None:
        self.broken = False

    def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.broken:
            raise Crashed("the worker is gone")
        return function(*args, **kwargs)
