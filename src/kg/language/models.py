"""Natasha's models from their files.

Natasha reads the table of their 250,000 words once for each model and again for the vectors, and computes what is
needed to compare vectors, which nobody does here: four fifths of the time that loading them takes.
"""

import sys

import pymorphy3
from navec import Navec
from navec.meta import Meta
from navec.navec import META, PQ_
from navec.pq import PQ
from navec.tar import Tar
from slovnet.const import REL, SHAPE, TAG, WORD
from slovnet.exec.encoders import SyntaxEncoder, TagEncoder
from slovnet.exec.infer import MorphInfer, NERInfer, SyntaxDecoder, SyntaxInfer, TagDecoder
from slovnet.exec.model import NER, Module, Morph, Syntax
from slovnet.exec.pack import Pack
from slovnet.vocab import Vocab

# Natasha imports pymorphy2, which no longer runs on Python 3.11 and later (inspect.getargspec, pkg_resources). Its
# successor has the same interface and takes its place; this must stand before Natasha's import.
sys.modules.setdefault("pymorphy2", pymorphy3)

from natasha.data import NEWS_EMBEDDING, NEWS_MORPH, NEWS_NER, NEWS_SYNTAX  # noqa: E402

_BATCH = 8
"""Slovnet's own, for its encoders."""


class _Codes(PQ):  # type: ignore[misc]
    """The vectors of words, without what is needed to compare them."""

    def precompute(self) -> None:
        """Nothing."""


def load() -> tuple[MorphInfer, SyntaxInfer, NERInfer]:
    """The tagger, the parser and the recogniser of names, which have the same words, shapes and vectors."""
    with Tar(NEWS_EMBEDDING) as files:
        meta = Meta.from_file(files.load(META))
        vectors = Navec(meta, None, _Codes.from_file(files.load(PQ_)))
    with Pack(NEWS_MORPH) as pack:
        words, shapes = pack.load_vocab(WORD), pack.load_vocab(SHAPE)
    tagger, tags = _read(NEWS_MORPH, Morph, vectors, TAG)
    parser, relations = _read(NEWS_SYNTAX, Syntax, vectors, REL)
    recogniser, names = _read(NEWS_NER, NER, vectors, TAG)
    return (
        MorphInfer(tagger, TagEncoder(words, shapes, _BATCH), TagDecoder(tags)),
        SyntaxInfer(parser, SyntaxEncoder(words, shapes, _BATCH), SyntaxDecoder(relations)),
        NERInfer(recogniser, TagEncoder(words, shapes, _BATCH), TagDecoder(names)),
    )


def _read(path: str, kind: type[Module], vectors: Navec, marks: str) -> tuple[Module, Vocab]:
    """A model, and the names of what it gives."""
    with Pack(path) as pack:
        pack.load_meta().check_protocol()
        model = pack.load_model(kind)
        weights = dict(pack.load_arrays(model.weights))
        return model.inject_arrays(weights).inject_navec(vectors), pack.load_vocab(marks)
