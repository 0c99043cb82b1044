from collections.abc import Callable

import pytest

from kg.knowledge import Gazetteer
from kg.language import Analyser, Parse
from kg.language.natasha import natasha
from kg.model import Span


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    """The real models, loaded once for all tests."""
    return natasha()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """What ships with the package."""
    return Gazetteer.load()


@pytest.fixture(scope="session")
def parse(analyser: Analyser) -> Callable[[str], Parse]:
    """Parses a text, all of it."""

    def parse_text(text: str) -> Parse:
        return analyser.analyse([(text, [Span(0, len(text))])])[0]

    return parse_text
