"""Articles that are in no index yet, by their fingerprints: those that are being read, or wait to be stored."""

from typing import Generic, TypeVar

from kg.duplicates.fingerprint import Fingerprint

_T = TypeVar("_T")


class Recent(Generic[_T]):
    """What is kept in memory of some articles, each under a key of its own."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Fingerprint, _T]] = {}
        self._bands: dict[int, dict[str, None]] = {}

    def add(self, key: str, found: Fingerprint, thing: _T) -> None:
        """One more; of a key that is there, the first stays."""
        if key in self._kept:
            return
        self._kept[key] = found, thing
        for band in found.bands():
            self._bands.setdefault(band, {})[key] = None

    def remove(self, key: str) -> None:
        """One less, if it is there."""
        found, _ = self._kept.pop(key, (None, None))
        for band in () if found is None else found.bands():
            del self._bands[band][key]
            if not self._bands[band]:
                del self._bands[band]

    def clear(self) -> None:
        """All of them less."""
        self._kept.clear()
        self._bands.clear()

    def like(self, found: Fingerprint) -> list[tuple[str, _T]]:
        """Those with nearly the same words, of whatever day, each with its key."""
        keys = dict.fromkeys(key for band in found.bands() for key in self._bands.get(band, ()))
        near = ((key, *self._kept[key]) for key in keys)
        return [(key, thing) for key, other, thing in near if found.is_like(other)]
