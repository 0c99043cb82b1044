"""What comes in: files, folders and standard input, read as documents.

:mod:`~kg.sources.files` walks, :mod:`~kg.sources.formats` tells what an input is, :mod:`~kg.sources.inputs` hands it to
its reader or opens it. One reader a module; a new format is one more module with a :class:`~kg.sources.base.Reader`, a
member of :class:`~kg.sources.formats.Format`, and a line in :data:`kg.sources.inputs.READERS`.
"""

from kg.sources.base import Found, Limits, Options, Refusal
from kg.sources.fields import Fields, FieldsError
from kg.sources.files import file_of, read_documents

__all__ = ["Fields", "FieldsError", "Found", "Limits", "Options", "Refusal", "file_of", "read_documents"]
