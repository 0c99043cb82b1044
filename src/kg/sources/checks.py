"""What every text must be, whatever it came in."""

from kg.sources.base import Limits
from kg.sources.language import not_russian


def wrong_text(text: str, limits: Limits) -> str | None:
    """Why a text is not read; None if nothing is wrong with it."""
    if not text.strip():
        return "holds nothing but white space; check how it was saved"
    if len(text) > limits.max_bytes or len(text.encode(errors="replace")) > limits.max_bytes:
        return f"has a text larger than {limits.max_bytes:,} bytes; split it into articles, or raise the limit"
    language = not_russian(text)
    return None if language is None else f"{language}; give a text in Russian"
