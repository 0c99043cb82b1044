"""When: the time expressions of a text, resolved to days, months and years.

A rule is a pattern over a sentence and a small function that says what a match means (:mod:`.patterns`); of matches
that overlap, the leftmost and then the longest counts, and the rule's name stays with the result. What a match leaves
open (the year of "25 апреля", the day of "в понедельник") is then supplied from the publication date, or from a full
date of the text (:mod:`.resolution`). What cannot be resolved surely is left out. :mod:`.attachment` says which time
holds for a word.

The words are data (``data/time.tsv``).
"""

from kg.extract.dates.attachment import date_for
from kg.extract.dates.finding import find_times
from kg.extract.dates.meanings import TimeExpression

__all__ = ["TimeExpression", "date_for", "find_times"]
