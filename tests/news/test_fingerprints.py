"""Wire copies are recognised, rewrites are not."""

import pytest

from bot.news.fingerprints import COPY_SHARE, KEYS, copied_share, fingerprint

WIRE = (
    "HARBOUR CITY (Wire) - A ferry with 120 people on board ran aground near the old lighthouse on Monday evening, the "
    "coastguard said, and boats brought all passengers ashore before midnight. The company that runs the line said the "
    "steering had failed minutes after departure and that the ship would be towed to a dock on Tuesday.\n"
    "Two people were treated for bruises. The transport ministry ordered an inquiry and asked the company for its "
    "maintenance records of the past five years, a spokeswoman said."
)
REWRITE = (
    "More than a hundred travellers had to be rescued on Monday night when their ferry hit a sandbank not far from the "
    "harbour. Nobody was seriously hurt. Investigators want to know why the rudder stopped answering so soon after the "
    "vessel had left, and they have asked the operator to hand over its papers."
)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.removeprefix("HARBOUR CITY (Wire) - "),
        WIRE.split("\n", maxsplit=1)[0],
        WIRE[:190],
        WIRE.replace("Monday evening", "Monday night").replace("bruises", "minor injuries"),
        "The Post, with agencies. " + WIRE,
    ],
)
def test_a_copy_is_recognised_however_it_is_cut(copy: str) -> None:
    original, other = fingerprint(WIRE, "en"), fingerprint(copy, "en")
    assert copied_share(original, other) >= COPY_SHARE
    assert set(original.keys) & set(other.keys)


def test_a_rewrite_is_no_copy() -> None:
    assert copied_share(fingerprint(WIRE, "en"), fingerprint(REWRITE, "en")) < 0.1


def test_a_copy_is_recognised_in_chinese() -> None:
    text = "港口城市周一晚间一艘载有一百二十人的渡轮在旧灯塔附近搁浅，海岸警卫队说所有乘客在午夜前被送上岸。"
    assert copied_share(fingerprint(text, "zh"), fingerprint("据报道，" + text, "zh")) >= COPY_SHARE


@pytest.mark.parametrize("text", ["", "Ferry runs aground near Harbour City, all passengers safe"])
def test_too_little_text_has_no_fingerprint(text: str) -> None:
    nothing = fingerprint(text, "en")
    assert nothing.shingles == frozenset()
    assert nothing.keys == ()
    assert copied_share(nothing, nothing) == 0


def test_a_fingerprint_is_of_the_lead() -> None:
    assert fingerprint(WIRE * 20, "en") == fingerprint(WIRE * 30, "en")
    assert len(fingerprint(WIRE, "en").keys) == KEYS
