"""Puts the running program together: settings, logging, an open and prepared database, the catalogue.

The only place where the pieces meet. What the program then does stands in `alerts.app.jobs`.
"""

import logging
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler import catalog, config, data_dir
from crawler.catalog import Catalog
from crawler.config import Settings
from crawler.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alerts.audience import Language
    from alerts.links import Links
    from crawler.archive.db import Database


@dataclass(frozen=True, slots=True)
class App:
    """What every job needs."""

    settings: Settings
    database: "Database"
    catalog: Catalog


def configure() -> Settings:
    """Read the settings and set logging up: warnings and worse, on standard error."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    return config.load()


def open_database(settings: Settings) -> "Database":
    """Open the database, and prepare a file where there is none yet: a fresh installation needs no `init`.

    On a server it does, because an empty database there may be a mistyped address; and one with another schema is
    refused (UnmigratedDatabaseError, NewerDatabaseError), because migrating somebody's archive is no side effect of
    asking it something.
    """
    from crawler.archive.db import Database  # it brings SQLAlchemy along

    data_dir.prepare(settings)
    database = Database(settings.database)
    if database.is_file and database.revision() is None:
        from alerts.app.setup import initialise  # it brings Alembic along

        initialise(database)
    try:
        database.check_schema()
    except StorageError:
        database.close()
        raise
    return database


def open_app(settings: Settings) -> App:
    """Open the database, and load the catalogue with the sources that users added."""
    database = open_database(settings)
    return App(settings, database, _catalogue(database))


def up_to_date(app: App) -> App:
    """Return a program with the catalogue as it is by now: sources may have been added, or switched off, meanwhile."""
    return replace(app, catalog=_catalogue(app.database))


def _catalogue(database: "Database") -> Catalog:
    from crawler.archive import sources

    with database.read() as connection:
        return catalog.load(sources.added(connection), sources.switched_off(connection))


def topic_titles(settings: Settings) -> "Mapping[Language, Mapping[str, str]]":
    """Return in each language the titles of the topics that are watched, by their names."""
    from alerts.audience import Language

    return {it: catalog.topic_titles(settings.data_dir, it) for it in Language}


def links(settings: Settings) -> "Links":
    """Return the maker and reader of the service's signed links."""
    from alerts.links import Links

    return Links(settings.base_url, data_dir.secret_key(settings))
