"""Refusals and returned mails, as servers write them → what they say of an address.

Pure: what follows for its reader is `alerts.refusals`. Statuses are those of RFC 3463, reports those of RFC 3464.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import Message as Part

from alerts.characters import fit, is_line
from alerts.errors import DamagedReportError

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_STATUSES = {"message/delivery-status", "message/global-delivery-status"}  # the global ones are RFC 6533's
_RETURNED = {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"}
_LONGEST = 500  # characters of a server's words that are kept
_OF_SENDERS = {"5.1.7", "5.1.8"}  # among the statuses of addresses, those that blame the sender's


def status(words: str) -> str:
    """Return the enhanced status in a server's answer, "" where it has none."""
    found = _STATUS.search(words)
    return found[1] if found else ""


def is_hard(words: str) -> bool:
    """Whether a refusal of a recipient says that there is no such address (5.1.x, or 550 and nothing more)."""
    said = status(words)
    return (said.startswith("5.1.") and said not in _OF_SENDERS) if said else words.startswith("550")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a mail further on: its Message-ID, whom it was for, and whether it `failed` or is only late.

    `words` are the status and what the server said.
    """

    message_id: str
    recipient: str
    failed: bool
    words: str

    @property
    def hard(self) -> bool:
        """Whether there is no such address."""
        return self.failed and is_hard(self.words)


def read(raw: bytes) -> Report | None:
    """Read a message as a report on the delivery of one mail; None where it is none.

    Raises DamagedReportError for a report that does not say on which mail, or what became of it.
    """
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        if not _is_report(message):
            return None
        parts = list(message.walk())
        return _report(_fields(parts), _returned_id(parts))
    # Letters hold anything, parts within parts a thousand times over too.
    except (MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise DamagedReportError(f"it cannot be read: {error}") from error


def _is_report(message: Part) -> bool:
    kind = str(message.get_param("report-type", "")).lower()
    return message.get_content_type() == "multipart/report" and kind in ("delivery-status", "global-delivery-status")


def _report(fields: dict[str, str], message_id: str) -> Report:
    if not is_line(message_id) or not message_id:
        raise DamagedReportError("it does not say which mail it is about")
    action, said = fields.get("action", "").lower(), fields.get("status", "")
    if not action or not (status(said) or action != "failed"):
        raise DamagedReportError("it does not say what became of the mail")
    recipient = fields.get("final-recipient", "").partition(";")[2].strip()
    diagnosis = fields.get("diagnostic-code", "").partition(";")[2]
    words = fit(" ".join(f"{status(said)} {diagnosis}".split()))[:_LONGEST]
    return Report(message_id, recipient, action == "failed", words)


def _fields(parts: list[Part]) -> dict[str, str]:
    """Return the fields of the recipient that failed, of the first one where none did."""
    blocks = [
        {name.lower(): str(value) for name, value in block.items()}
        for part in parts
        if part.get_content_type() in _STATUSES
        for block in part.get_payload()
        if isinstance(block, Part)
    ]
    recipients = [it for it in blocks if "action" in it or "final-recipient" in it]
    failed = [it for it in recipients if it.get("action", "").strip().lower() == "failed"]
    return {name: value.strip() for name, value in next(iter(failed or recipients), {}).items()}


def _returned_id(parts: list[Part]) -> str:
    """Return the Message-ID in the returned mail, or in its headers where only those came back."""
    for part in parts:
        if part.get_content_type() in _RETURNED:
            whole, headers = part.get_payload(), part.get_payload(decode=True)
            inside = whole[0] if isinstance(whole, list) and whole else None
            if not isinstance(inside, Part):
                inside = message_from_bytes(headers if isinstance(headers, bytes) else b"")
            named = _MESSAGE_ID.search(str(inside.get("Message-ID", "")))
            if named:
                return named[0]
    return ""
