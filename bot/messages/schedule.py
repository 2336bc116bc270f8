"""When the digest comes and when nothing rings -> message with a button for each choice."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.html import bold, code
from bot.messages.message import Button, Message, rows
from bot.usecases.set_schedule import BUDGETS, EVERY_DAY, HOURS, QUIET, WEEKDAYS, Hours

CITY_PROMPT = "Which city are you in, or near?"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def schedule_message(hours: Hours) -> Message:
    """The chat's hours, with the chosen values marked."""
    schedule = hours.schedule
    is_on = schedule.next_due is not None
    html = (
        f"{bold('Your digest')}\n\n{_next(hours)}\n\n"
        f"Zone: {code(hours.zone or 'UTC')}. First row: the hour; /digest 7:45 sets any minute. Then the days, and how "
        "many minutes you want to read. Last row: quiet hours, in which nothing rings."
    )
    at = [Button(_marked(f"{hour}:00", chosen=is_on and schedule.minute == hour * 60), f"at:{hour}") for hour in HOURS]
    days = (
        Button(_marked("Daily", chosen=is_on and schedule.days == EVERY_DAY), f"days:{EVERY_DAY}"),
        Button(_marked("Weekdays", chosen=is_on and schedule.days == WEEKDAYS), f"days:{WEEKDAYS}"),
        Button(_marked("Weekly", chosen=is_on and schedule.days.bit_count() == 1), "days:weekly"),
    )
    budgets = tuple(
        Button(_marked(f"{budget} min", chosen=schedule.budget_minutes == budget), f"budget:{budget}")
        for budget in BUDGETS
    )
    quiet = tuple(
        Button(
            _marked(
                _quiet_name(start, end), chosen=(schedule.quiet_start, schedule.quiet_end) == (start * 60, end * 60)
            ),
            f"quiet:{start}:{end}",
        )
        for start, end in QUIET
    )
    last = (Button("Change the zone", "zone"), Button("No digest", "digest:off") if is_on else None)
    return Message(html, rows(tuple(at[:4]), tuple(at[4:]), days, budgets, quiet, last))


def city_prompt_message() -> Message:
    """Asks where the person is."""
    return Message(f"{CITY_PROMPT} I need it to know your local time.", asks=True)


def zones_message(zones: tuple[str, ...]) -> Message:
    """The zones a typed city may mean."""
    if not zones:
        return Message(f"I know no zone by that name. {CITY_PROMPT} The next big one will do.", asks=True)
    return Message(
        "Which of these is it?", rows(*((Button(zone.replace("_", " "), f"zone:{zone}"),) for zone in zones))
    )


def bad_hour_message() -> Message:
    """After an hour nobody can read."""
    return Message("I could not read that hour. Write it as /digest 7:45, or send /digest and tap one.")


def _next(hours: Hours) -> str:
    due = hours.schedule.next_due
    if due is None:
        return "You get none. Tap an hour, and it comes every day at that time."
    when, minutes = _local(due, hours.zone or "UTC"), hours.schedule.budget_minutes
    return f"The next one comes {when}, for {minutes} minutes of reading."


def _local(moment: datetime, zone: str) -> str:
    local = moment.astimezone(ZoneInfo(zone))
    return f"on {_DAYS[local.weekday()]} at {local:%H:%M}"


def _quiet_name(start: int, end: int) -> str:
    return "Never quiet" if start == end else f"{start}–{end}"


def _marked(text: str, *, chosen: bool) -> str:
    return f"✓ {text}" if chosen else text
