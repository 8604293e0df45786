"""Quality and time of answers beside two anchors, on the phrasings kept aside, as what is learnt from grows.

`.venv/bin/pip install -e '.[bench,train]' && .venv/bin/python tests/bench/answers.py`

The anchors answer with the passages of the phrasing that is nearest: rapidfuzz's `extractOne` (WRatio, cut-off 60) and
BM25. All three learn from a sixteenth, a quarter and all of the phrasings.
"""

import time
import warnings
from collections.abc import Callable, Sequence
from statistics import median

import bm25s
from rapidfuzz import process

from guichet.bot.commands.eval import kept_aside
from guichet.knowledge.assistant import Assistant, Channel, Context
from guichet.knowledge.call import Pair
from guichet.knowledge.conclusion import Conclusion
from guichet.knowledge.learning.phrasing import Phrasing, load_phrasings
from guichet.knowledge.learning.scoring import Labelled, score
from guichet.knowledge.learning.training import train
from guichet.knowledge.question import Question
from guichet.knowledge.settling import Settling
from guichet.knowledge.understanding import understand
from guichet.knowledge.vocabulary import load_vocabulary
from guichet.tests.factories import NOW, make_call

CALL = make_call()
VOCABULARY = load_vocabulary()
SETTLING = Settling(CALL, VOCABULARY)
PARTS = (16, 4, 1)
CUT_OFF = 60

Answerer = Callable[[str], Sequence[Conclusion]]


def learn_guichet(phrasings: Sequence[Phrasing]) -> Answerer:
    tables = train(phrasings, lambda text: understand(Question(text), VOCABULARY, CALL.year).seen, "bench")
    assistant = Assistant(CALL, tables)
    return lambda text: assistant.consider(text, Context(NOW, Channel.CHAT))


def learn_rapidfuzz(phrasings: Sequence[Phrasing]) -> Answerer:
    texts = [phrasing.text for phrasing in phrasings]

    def answer(text: str) -> Sequence[Conclusion]:
        found = process.extractOne(text, texts, score_cutoff=CUT_OFF)
        return settle(phrasings[found[2]].label if found else "", text)

    return answer


def learn_bm25(phrasings: Sequence[Phrasing]) -> Answerer:
    index = bm25s.BM25()
    index.index([list(VOCABULARY.read(phrasing.text)) for phrasing in phrasings], show_progress=False)

    def answer(text: str) -> Sequence[Conclusion]:
        words = list(VOCABULARY.read(text))
        places, scores = index.retrieve([words], k=1, show_progress=False) if words else (None, None)
        sure = places is not None and scores[0][0] > 0
        return settle(phrasings[int(places[0][0])].label if sure else "", text)

    return answer


def settle(label: str, text: str) -> Sequence[Conclusion]:
    if "." not in label:
        return (SETTLING.hand_over(text, 0.0, ""),)
    return (SETTLING.settle(Pair.parse(label), text, 1.0),)


def measure(answer: Answerer, questions: Sequence[Labelled]) -> tuple[float, float, float]:
    """Return milliseconds at the median, the share that is correct, and that which is answered wrongly."""
    times: list[float] = []
    scored = []
    for question in questions:
        before = time.perf_counter()
        conclusions = answer(question.text)
        times.append(1000 * (time.perf_counter() - before))
        scored.append(score(question, conclusions, CALL))
    count = len(scored)
    return median(times), sum(s.correct for s in scored) / count, sum(s.wrong > 0 for s in scored) / count


def main() -> None:
    warnings.filterwarnings("ignore", category=UserWarning, module="sklearn")  # of few phrasings a label
    questions = list(kept_aside(CALL))
    phrasings = [phrasing for phrasing in load_phrasings() if not phrasing.aside]
    print(f"{len(questions)} questions of registers that nothing was learnt from\n")
    print(f"{'learnt from':>11}  {'answers by':12} {'ms':>7} {'correct':>8} {'wrong':>7}")
    for part in PARTS:
        some = phrasings[::part]
        for name, learn in (("guichet", learn_guichet), ("rapidfuzz", learn_rapidfuzz), ("BM25", learn_bm25)):
            taken, correct, wrong = measure(learn(some), questions)
            print(f"{len(some):11}  {name:12} {taken:7.2f} {correct:8.1%} {wrong:7.1%}")


if __name__ == "__main__":
    main()
