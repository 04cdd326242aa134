"""The one place that reads the clock. Everything else takes `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware and in UTC."""
    return datetime.now(UTC)
