"""Follows folders and feeds and keeps a store up to date.

:mod:`~kg.watch.fetching` asks servers, politely; :mod:`~kg.watch.state` keeps on disk what was asked, what is still to
be read, and what was read; :mod:`~kg.watch.feeds` and :mod:`~kg.watch.folders` find what is new;
:mod:`~kg.watch.rounds` goes round, again and again. Killed at any moment, it loses nothing and goes on from there.
"""

from kg.watch.fetching import Fetcher, FetchError, Manners, StoppedError
from kg.watch.rounds import Build, Round, Watch
from kg.watch.state import State

__all__ = ["Build", "FetchError", "Fetcher", "Manners", "Round", "State", "StoppedError", "Watch"]
