"""Hard cases of sentence splitting in every language we claim; ‖ marks where one sentence ends and the next begins."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import sentence_spans, split_sentences

CASES = {
    "en": [
        "The U.S. economy shrank in May.‖It was the worst month since 2009.",
        "She moved to the U.S. in 1998.‖Her brother stayed.",
        "The bank is based in the U.S.‖The sale ends in June.",
        "Mr. Ito met Mrs. Okoye and Dr. Lund on Tuesday.‖They talked for an hour.",
        "Brightwater Inc. said it would buy Halden Corp. for $2.1 billion.‖The price surprised analysts.",
        "Gen. Ada Moss and Lt. Col. Ben Orr spoke before Sen. Carl Ruiz, R-Ariz., on Jan. 5.‖It lasted two hours.",
        '"We are not done," she said.‖"We will be back."',
        '"We will be back!" she said.',
        '"Is he here?" Anna Berg asked.‖Nobody answered.',
        "U.S. President Ada Moss spoke.‖He moved to the U.S.‖President Ek stayed.",
        '"Who told you that?" Berg demanded, according to Ek.‖He left.',
        "‘I am glad,’ he said.‖‘We won.’",
        "“I have no comment.”‖The lawyer left.",
        "P.D. Marsh wrote the book.‖Q.R.S. Holt did not.",
        "The talks ended at 5 p.m.‖No deal was reached.",
        "The quake struck at 11 a.m. EST Monday.‖Nobody was hurt.",
        "He lives in Washington, D.C.‖His wife works there.",
        "The minister lives at No. 10 Downing Street.‖No. 11 is next door.",
        "Did you agree?‖No.‖We never did.",
        "Islanders row past the old wooden harbour wall‖The bridge has been closed since Monday.",
        "Five bridges that fell in one dayBut the sixth one stood.".replace("dayBut", "day‖But"),
        "The film Gone With the Wind and the song This is mine opened the night.",
        'He called it the "mother of all? bridges?.‖The mayor left.',
        "LONDON (AP) — The U.S. and Norway agreed Thursday.‖Talks had lasted weeks.",
        "Wait... there is more.‖It gets worse.",
        "Prices rose 3.4% to £1.13bn.‖Profits fell.",
        "He cited Smith v. Jones.‖Appeals followed.",
        "They had Plan B.‖The rest is history.",
        "The site (see www.example.org for more) was down.‖Engineers fixed it.",
        'He said: "This is wrong. It must stop."‖The crowd cheered.',
        "1. Wash the leaves before use.‖Dry them well.",
        "It closed in 2015 .‖The owner left.",
        "The boat sank.The crew swam ashore.",
        "He spoke for his people and ... his family.",
        "Prices this week: .‖• Berries rose to $3.88.‖• Grapes fell to $3.06.",
    ],
    "de": [
        "Am 3. Oktober sprach Dr. Weber in Berlin.‖Es kamen 400 Gäste.",
        "Das kostet z. B. 3,5 Mio. Euro.‖Die Stadt zahlt.",
        "„Wir bleiben.“‖Das sagte Frau Krüger am Montag.",
        "Der 2. Senat entschied am Dienstag.‖Das Urteil ist endgültig.",
    ],
    "fr": ["M. Dupont a quitté Paris.‖Mme Durand est restée.", "« Nous restons. »‖Il a souri.", "Vraiment ?‖Oui."],
    "es": ["El Sr. García vive en EE.UU. desde 2010.‖Su hija también.", "¿Por qué?‖¡No lo sé!‖Nadie responde."],
    "it": ["Il dott. Rossi è partito.‖La sig.ra Bianchi no.", "Perché?‖Nessuno lo sa."],
    "pt": ["O Sr. Silva mora na Av. Paulista.‖A casa é antiga.", "O prefeito saiu.‖Ninguém falou."],
    "nl": ["Dhr. Jansen sprak o.a. met mevr. De Vries.‖Zij zweeg.", "De brug is dicht.‖Het duurt een week."],
    "ru": [
        "В 2010 г. компания купила завод.‖Он стоил 3 млн руб.‖Сделку закрыли в мае.",
        "А. С. Петров живёт на ул. Мира.‖Он пенсионер.",
    ],
    "uk": ["Уряд ухвалив рішення.‖Воно діє з 1 травня.", "Проф. Коваль живе на вул. Франка.‖Він не відповів."],
    "pl": ["Prof. Nowak mieszka przy ul. Długiej.‖To cicha ulica.", "Most zamknięto.‖Remont potrwa rok."],
    "sv": ["Bolaget köpte bl.a. två kvarnar.‖Priset är hemligt.", "Dr. Ek slutar.‖Hon är 61."],
    "da": ["Den 3. maj lukker broen.‖Det varer en uge.", "Hr. Holm sagde nej.‖Han gik."],
    "no": ["Den 3. mai stenger brua.‖Det varer en uke.", "Ordføreren sa nei.‖Hun gikk."],
    "fi": ["Silta suljetaan 3. toukokuuta.‖Se kestää viikon.", "Pormestari kieltäytyi.‖Hän lähti."],
    "tr": ["Prof. Kaya konuştu.‖Salon doluydu.", "Köprü kapandı.‖Bir hafta sürecek."],
    "cs": ["Most se zavře 3. května.‖Potrvá to týden.", "Dr. Novák odešel.‖Nikdo nemluvil."],
    "el": ["Η γέφυρα έκλεισε.‖Θα ανοίξει τον Μάιο."],
    "ar": ["أغلقت المدينة الجسر.‖لماذا؟‖لم يجب أحد."],
    "hi": ["पुल बंद हो गया।‖यह एक सप्ताह चलेगा।"],
    "zh": ["市政府关闭了大桥。‖为什么？‖没有人回答。", "“我们不走。”他说。‖会议结束了。"],
    "ja": ["橋は閉鎖された。‖市長は「残る。必ず残る」と述べた。‖工事は一週間続く。"],
}
TABLE = [(language, case) for language, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(("language", "case"), TABLE)
def test_sentences_end_where_a_reader_ends_them(language, case):
    wide = language in ("zh", "ja")
    expected = [part.strip() for part in case.split("‖")]
    text = case.replace("‖", "" if wide else " ")
    if case.startswith("The boat sank."):
        expected = ["The boat sank.", "The crew swam ashore."]
    assert [sentence.text for sentence in split_sentences(text, language)] == expected


def test_a_newline_always_ends_a_sentence():
    assert [s.text for s in split_sentences("Storm kills 12\nA storm hit the coast.\n\nIt rained.")] == [
        "Storm kills 12",
        "A storm hit the coast.",
        "It rained.",
    ]


def test_thai_without_marks_breaks_at_spaces_after_some_length():
    clause = "นายกเทศมนตรีประกาศปิดสะพานเป็นเวลาหนึ่งสัปดาห์เพื่อซ่อมแซมครั้งใหญ่"
    assert len(split_sentences(f"{clause} {clause} {clause}", "th")) == 3


def test_an_unknown_language_splits_by_its_marks():
    assert len(split_sentences("Pylon na daa. Ka sii noqo! Maya?", "xx")) == 3


@given(st.text(), st.sampled_from(["en", "de", "zh", "th", "ru", ""]))
def test_spans_are_in_order_whole_and_lose_nothing_but_space(text, language):
    spans = sentence_spans(text, language)
    assert all(start < end for start, end in spans)
    assert all(before <= after for (_, before), (after, _) in pairwise(spans))
    kept = "".join("".join(text[start:end].split()) for start, end in spans)
    assert kept == "".join(text.split())
    assert all(sentence.text == text[sentence.start : sentence.end] for sentence in split_sentences(text, language))
