"""Articles for an index, of words that mean nothing: in, numbers; out, articles, and it is known who is a version of whom."""

import random

from detector import Article

SYLLABLES = [a + b for a in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "br", "st", "tr") for b in "aeiou"]
JOINING = ("the", "of", "and", "to", "in", "a", "was", "for", "on", "that", "with", "by", "from", "at", "it", "were", "said")


def story(
    number: int, version: int = 0, *, id: str | None = None, published: str | None = None, outlet: str | None = None
) -> Article:
    """Make the article of a number; its versions differ in one sentence of eight."""
    draw = random.Random(number)
    sentences = [_sentence(draw) for _ in range(8)]
    if version:
        sentences[version % 8] = _sentence(random.Random(1000 * number + version))
    text = "\n\n".join(" ".join(sentences[start : start + 2]) for start in range(0, 8, 2))
    return Article(
        id=id or f"{number}-{version}", title=_sentence(draw)[:40], text=text, published=published, outlet=outlet, language="en"
    )


def _sentence(draw: random.Random) -> str:
    words = [draw.choice(JOINING) if place % 2 else "".join(draw.choice(SYLLABLES) for _ in range(3)) for place in range(14)]
    return f"{' '.join(words).capitalize()} {draw.randrange(20, 999)}."
