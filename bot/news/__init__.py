"""Pure news: extraction, summaries, questions, answers, stories, topics. Values in, values out."""
