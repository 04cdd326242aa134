"""Every error that smewatch raises on purpose.

SmewatchError                    the root: its text is one sentence a person can act on
└── SeedFormatError              bytes that are not a document in the seed format

`crawler.errors` and `alerts.errors` go on from here.
"""


class SmewatchError(Exception):
    """The root of the tree: anything raised on purpose, with a sentence that names thing, reason and next step."""


class SeedFormatError(SmewatchError):
    """Bytes that are not a document in the seed format, or a document that the form cannot hold."""
