"""The publishers, one file each: a single `PUBLISHER`, discovered by `crawler.catalog`.

No live site is reached from the tests: addresses and selectors are as recorded, and the health of a source shows a
wrong one.
"""
