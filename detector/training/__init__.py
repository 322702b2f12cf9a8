"""
Training: the numbers that the program ships, made from corpora with known answers.

In: a folder of corpora. Out: ``backgrounds/*.npz`` and ``models.json`` in ``detector/similarity``, and a table of how right the
models are on stories that they have not seen. The same corpora give the same bytes::

    python -m detector.training CORPORA [--only backgrounds|models] [--output FOLDER]

``plan`` says what is learned from which corpora; then read → ``augmentation`` → ``tables`` of evidence with answers → ``models``,
with the mathematics in ``fitting``. Backgrounds are made first, since evidence is seen against them.
"""

from detector.training.fitting import fit_logistic, fit_trees

__all__ = ["fit_logistic", "fit_trees"]
