"""What a store's folder says of itself, so that one of another version, or of another program, is told from it."""

import json
from dataclasses import dataclass
from pathlib import Path

from kg import __version__
from kg.stores.base import StoreError

FORMAT = 1
"""Of the quads in the folder and of the folder itself; raised when a store made before can't be used as it is."""
MARK, JOURNAL = "kg-store.json", "sources.sqlite"
COMPANIONS = TEXTS, COUNTS, CATALOGUE, COPIES = "texts.sqlite", "counts.sqlite", "catalogue.sqlite", "copies.sqlite"
"""What stands in a store's folder beside RocksDB's own: what made it, what was read, what follows (kg.companion)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a store says of itself."""

    format: int
    made_by: str
    """The program and its version."""

    @classmethod
    def read(cls, folder: Path) -> "Mark":
        """The mark of the store in a folder.

        Raises:
            StoreError: where there is none, or none that this version can use; the message says what to do.
        """
        if not folder.exists():
            raise StoreError(f"{folder}: there is no store; make one with `kg build PATH... --store {folder}`")
        try:
            told = json.loads((folder / MARK).read_text())
            mark = cls(int(told["format"]), str(told.get("made_by", "an unknown version")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{folder}: this is no store of kg (it has no readable {MARK}); name another folder"
            ) from error
        if mark.format > FORMAT:
            raise StoreError(
                f"{folder}: the store has format {mark.format} and was made by {mark.made_by}, which is newer than "
                f"this (newskg {__version__}, format {FORMAT}): install that version, or take its graph over with its "
                "`kg export nquads -o FILE.nq` and this version's `kg import FILE.nq --store OTHER-FOLDER`"
            )
        if mark.format < FORMAT:
            raise StoreError(
                f"{folder}: the store has format {mark.format}, this version (newskg {__version__}) writes format "
                f"{FORMAT}; take its graph over: with {mark.made_by}, which made it, `kg export nquads -o FILE.nq`, "
                "then with this version `kg import FILE.nq --store OTHER-FOLDER`"
            )
        return mark


def make(folder: Path) -> None:
    """Makes a folder a store where it is empty or not there. The mark is there before anything else, and at once, so no
    half-made store can be left.

    Raises:
        StoreError: where that can't be.
    """
    mark = folder / MARK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft = mark.with_suffix(".new")
        if {path.name for path in folder.iterdir()} <= {draft.name}:
            draft.write_text(json.dumps({"format": FORMAT, "made_by": f"newskg {__version__}"}) + "\n")
            draft.replace(mark)
    except OSError as error:
        raise StoreError(f"{folder}: a store can't be made here ({error.strerror}); name another folder") from error
