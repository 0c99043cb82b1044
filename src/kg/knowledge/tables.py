"""Data files: tab-separated values in UTF-8, one entry a line, ``#`` for comments, ``;`` between values of a field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError

EMPTY = "-"
"""How a field that holds nothing may be written, so that one sees that it is there."""


class TableError(KgError):
    """A data file that cannot be read; the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a data file."""

    path: Path
    line: int
    fields: tuple[str, ...]

    def field(self, number: int) -> str:
        """The field with this number, from 0; empty where the line ends before it."""
        return self.fields[number] if number < len(self.fields) else ""

    def values(self, number: int) -> tuple[str, ...]:
        """The values of a field that holds several."""
        return split_values(self.field(number))

    def error(self, message: str) -> TableError:
        """The error to raise for this line."""
        return TableError(f"{self.path}, line {self.line}: {message}")


def split_values(field: str) -> tuple[str, ...]:
    """The values of a field that holds several."""
    return tuple(value for part in field.split(";") if (value := part.strip()))


def rows(path: Path, columns: Sequence[str], required: Sequence[str]) -> Iterator[Row]:
    """The lines of a data file that are neither empty nor comments.

    Args:
        path: the file.
        columns: the names of the columns, for messages.
        required: those of them that must hold something.

    Raises:
        TableError: for a file that is not there or not UTF-8, and for a line with too few or too many fields.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such file; give the path of a TSV file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); give a readable TSV file in UTF-8") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.rstrip("\r").split("\t")
        row = Row(path, number, tuple("" if field.strip() == EMPTY else field.strip() for field in fields))
        missing = next((name for place, name in enumerate(columns) if name in required and not row.field(place)), None)
        if missing is not None:
            raise row.error(f"no {missing}; the fields, with tabs between them, are: {', '.join(columns)}")
        if len(fields) > len(columns):
            raise row.error(f"{len(fields)} fields instead of at most {len(columns)}: {', '.join(columns)}")
        yield row
