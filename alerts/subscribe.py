"""Who wants what: a filter and a change → whether they meet; and an address as typed → the one that is mailed.

Pure: the subscriptions themselves are `alerts.subscriptions`.
"""

from email.errors import MessageError
from email.headerregistry import Address

from alerts.model import Change, Filter, Statement
from crawler.errors import ConfigurationError
from seeds.fingerprint import normalise


def wants(wanted: Filter, change: Change) -> bool:
    """Whether a change meets every part of a filter that is not empty; within a part one match is enough."""
    finding = change.finding
    if isinstance(finding, Statement):
        speaker, named, place = finding.speaker or "", "", finding.organization or ""
    else:
        speaker, named, place = "", finding.object, finding.scope
    words = normalise("\n".join((named, finding.evidence.text, change.origin.title))).casefold()
    return all(
        not asked or met
        for asked, met in (
            (wanted.topics, any(topic in change.origin.topics for topic in wanted.topics)),
            (wanted.officials, speaker in wanted.officials),
            (wanted.keywords, any(normalise(keyword).casefold() in words for keyword in wanted.keywords)),
            (wanted.regions, any(region in place for region in wanted.regions)),
        )
    )


def address(typed: str) -> str:
    """Return an e-mail address in the one form that is stored: an international domain in its ASCII form, lower case.

    Raises ConfigurationError for anything that is not one plain address.
    """
    try:
        if not typed.isprintable():
            raise ValueError("it holds a line break or another control character")
        parsed = Address(addr_spec=typed.strip())
        domain = parsed.domain.encode("idna").decode("ascii").lower()
    except (ValueError, MessageError, IndexError) as error:
        raise ConfigurationError(f"{typed!r} is no e-mail address: {error}") from error
    if not parsed.username or not domain or domain.startswith("["):
        raise ConfigurationError(f"{typed!r} is no e-mail address: write it like name@example.org")
    if parsed.addr_spec.startswith('"'):
        raise ConfigurationError(f"{typed!r} cannot be mailed: few servers take a name in quotation marks before the @")
    if not parsed.username.isascii():
        raise ConfigurationError(f"{typed!r} cannot be mailed: few servers take a name before the @ that is not ASCII")
    return f"{parsed.username}@{domain}"
