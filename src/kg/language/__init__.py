"""Sentences, tokens, morphology, syntax trees and named entities of Russian text, behind one small interface."""

from kg.language.parse import Analyser, Entity, Parse, Sentence, Token

__all__ = ["Analyser", "Entity", "Parse", "Sentence", "Token"]
