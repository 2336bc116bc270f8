"""Settings from the environment, checked."""

import pytest

from bot.settings import SettingsError, load_settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "DATA_DIR", "ALLOWED_USERS"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("days", ["0", "14", "365"])
def test_a_retention_is_for_ever_or_long_enough_for_the_stories_of_the_day(days, monkeypatch):
    monkeypatch.setenv("RETENTION_DAYS", days)
    assert load_settings(_env_file=None).retention_days == int(days)


@pytest.mark.parametrize("days", ["-1", "1", "13"])
def test_a_retention_that_is_too_short_is_refused(days, monkeypatch):
    monkeypatch.setenv("RETENTION_DAYS", days)
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        load_settings(_env_file=None)


def test_nothing_needs_to_be_set(tmp_path):
    settings = load_settings()
    assert settings.token == ""
    assert settings.database_address == f"sqlite:///{tmp_path}/data/newsdesk.db"


def test_the_token_prints_as_stars(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:hushhush")
    settings = load_settings()
    assert settings.token == "123:hushhush"
    assert "hush" not in f"{settings!r} {settings}"


def test_a_secret_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("123:filed\n")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert load_settings().token == "123:filed"


def test_a_secret_file_that_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(SettingsError, match="nowhere"):
        load_settings()


def test_lists_take_commas_and_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_USERS", "12, @Ann 34")
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE", "127.0.0.1:80,[::1]:8080")
    settings = load_settings()
    assert settings.allowed_users == ("12", "@Ann", "34")
    assert settings.fetch_allow_private == ("127.0.0.1:80", "[::1]:8080")


def test_every_fault_is_named_at_once(monkeypatch):
    monkeypatch.setenv("FETCH_TIMEOUT_SECONDS", "soon")
    monkeypatch.setenv("FETCH_ALLOW_PRIVATE", "localhost")
    monkeypatch.setenv("TELEGRAM_API_URL", "ftp://x")
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("SUMMARY_METHOD", "magic")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    text = str(caught.value)
    for name in ("FETCH_TIMEOUT_SECONDS", "FETCH_ALLOW_PRIVATE", "TELEGRAM_API_URL", "LOG_LEVEL", "SUMMARY_METHOD"):
        assert name in text


def test_a_token_that_is_none_is_refused_by_its_form(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "hello")
    with pytest.raises(SettingsError, match="TELEGRAM_BOT_TOKEN") as caught:
        load_settings()
    assert "hello" not in str(caught.value)


def test_a_webhook_without_a_secret_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example/hook")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET: a webhook needs a secret"):
        load_settings()
    (tmp_path / "secret").write_text("from-a-file\n")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    settings = load_settings()
    assert settings.webhook_secret == "from-a-file"
    assert "from-a-file" not in f"{settings!r} {settings}"


def test_a_secret_that_telegram_would_not_take_is_refused(monkeypatch):
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "not this!")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET") as caught:
        load_settings()
    assert "not this" not in str(caught.value)


def test_a_webhook_in_the_open_is_for_a_bot_api_server_of_ones_own(monkeypatch):
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "hush")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL: must begin with https://"):
        load_settings()
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    assert load_settings().telegram_webhook_url == "http://127.0.0.1:8080/hook"


def test_logs_have_two_formats(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(SettingsError, match="LOG_FORMAT"):
        load_settings()
