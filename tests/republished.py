"""
Articles in frames as republishers put them, in fourteen languages.

In: bodies by language, a seed. Out: wrapped articles, and for each which characters are the frame's. The frames (in
``republished.json``) are written by hand and know nothing of the rules that find them: of each language the ones that the
rules were first written with, then others that were written afterwards to try them.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detector.datatypes import Article

_FRAMES = json.loads((Path(__file__).parent / "republished.json").read_text("utf-8"))

MAIN = ("en", "fr", "de", "es", "pt", "it", "ru", "ar")
"""The eight languages with the most frames."""
OTHERS = ("zh", "ja", "tr", "pl", "nl", "uk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapped:
    """An article in a frame."""

    article: Article
    frame: frozenset[int]
    """Offsets of the frame's characters, white space left out."""


def all_frames() -> list[str]:
    """List every frame once."""
    return [frame for side in _FRAMES.values() for sets in side.values() for frames in sets for frame in frames]


def make_wrapped(
    bodies: Mapping[str, Sequence[str]], n_articles: int, *, seed: int, languages: Sequence[str] = MAIN
) -> Iterator[Wrapped]:
    """
    Wrap bodies in one to four frames of their language, some before and some after, in turn through the languages.

    Args:
        bodies: Texts by language, paragraphs parted by an empty line.
        n_articles: How many to make.
        seed: Of the choices.
        languages: Which to take in turn.
    """
    choose = random.Random(seed)
    for number in range(n_articles):
        language = languages[number % len(languages)]
        n_heads, n_tails = choose.choice(((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (0, 2), (0, 3)))
        before, after = (
            choose.sample([frame for frames in _FRAMES[side][language] for frame in frames], n_frames)
            for side, n_frames in (("head", n_heads), ("tail", n_tails))
        )
        text = ""
        frame: set[int] = set()
        pieces = [(True, piece) for piece in before] + [(False, choose.choice(bodies[language]))]
        for is_frame, piece in [*pieces, *((True, piece) for piece in after)]:
            text += "\n\n" if text else ""
            if is_frame:
                frame.update(len(text) + place for place, letter in enumerate(piece) if not letter.isspace())
            text += piece
        yield Wrapped(article=Article(id=f"wrapped-{number}", text=text), frame=frozenset(frame))
