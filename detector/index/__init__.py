"""
The desk's memory: articles one at a time, for years.

In: articles as they come. Out: what each is a version of, clusters whose ids stay, what editors decided, and what changed::

    with detector.Index.open("desk.index") as index:
        for match in index.add(article):
            print(match.relation, match.other_id, match.cluster_id)

``index`` has the face, ``reading`` what is asked of it, ``intake`` what happens to an article that comes, ``neighbourhood`` and
``judged`` how it is judged, ``versions`` and ``binding`` the clusters, ``ledger`` decisions and changes, ``spaces`` and ``codec``
the vectors, ``store`` what is asked of a database, ``sqlite`` and ``postgres`` the two that are.
"""

from detector.index.asynchronous import AsyncIndex
from detector.index.index import Index
from detector.index.records import Change, Decision, IndexedArticle, IndexedCluster, Match, Stats

__all__ = ["AsyncIndex", "Change", "Decision", "Index", "IndexedArticle", "IndexedCluster", "Match", "Stats"]
