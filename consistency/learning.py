"""The parts of scikit-learn that are in use, without the libraries that it looks for in passing.

Importing this takes a second: it is done where there is something to do, not when a module loads.
"""

from __future__ import annotations

from consistency.unneeded import left_out

with left_out("pandas"):
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors
    from sklearn.preprocessing import normalize

__all__ = [
    "AgglomerativeClustering",
    "CountVectorizer",
    "NearestNeighbors",
    "TfidfVectorizer",
    "normalize",
]
