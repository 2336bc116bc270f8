import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council will vote on the new bridge next week.", "en"),
        ("Der Stadtrat stimmt nächste Woche über die neue Brücke ab.", "de"),
        ("Le conseil municipal votera la semaine prochaine sur le nouveau pont.", "fr"),
        ("El ayuntamiento votará la próxima semana sobre el nuevo puente.", "es"),
        ("Городской совет проголосует на следующей неделе.", "ru"),
        ("市议会下周将就新桥进行投票。", "zh"),
        ("市議会は来週、新しい橋について投票する。", "ja"),
        ("سيصوت مجلس المدينة الأسبوع المقبل على الجسر الجديد.", "ar"),
        ("12:30", ""),
        ("", ""),
        ("ok", ""),
    ],
)
def test_a_text_is_told_by_its_language(text, language):
    assert detect_language(text) == language


def test_threads_may_ask_at_once():
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(detect_language("The council will vote on the new bridge.")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["en"] * 8


@given(st.text(max_size=300))
def test_any_text_has_a_code_or_none(text):
    code = detect_language(text)
    assert code == "" or (len(code) == 2 and code.islower())
