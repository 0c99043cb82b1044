"""Stages that read an article, each in a module of its own; :mod:`kg.extract.pipeline` runs them in order."""

PRELOAD = ("kg.extract.loaded",)
"""Modules that processes that read have in memory once, together: the language models and the gazetteer."""
