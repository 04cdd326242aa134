"""Who wants what: a filter and a change → whether they meet; and an address as typed → the one that is mailed.

Pure: the subscriptions themselves are `alerts.subscriptions`.
"""

from email.errors import MessageError
from email.headerregistry import Address

from alerts.model import Change, Filter, PageEdit, Statement, Target
from crawler.edits import text
from crawler.errors import ConfigurationError
from seeds.fingerprint import normalise


def wants(wanted: Filter, change: Change) -> bool:
    """Whether a change meets every part of a filter that is not empty; within a part one match is enough."""
    finding = change.finding
    said = "\n".join((_said(finding), change.origin.title))
    words = normalise(said).casefold()
    if isinstance(finding, PageEdit):
        speakers: set[str | None] = {it for it in wanted.officials if it in said}
        place = said + change.origin.publisher
    elif isinstance(finding, Statement):
        speakers, place = {finding.speaker}, finding.organization or ""
    else:
        speakers, place = set(), finding.scope
    return all(
        not asked or met
        for asked, met in (
            (wanted.topics, any(topic in change.origin.topics for topic in wanted.topics)),
            (wanted.officials, any(official in speakers for official in wanted.officials)),
            (wanted.keywords, any(normalise(keyword).casefold() in words for keyword in wanted.keywords)),
            (wanted.regions, any(region in place for region in wanted.regions)),
        )
    )


def _said(finding: Target | Statement | PageEdit) -> str:
    if isinstance(finding, PageEdit):
        return "\n".join(text(side) for it in finding.sentences for side in (it.old, it.new))
    named = finding.object if isinstance(finding, Target) else ""
    return f"{named}\n{finding.evidence.text}"


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
