"""Question words of other languages than English and the kind of answer they ask for. Made by hand (2026-11).

Read by `question`; what is not here keeps its terms and asks for anything.
"""

from bot.news.kinds import Kind

_WORDS = {
    Kind.PERSON: "wer wen wem wessen qui quién quien quiénes quienes chi quem hvem vem kto кто кого кому хто",
    Kind.DATE: "wann quand cuándo cuando quando wanneer når när kiedy когда коли",
    Kind.PLACE: "wo wohin woher où dónde donde dove onde waar hvor var gdzie где куда откуда",
    Kind.WHY: "warum weshalb wieso pourquoi perché perche waarom hvorfor varför dlaczego почему зачем чому",
    Kind.AMOUNT: "wieviel wieviele combien cuánto cuántos cuánta cuántas quanto quanti quantos hoeveel ile сколько",
    Kind.HOW: "comment cómo come hoe hvordan hur jak как",
    Kind.THING: "was welche welcher welches que quoi quel quelle qué cuál che quale qual wat welke hvad vad co czym "
    "что какой какая какое какие який",
}
ASKING: dict[str, Kind] = {word: kind for kind, words in _WORDS.items() for word in words.split()}
