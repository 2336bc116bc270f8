from bot.local.pastes import Pastes


def test_a_short_paste_is_itself():
    assert Pastes().hold("https://a.org\r\n") == "https://a.org"


def test_a_long_paste_is_a_mark_until_it_is_sent():
    pastes = Pastes()
    text = "one\r\ntwo\r\nthree\r\nfour"
    mark = pastes.hold(text)
    assert mark == "[pasted text 1: 4 lines, 4 words]"
    assert pastes.restore(f"look: {mark}!") == "look: one\ntwo\nthree\nfour!"


def test_each_paste_has_its_own_mark():
    pastes = Pastes()
    marks = [pastes.hold("a " * 300), pastes.hold("b " * 300)]
    assert pastes.restore(" ".join(marks)) == "a " * 300 + " " + "b " * 300
