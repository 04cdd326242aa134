"""Makes an installation ready: the database's tables, and what the seed corpus knows. Doing it again adds nothing."""

from alerts import learn
from alerts.store import corrections, identities, restating, schema
from crawler.archive import corpus
from crawler.archive.db import Database, take_turns
from seeds import fingerprint, library


def initialise(database: Database) -> None:
    """Create or migrate the tables, know figures by their present names; make the seed corpus's texts and facts known.

    Raises NewerDatabaseError where a later smewatch has been here.
    """
    schema.upgrade(database)
    originals = library.corpus_fingerprints()
    written = [fingerprint.known_text(document) for document in library.corpus_documents()]
    with database.write() as connection:
        identities.renew(connection)
        corpus.remember(connection, [*originals, *written])
    learn.learn_facts(database, library.corpus_facts(), originals)
    with database.write() as connection:  # only now: facts are told from new ones by the names that they came with
        take_turns(connection, "watch")
        standing = corrections.names(connection)
        restating.name_facts(connection, standing.aliases, standing.aliases)
        restating.name_said(connection, standing.joined, standing.joined)
