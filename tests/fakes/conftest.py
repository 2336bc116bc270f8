import pytest


@pytest.fixture(autouse=True)
def _durations_as_timedelta(monkeypatch):
    # Reading RetryAfter.retry_after as a number is deprecated in python-telegram-bot 22.2.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
