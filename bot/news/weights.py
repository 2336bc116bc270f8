"""The weights that turn a candidate's evidence into one score, and a score into a probability.

Read by `choice`. What each name measures is said where it is made: `coverage` (alone, near, joined, whole, matched …)
and `evidence` (value, fits, share, beside, cause, central, heads …); a name with a kind ("share date") counts for
questions of that kind only.

How they were made (2026-11-22): about 3,500 questions of eight sorts (a weekly news quiz as asked and as bare keywords,
hand-labelled why-questions, encyclopedia paragraphs, answer-sentence selection in news and encyclopedias, questions
about one given article, questions over several articles), each with its candidates' evidence and which of them
answer. WEIGHTS minimises the negative logarithm of the share of softmax probability that falls on answering
sentences, each sort weighted to count as a whole (quiz 1, keywords .7, the others .3 to .5), plus .01 times the
squares of the weights in units of each column's spread, by L-BFGS. CERTAINTY is a logistic regression on the first
sentence's evidence, its target six parts "one of the first three answers", four parts "the store holds an answer", on
scores that five-fold cross-validation gave, so that it does not trust scores that saw their own answer.

Cross-validated on the quiz: first .53, among three .72; boosted trees over the same evidence reached the same, so the
readable table stays. Weights below .05 are left out. No row of those questions is in the tree.
"""

WEIGHTS: dict[str, float] = {
    "alone": 1.00,
    "article": 1.34,
    "asking": 1.24,
    "asks": -0.96,
    "before": 0.60,
    "beside": 0.42,
    "beside amount": 1.45,
    "beside country": 0.10,
    "beside date": 1.13,
    "beside group": 0.54,
    "beside person": 0.11,
    "beside place": 0.18,
    "beside state": 3.75,
    "beside thing": 0.14,
    "cause": 2.55,
    "central": 0.99,
    "central why": 1.81,
    "defines": 0.69,
    "depth": -0.60,
    "early": 0.84,
    "exact": 0.61,
    "first": 0.34,
    "fits": 0.47,
    "fits amount": 1.96,
    "fits country": 1.24,
    "fits date": -0.08,
    "fits group": 0.19,
    "fits name": -0.73,
    "fits person": 0.83,
    "fits place": -0.30,
    "fits state": 0.82,
    "fits thing": 0.17,
    "fresh": 1.19,
    "headline": -0.23,
    "heads": 1.90,
    "joined": 0.17,
    "junk": -1.03,
    "lead": 0.50,
    "long": -0.08,
    "matched": 1.63,
    "near": -0.60,
    "others": -0.39,
    "pairs": 0.47,
    "rank": 0.41,
    "rarest": -0.24,
    "recent": 1.44,
    "said": 1.45,
    "second": 0.47,
    "share": 0.47,
    "share amount": 1.28,
    "share country": 1.57,
    "share date": 1.14,
    "share group": 0.65,
    "share name": 0.91,
    "share person": 0.14,
    "share place": 0.70,
    "share state": -0.70,
    "share thing": -0.12,
    "short": -1.57,
    "size": 0.08,
    "subject": 0.42,
    "titled": 0.91,
    "titles": 0.89,
    "value": 0.18,
    "whole": 1.05,
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
