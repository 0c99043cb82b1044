"""What an explanation of an article shows, apart from what finds it, so that ``kg --help`` need not load that."""

from enum import StrEnum


class Layer(StrEnum):
    """What was found."""

    BOILERPLATE = "boilerplate"
    CLAIMS = "claims"
    EVENTS = "events"
    ATTITUDES = "attitudes"
    POSITIONS = "positions"
    MENTIONS = "mentions"
    REFERENCES = "references"
    LINKS = "links"
