"""A message → the bytes of a mail with a text and an HTML part. Pure.

The standard library would fold headers word by word and encode parts line by line: that takes four times as long, and
loses spaces between encoded words (CPython issue 92081).
"""

from base64 import b64encode
from email.utils import format_datetime, formataddr, parseaddr

from alerts.characters import is_line
from alerts.errors import PermanentDeliveryError
from alerts.model import Message

_LINE = 76  # characters of Base64 in a line (RFC 2045, 6.8), and …
_WORD = 39  # … bytes of a subject in one (RFC 2047, 2)
_FOLD = ">,\r\n <"  # where a header of several addresses goes on in the next line
_BOUNDARY = "=_alternative"  # no line of Base64 begins like a line of it


def written(message: Message, sender: str) -> bytes:
    """Write a message as a mail.

    Raises PermanentDeliveryError for one that no mail can hold: a line break in a header never becomes two headers.
    """
    try:
        parts = (_part("plain", message.text), _part("html", message.html))
        return b"".join((_head(message, sender), *parts, f"--{_BOUNDARY}--\r\n".encode()))
    except ValueError as error:
        raise PermanentDeliveryError(f"the message cannot be written as a mail: {error}") from error


def _head(message: Message, sender: str) -> bytes:
    headers = {
        "From": formataddr(parseaddr(sender)),
        # Names before the @ that are not ASCII stand there as they are, for servers that know them (RFC 6532).
        "To": message.recipient,
        "Subject": message.subject,
        "Date": format_datetime(message.date),
        "Message-ID": message.message_id,
        "List-Id": f"<smewatch.{parseaddr(sender)[1].rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",  # RFC 3834: no vacation notice answers it
        **message.headers,
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="{_BOUNDARY}"',
    }
    for name, value in headers.items():
        if not is_line(value):
            raise ValueError(f"{name} holds a line break or another control character")
    headers["Subject"] = _encoded(message.subject)
    lines = (f"{name}: {value.replace('>, <', _FOLD)}\r\n" for name, value in headers.items())
    return f"{''.join(lines)}\r\n".encode()


def _encoded(words: str) -> str:
    """Write words as a header may hold them, cut between characters."""
    if words.isascii() and "=?" not in words:
        return words
    chunks = [""]
    for character in words:
        if len((chunks[-1] + character).encode()) > _WORD:
            chunks.append("")
        chunks[-1] += character
    return "\r\n ".join(f"=?utf-8?b?{b64encode(it.encode()).decode()}?=" for it in chunks)


def _part(subtype: str, content: str) -> bytes:
    encoded = b64encode(content.replace("\n", "\r\n").encode())
    lines = b"\r\n".join(encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE))
    kind = f"--{_BOUNDARY}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return kind.encode() + lines + b"\r\n"
