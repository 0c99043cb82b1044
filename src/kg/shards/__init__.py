"""Graphs in pieces: what many machines read, as files of N-Quads that a store takes in later.

A build is cut into *parts*, each some inputs (:mod:`.parts`). What is read from a part is a *shard*: a file of N-Quads
with an entry beside it that says what is in it (:mod:`.entries`). Whoever reads a part twice writes the same shard, the
time of reading aside. :mod:`.loading` brings shards into a store, as a build of the same inputs would have.
"""
