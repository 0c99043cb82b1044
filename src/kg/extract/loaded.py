"""Importing this loads the language models and the gazetteer that ship.

The process from which those that read are forked imports it, so that they have all of that in memory once.
"""

from kg.extract.pipeline import read

read(())
