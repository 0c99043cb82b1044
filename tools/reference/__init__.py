"""The reference pages of the documentation, made from what they describe, so that they can't go stale."""
