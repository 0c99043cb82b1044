"""The attitudes stage: how the article shows one actor to stand to another, whoever tells of it.

A lexicon of frames (``data/attitudes.tsv``) says of verbs, nouns, adjectives and prepositions in which of their places
those stand who feel or act so and in which those towards whom, and whether that supports or opposes (the way of
RuSentiFrames: Loukachevitch and Rusnachenko 2020, "Sentiment Frames for Attitude Extraction in Russian"). What is done
shows it as well: an event is an attitude of who acts to whom it is done.
"""

from kg.extract.attitudes.stage import find_attitudes

__all__ = ["find_attitudes"]
