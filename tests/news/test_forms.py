from bot.news.forms import form_of
from bot.news.summary import summarise

LIVE = """\
The port of Halden is closed after a fire on a ferry.
14:20
The coast guard has ended its search for survivors.
14:05
Two people are in hospital, the mayor of Halden says.
13:40
Firefighters have reached the car deck of the ferry.
13:15
A ferry is on fire in the port of Halden.
"""
LIST = """\
The council has named the sites it wants to build on.
1. The old mill at Halden
2. The yard behind the station
3. The bath that closed in May
4. The field by the river
5. The car park of the port
"""
INTERVIEW = """\
Bo Ek has run the mill at Halden for eleven years and will close it in June.
When did you know that the mill would close?
In March, when the last buyer walked away from the table. The bank had warned us.
Could the town have saved it?
The town offered to waive its taxes for ten years, which was generous. The price of pulp doubled all the same.
What will you do now?
I shall move to my sister's farm in Sweden. The workers will get a year's pay.
"""
TABLE = """\
The table shows the standings after the third round of matches.
Halden 3 2 1 0 7
Moss 3 2 0 1 6
Brevik 3 1 1 1 4
Larvik 3 0 2 1 2
Horten 3 0 0 3 0
"""
SEVERAL = """\
Ferry fire closes the port
A ferry burned in the port of Halden on Monday night. Two people are in hospital.
Orchestra finds a conductor
Musicians in Oslo chose Ada Moss to lead their concerts from autumn. She is thirty.
Price of pulp doubles
Paper makers pay twice what they paid in January, figures from Finland show.
"""


def texts(article, count=3):
    return [sentence.text for sentence in summarise("", article, count).sentences]


def test_a_live_report_opens_with_its_head_and_its_newest_entries():
    assert summarise("", LIVE, 3).form == "live"
    assert texts(LIVE) == [
        "The port of Halden is closed after a fire on a ferry.",
        "The coast guard has ended its search for survivors.",
        "Two people are in hospital, the mayor of Halden says.",
    ]


def test_a_live_report_told_forwards_gives_its_last_entries():
    head, *rest = LIVE.strip().split("\n")
    entries = [f"{stamp}\n{said}" for stamp, said in zip(rest[::2], rest[1::2], strict=True)]
    assert texts("\n".join([head, *reversed(entries)]))[-1] == "The coast guard has ended its search for survivors."


def test_a_list_gives_its_introduction_and_its_first_items_without_marks():
    assert summarise("", LIST, 3).form == "list"
    assert texts(LIST) == [
        "The council has named the sites it wants to build on.",
        "The old mill at Halden",
        "The yard behind the station",
    ]


def test_an_interview_gives_answers_and_no_questions():
    summary = summarise("", INTERVIEW, 3)
    assert summary.form == "interview"
    assert not any(sentence.text.endswith("?") for sentence in summary.sentences)


def test_a_table_gives_its_sentence_rather_than_rows():
    assert summarise("", TABLE, 3).form == "table"
    assert texts(TABLE) == ["The table shows the standings after the third round of matches."]


def test_several_items_on_a_page_give_one_sentence_each():
    summary = summarise("", SEVERAL, 3)
    assert summary.form == "several"
    assert [sentence.text.split()[0] for sentence in summary.sentences] == ["A", "Musicians", "Paper"]


def test_a_text_of_a_books_length_is_read_by_chapters():
    line = "Chapter {0} tells how the mill number {0} at Halden was sold to the firm number {0} in the year {0}."
    text = "\n".join(line.format(number) for number in range(1000, 3000))
    assert form_of(text) == "chapters"
    for method in ("newsdesk", "lexrank"):
        assert len(summarise("", text, 5, method=method).sentences) == 5


def test_an_article_of_one_line_is_a_story():
    assert form_of("The bridge fell. Nobody was hurt. The mayor came.") == "story"
