from nltk.tokenize.api import TokenizerI

from bot.text.tokenizers import NewsSentenceTokenizer, NewsWordTokenizer, SumyTokenizer

TEXT = "Mr. Ito left at 5 p.m. on Friday. Nobody saw him."


def test_nltk_gets_sentences_and_their_spans():
    tokenizer = NewsSentenceTokenizer("en")
    assert isinstance(tokenizer, TokenizerI)
    assert tokenizer.tokenize(TEXT) == ["Mr. Ito left at 5 p.m. on Friday.", "Nobody saw him."]
    assert [TEXT[start:end] for start, end in tokenizer.span_tokenize(TEXT)] == tokenizer.tokenize(TEXT)


def test_nltk_and_sumy_get_our_words():
    assert NewsWordTokenizer().tokenize("Don't panic!") == ["Don't", "panic"]
    sumy = SumyTokenizer("en")
    assert sumy.to_sentences(TEXT) == tuple(NewsSentenceTokenizer("en").tokenize(TEXT))
    assert sumy.to_words("Nobody saw him.") == ("Nobody", "saw", "him")
