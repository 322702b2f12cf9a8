"""
The two identifiers of languages that are asked where words and letters alone do not tell.

In: texts and the script that they are in. Out: how probable each of the script's languages is, by our codes. py3langid's model is
asked first; langdetect, which takes thirty times as long, where that is unsure. Both are read when they are first asked.

Source: Lui & Baldwin (2012), langid.py: an off-the-shelf language identification tool; Nakatani (2010), language-detection.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import langdetect
import numpy as np
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from detector.ingestion.scripts import SCRIPTS

_OUR_CODES = {
    "nn": "no",
    "nb": "no",
    "zh-cn": "zh",
    "zh-tw": "zh",
    "ary": "ar",
    "arz": "ar",
    "sdh": "ckb",
    "uzs": "uz",
    "gug": "gn",
    "fuv": "ff",
    "kik": "ki",
}
"""Codes of the two identifiers that are a part of another one's language, or have an older name."""

Distribution = dict[str, float]
"""Probabilities by our codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOpinion:
    """What py3langid's model says of a text, among the languages of one script."""

    probabilities: Distribution
    """By our codes; they add up to 1."""
    advantage: float
    """By how much the best language explains a feature of the text better than the mean language does, in nats; at least 0."""

    @property
    def best(self) -> str:
        """The most probable language; of equals, the model's first."""
        return max(self.probabilities, key=self.probabilities.__getitem__)


class Identifier:
    """
    The model of py3langid with the languages of one script.

    Its own ``LanguageIdentifier`` belongs to the whole process, does not say how many features a text has, and keeps the weights
    of chosen languages column by column, which makes each look-up of a feature as many cache misses as there are languages.

    Source: Lui & Baldwin (2012), langid.py, section 2; the temperature of the probabilities is py3langid's.
    """

    def __init__(self, model: LanguageIdentifier, languages: Collection[str]) -> None:
        columns = [column for column, label in enumerate(model.nb_classes) if _OUR_CODES.get(label, label) in languages]
        self.languages = frozenset(languages) & {_OUR_CODES.get(label, label) for label in model.nb_classes}
        self._codes: list[str] = [_OUR_CODES.get(model.nb_classes[column], model.nb_classes[column]) for column in columns]
        self._weights = np.take(model.nb_ptc, columns, axis=1)
        self._priors = model.nb_pc[columns]
        self._next, self._output = model.tk_nextmove, model.tk_output
        self._rows = [row << 8 for row in model.tk_row]

    def guess(self, text: str) -> str:
        """Name the language that explains the text best; for a text without features, the first."""
        scores, _, _ = self._score(text)
        return self._codes[int(scores.argmax())]

    def ask(self, text: str) -> FirstOpinion:
        """Tell how probable each language is; for a text without features, all are alike."""
        scores, n_features, n_bytes = self._score(text)
        likelihoods = np.exp((scores - scores.max()) / np.sqrt(n_bytes))
        probabilities: Distribution = {}
        for code, probability in zip(self._codes, (likelihoods / likelihoods.sum()).tolist(), strict=True):
            probabilities[code] = probabilities.get(code, 0.0) + probability
        return FirstOpinion(probabilities=probabilities, advantage=float(scores.max() - scores.mean()) / n_features)

    def _score(self, text: str) -> tuple[NDArray[np.float32], int, int]:
        """
        Give the log-likelihood of each language, the number of features and that of bytes (both at least 1).

        *Shape:* ``(n_languages,)``
        """
        encoded = unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "surrogatepass")
        n_by_feature = visit_counts(self._next, self._rows, self._output, encoded)
        if not n_by_feature:
            return np.zeros(len(self._codes), dtype=np.float32), 1, len(encoded) or 1
        n_features = len(n_by_feature)
        features = np.fromiter(n_by_feature, dtype=np.intp, count=n_features)
        counts = np.fromiter(n_by_feature.values(), dtype=np.float32, count=n_features)
        return np.log1p(counts) @ self._weights[features] + self._priors, n_features, len(encoded)


@functools.cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


@functools.cache
def identifier_of(script: int) -> Identifier:
    """Give the model with the languages of a script, by its row."""
    return Identifier(_model(), SCRIPTS[script].languages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Profile:
    """How often langdetect counted each sequence of one to three letters in a language."""

    name: str
    freq: dict[str, int]
    n_words: list[int]
    """How many sequences of each length it counted in all."""


@functools.cache
def _profiles() -> tuple[_Profile, ...]:
    folder = importlib.resources.files(langdetect).joinpath("profiles")
    files = sorted((file for file in folder.iterdir() if not file.name.startswith((".", "_"))), key=lambda file: file.name)
    return tuple(_Profile(**json.loads(file.read_text(encoding="utf-8"))) for file in files)


@functools.cache
def _sequences() -> frozenset[str]:
    return frozenset().union(*(profile.freq for profile in _profiles()))


class _ProbabilityRows(dict[str, list[float]]):
    """
    The table by which langdetect looks up how probable a sequence is in each language, a row made when it is asked for.

    Its own loader makes the rows of 88,000 sequences in 55 languages, which takes four times as long as reading the profiles.
    """

    def __init__(self, profiles: Sequence[_Profile]) -> None:
        super().__init__()
        self._profiles = profiles

    def __contains__(self, sequence: object) -> bool:
        return sequence in _sequences()

    def __missing__(self, sequence: str) -> list[float]:
        place = len(sequence) - 1
        row = [profile.freq.get(sequence, 0) / profile.n_words[place] for profile in self._profiles]
        self[sequence] = row
        return row


@functools.cache
def _second_factory(script: int) -> DetectorFactory:
    """
    Make a factory of our own for the languages of a script: seeding its class would seed every other user in the process.

    That another script's language is impossible it would have to find out in each of its steps.
    """
    factory = DetectorFactory()
    ours = SCRIPTS[script].languages
    profiles = [profile for profile in _profiles() if _OUR_CODES.get(profile.name, profile.name) in ours]
    factory.langlist = [profile.name for profile in profiles]
    factory.word_lang_prob_map = _ProbabilityRows(profiles)
    factory.set_seed(0)
    return factory


@functools.cache
def second_languages() -> frozenset[str]:
    """List the languages that langdetect knows, by our codes."""
    return frozenset(_OUR_CODES.get(profile.name, profile.name) for profile in _profiles())


def second_opinion(sample: str, script: int) -> Distribution:
    """Tell how probable langdetect finds the languages of a script; nothing where it knows none, or no letter of the text."""
    factory = _second_factory(script)
    if not factory.langlist:
        return {}
    detector = factory.create()
    # It drops words in capitals, and so would find nothing in a headline of capitals.
    detector.append(sample.lower() if sample.isupper() else sample)
    try:
        return {_OUR_CODES.get(found.lang, found.lang): found.prob for found in detector.get_probabilities()}
    except LangDetectException:
        return {}
