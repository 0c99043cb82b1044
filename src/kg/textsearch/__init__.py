"""Text search: claims, names, titles and articles by Russian words in whatever form they stand.

:mod:`~kg.textsearch.words` says which words are forms of the same one and what a search means,
:mod:`~kg.textsearch.index` keeps what is found fast beside a store, and :mod:`~kg.textsearch.rewriting` puts it into
SPARQL. A store is searched with :meth:`kg.stores.base.Store.search`, or in a query with ``kg:textMatch``.
"""

from kg.textsearch.database import Kind
from kg.textsearch.index import Hit
from kg.textsearch.words import Search, SearchError, Snippet, snippet

__all__ = ["Hit", "Kind", "Search", "SearchError", "Snippet", "snippet"]
