"""The publishers, one file each: a single `PUBLISHER`, discovered by `crawler.catalog`.

No live site is reached from the tests: addresses and selectors are as recorded. Each docstring says what is recorded
by only one witness or remembered from a site's earlier form; several selectors stand in order of trust. The health of a
source shows a wrong one, and one line mends it.
"""
