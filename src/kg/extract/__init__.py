"""Stages that read an article, each in a module of its own; :mod:`kg.extract.pipeline` runs them in order."""
