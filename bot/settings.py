"""What the person who runs Newsdesk may set: read once from the environment and `.env`, checked, then passed on."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.news.summary import METHODS
from bot.usecases.follow_topics import MOST_TOPICS
from bot.usecases.limit_people import MOST_UPLOADED
from bot.usecases.manage_feeds import MOST_FEEDS
from bot.usecases.tidy_news import SHORTEST_RETENTION

_PUBLIC_API = "https://api.telegram.org"
_SECRETS = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "DATABASE_URL")


class SettingsError(Exception):
    """The settings cannot be used. The text names every fault, one a line."""


class Settings(BaseSettings):
    """All settings with their defaults. Frozen; secrets print as stars."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_bot_token: SecretStr = SecretStr("")
    telegram_api_url: str = _PUBLIC_API
    telegram_webhook_url: str = ""
    telegram_webhook_listen: str = "127.0.0.1"
    telegram_webhook_port: int = Field(8080, ge=0, le=65_535)
    telegram_webhook_secret: SecretStr = Field(SecretStr(""), validate_default=True)
    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    poll_interval_seconds: float = Field(900, ge=0.5, le=86_400)
    fetch_timeout_seconds: float = Field(20, ge=1, le=120)
    fetch_max_bytes: int = Field(10_000_000, ge=10_000, le=200_000_000)
    fetch_allow_private: Annotated[tuple[str, ...], NoDecode] = ()
    allowed_users: Annotated[tuple[str, ...], NoDecode] = ()
    open_to_everyone: bool = False
    fetches_per_hour: int = Field(120, ge=0)
    questions_per_minute: int = Field(30, ge=0)
    topics_per_minute: int = Field(20, ge=0)
    max_feeds: int = Field(MOST_FEEDS, ge=0)
    max_topics: int = Field(MOST_TOPICS, ge=0)
    upload_max_bytes: int = Field(MOST_UPLOADED, ge=10_000, le=MOST_UPLOADED)
    retention_days: int = Field(0, ge=0)
    summary_method: str = "newsdesk"
    log_level: str = "INFO"
    log_format: Literal["human", "json"] = "human"
    health_port: int = Field(0, ge=0, le=65_535)
    health_listen: str = "127.0.0.1"

    @field_validator("fetch_allow_private", "allowed_users", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("fetch_allow_private")
    @classmethod
    def _pairs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for pair in value:
            host, _, port = pair.rpartition(":")
            if not host or not port.isdecimal():
                raise ValueError(f"{pair!r} is not host:port")
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _webhook(cls, value: str, others: ValidationInfo) -> str:
        schemes = ("https://",) if others.data.get("telegram_api_url") == _PUBLIC_API else ("https://", "http://")
        if value and not value.startswith(schemes):
            raise ValueError(f"must begin with {' or '.join(schemes)}")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr, others: ValidationInfo) -> SecretStr:
        secret = value.get_secret_value().strip()
        if others.data.get("telegram_webhook_url") and not secret:
            raise ValueError("a webhook needs a secret: 1 to 256 letters, digits, _ and - that nobody can guess")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ValueError("must be 1 to 256 letters, digits, _ and -")
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if token and not re.fullmatch(r"\d+:[\w-]+", token):
            raise ValueError("does not look like a token; BotFather's are a number, a colon, letters")
        return value

    @field_validator("summary_method")
    @classmethod
    def _method(cls, value: str) -> str:
        if value not in METHODS:
            raise ValueError(f"must be one of {', '.join(METHODS)}")
        return value

    @field_validator("retention_days")
    @classmethod
    def _retention(cls, value: int) -> int:
        if 0 < value < SHORTEST_RETENTION.days:
            raise ValueError(f"must be 0, for ever, or at least {SHORTEST_RETENTION.days}: digests look back a week")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @property
    def token(self) -> str:
        """The bot's token, "" for the local chat."""
        return self.telegram_bot_token.get_secret_value().strip()

    @property
    def webhook_secret(self) -> str:
        """What Telegram sends along with each update, "" without a webhook."""
        return self.telegram_webhook_secret.get_secret_value().strip()

    @property
    def database_address(self) -> str:
        """`DATABASE_URL`, or the SQLite file under `DATA_DIR`."""
        return self.database_url.get_secret_value() or f"sqlite:///{self.data_dir.resolve() / 'newsdesk.db'}"


def load_settings(**overrides: Any) -> Settings:  # noqa: ANN401 - pydantic checks each value
    """The settings from the environment, `.env` and `NAME_FILE` files for secrets; `overrides` win.

    Raises SettingsError naming every fault at once.
    """
    try:
        return Settings(**(_from_files() | overrides))
    except ValidationError as error:
        raise SettingsError("\n".join(_fault(details) for details in error.errors())) from error


def _from_files() -> dict[str, str]:
    """Secrets given as files (Docker and systemd hand them over so)."""
    named = {name: os.environ.get(f"{name}_FILE", "") for name in _SECRETS}
    try:
        return {name.lower(): Path(path).read_text("utf-8").strip() for name, path in named.items() if path}
    except OSError as error:
        raise SettingsError(f"a secret's file cannot be read: {error}") from error


def _fault(details: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails is a loose mapping
    name = ".".join(str(part) for part in details["loc"]).upper()
    sentence = details["msg"].removeprefix("Value error, ")
    return f"{name}: {sentence}" if name else sentence
