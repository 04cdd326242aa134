"""The schema's state: an empty or an older database → one that this program works with.

The history itself is `alerts.store.migrations`, the only place that sees the crawler's and the alerts' tables together.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from alerts.store import migrations
from crawler.archive.db import SCHEMA, Database
from crawler.errors import NewerDatabaseError


def upgrade(database: Database, to: str = SCHEMA) -> bool:
    """Bring the database to a schema, the program's if none is named, all in one transaction.

    Returns whether anything was to do.
    Raises NewerDatabaseError, and changes nothing, where a later smewatch has migrated it already.
    """
    revision = database.revision()
    if revision == to:
        return False
    if revision is not None and revision not in {script.revision for script in history().walk_revisions()}:
        raise NewerDatabaseError(
            f"the database is of revision {revision} and this smewatch knows {SCHEMA}: install the newer smewatch"
        )
    with database.write() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
    return True


def history() -> ScriptDirectory:
    """Return the revisions that travel with the program."""
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config
