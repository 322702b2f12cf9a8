"""
Evaluation: how right a run is over a corpus whose answers are known.

``gold`` reads the answers, ``corpus`` runs and measures, ``counting`` counts pairs and clusters, ``mistakes`` lists what was
wrong.
"""
