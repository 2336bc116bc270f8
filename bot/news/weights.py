"""The weights that turn a candidate's evidence into one score, a score into a probability, and signs into a chance.

Read by `choice` and `nomination`. What each name measures is said where it is made: `coverage` (alone, near, joined,
whole, matched …), `evidence` (value, fits, share, beside, cause, central, heads …) and `nomination`; a name with a kind
("share date") counts for questions of that kind only.

How they were made (2026-11-22): about 3,500 questions of eight sorts (a weekly news quiz as asked and as bare keywords,
hand-labelled why-questions, encyclopedia paragraphs, answer-sentence selection in news and encyclopedias, questions
about one given article, questions over several articles), each with its candidates' evidence and which of them
answer. WEIGHTS minimises the negative logarithm of the share of softmax probability that falls on answering
sentences, each sort weighted to count as a whole (quiz 1, keywords .7, the others .3 to .5), plus a part of the
squares of the weights in units of each column's spread, by L-BFGS (.06 after trying .003 to .1). CERTAINTY is a
logistic regression on the first sentence's evidence, its target six parts "one of the first three answers", four parts
"the store holds an answer", on scores that five-fold cross-validation gave, so that it does not trust scores that saw
their own answer. NOMINATION is a logistic regression on the values of the eight best sentences of the quiz and of the
encyclopedia questions, its target whether the value is the answer; what it gives enters WEIGHTS as "chance".

Cross-validated on the quiz, five folds: first .54, among three .70 (.52 and .70 without "chance"). Boosted trees over
the same evidence were tried with 2 and 4 leaves on 24 of the numbers only, and over the signs of NOMINATION with depth
3; neither did better, so the readable tables stay. Weights below .05 are left out. No row of those questions is in the
tree.
"""

WEIGHTS: dict[str, float] = {
    "alone": 1.10,
    "article": 1.22,
    "asking": 0.89,
    "asks": -0.91,
    "before": 0.57,
    "beside": 0.25,
    "beside amount": 1.46,
    "beside country": 0.28,
    "beside date": 0.73,
    "beside group": 0.82,
    "beside person": 0.16,
    "beside place": 0.15,
    "beside state": 3.84,
    "beside thing": 0.25,
    "cause": 2.36,
    "central": 0.72,
    "central why": 2.19,
    "chance": 2.64,
    "defines": 0.70,
    "depth": -0.59,
    "early": 0.78,
    "exact": 0.76,
    "first": 0.39,
    "fits": 0.43,
    "fits amount": 1.87,
    "fits country": 1.12,
    "fits date": -0.08,
    "fits name": -0.71,
    "fits person": 0.76,
    "fits place": -0.27,
    "fits state": 0.72,
    "fits thing": 0.11,
    "fresh": 1.00,
    "headline": -0.18,
    "heads": 1.75,
    "joined": 0.48,
    "junk": -1.09,
    "lead": 0.47,
    "matched": 1.47,
    "near": -0.39,
    "pairs": 0.41,
    "rank": 0.43,
    "rarest": -0.23,
    "recent": 1.56,
    "said": 1.94,
    "second": 0.51,
    "share": 0.34,
    "share amount": 0.47,
    "share country": 1.07,
    "share date": 0.99,
    "share group": 0.12,
    "share name": 1.09,
    "share place": 0.29,
    "share state": -1.07,
    "share thing": -0.20,
    "short": -1.45,
    "size": 0.30,
    "subject": 0.56,
    "titled": 1.02,
    "titles": 0.12,
    "value": 0.08,
    "whole": 0.83,
}

CERTAINTY: dict[str, float] = {
    "bias": -6.92,
    "score": 0.19,
    "joined": 0.34,
    "whole": 1.28,
    "fresh": 0.90,
    "recent": 0.99,
    "matched": 1.10,
    "terms": -0.19,
}

NOMINATION: dict[str, float] = {
    "alone": 0.76,
    "beside": -0.07,
    "beside country": -1.20,
    "beside date": 1.64,
    "beside joined": 0.91,
    "bias": -3.61,
    "bias date": -1.92,
    "bias person": -0.38,
    "bias thing": -0.69,
    "bracketed": -1.48,
    "covered": -0.30,
    "covered date": 2.64,
    "digits": -1.00,
    "fits thing": 0.75,
    "full": 0.74,
    "quoted name": 1.26,
    "quoted person": -2.63,
    "recent": 0.91,
    "says thing": -1.47,
    "share": 1.36,
    "share amount": 1.49,
    "share name": -1.38,
    "titles": 2.74,
    "told": -0.63,
    "told amount": 1.33,
    "within country": 0.88,
    "within person": -1.32,
    "within thing": -1.16,
}
