"""What comes in: files, folders and standard input, read as documents.

One reader a module (:mod:`kg.sources.text`); a new format is one more module with a :class:`~kg.sources.base.Reader`,
and one line in :data:`kg.sources.files.READERS`.
"""

from kg.sources.base import Limits, Reader, Refusal
from kg.sources.files import read_documents

__all__ = ["Limits", "Reader", "Refusal", "read_documents"]
