"""The one kind of error that is meant for the user."""


class KgError(Exception):
    """Something that the user can mend; the message names the input and the remedy, in a line."""
