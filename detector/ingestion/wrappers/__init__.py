"""
Find the text that a republisher put around an article.

In: an article, and the passages that recur in its folder. Out: the passages at its edges that are not the article and what they
say of its origin; or ``None``. What the notices of the world look like is in ``notices``, ``credits`` and ``calls``, in
``worded`` and ``addressed``, which go by the kinds of words in ``cues``, and in ``forms``; how a passage is matched in
``matching``; what a folder tells by itself in ``recurring``.
"""

from detector.ingestion.wrappers.matching import EDGE_PARAGRAPHS, RULES, find_wrapper, is_notice
from detector.ingestion.wrappers.recurring import RECURRING, Recurring, find_recurring
from detector.ingestion.wrappers.rule import Rule

__all__ = ["EDGE_PARAGRAPHS", "RECURRING", "RULES", "Recurring", "Rule", "find_recurring", "find_wrapper", "is_notice"]
