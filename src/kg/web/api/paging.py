"""Parts of a list, by keyset: a cursor names the last item that was given, so that what is added moves nothing."""

import base64
import binascii
import json
from dataclasses import dataclass
from http import HTTPStatus

from kg.web.problems import ProblemError

DEFAULT_LIMIT = 20
MAX_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Cursor:
    """The item after which a part of a list begins."""

    key: str
    """What the list is sorted by: of that item."""
    id: str
    """Its IRI, for those that have the same key."""


def encode(cursor: Cursor, sort: str) -> str:
    """The cursor as it stands in an address: opaque to clients."""
    text = json.dumps([sort, cursor.key, cursor.id], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(encoded: str | None, sort: str) -> Cursor | None:
    """The cursor of an address.

    Raises:
        ProblemError: where it is none, or belongs to a list that is sorted otherwise.
    """
    if encoded is None:
        return None
    try:
        padded = encoded + "=" * (-len(encoded) % 4)
        parts = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        of, key, identifier = (str(part) for part in parts)
    except (ValueError, TypeError, binascii.Error):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "the cursor is none of this API's; take the address in `next` as it is"
        ) from None
    if of != sort:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, f"the cursor belongs to a list sorted by {of!r}; begin again without it"
        )
    return Cursor(key, identifier)
