"""What goes over the socket between the server and a process that answers queries: frames.

A frame is a letter, the length of what follows, and that.
"""

import pickle
import struct

from kg.web.jobs import Asked, Job, LookUp, QueryError

PIECE = 65_536
"""Bytes of an answer that are handed on at once."""
HEAD = struct.Struct("!cI")


JOB = b"j"
"""To the process: what is asked."""
WHOLE = b"w"
"""From it: the media type, a line feed, and all of the answer; ends it."""
START = b"s"
"""The media type of an answer that comes in pieces."""
DATA = b"d"
"""A piece of it."""
END = b"e"
"""It was the last piece."""
FAILURE = b"f"
"""There is no (whole) answer; ends it."""


def frame(kind: bytes, content: bytes | bytearray = b"") -> bytes:
    """A frame as it is sent."""
    return HEAD.pack(kind, len(content)) + content


def job_frame(job: Asked) -> bytes:
    """The frame of what is asked."""
    if isinstance(job, LookUp):
        return frame(JOB, pickle.dumps(job))
    parts = (job.query, job.solutions, job.graph, job.base, job.union, job.default_graphs, job.named_graphs)
    return frame(JOB, pickle.dumps(parts))


def read_job(content: bytes) -> Asked:
    """What :func:`job_frame` packed."""
    parts = pickle.loads(content)
    return parts if isinstance(parts, LookUp) else Job(*parts)


def failure_frame(error: QueryError) -> bytes:
    """The frame of a failure."""
    return frame(FAILURE, pickle.dumps(error))


def read_failure(content: bytes) -> QueryError:
    """What :func:`failure_frame` packed."""
    error = pickle.loads(content)
    assert isinstance(error, QueryError)
    return error


class Frames:
    """Takes apart what comes over a socket."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are whole now."""
        data = self._rest + data if self._rest else data
        found, start = [], 0
        while len(data) - start >= HEAD.size:
            kind, length = HEAD.unpack_from(data, start)
            end = start + HEAD.size + length
            if end > len(data):
                break
            found.append((kind, data[start + HEAD.size : end]))
            start = end
        self._rest = data[start:]
        return found
