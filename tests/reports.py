"""Reports on mails that were returned, as mail servers write them (RFC 3464)."""

FIELDS = (
    "Final-Recipient: rfc822; gone@example.org\n"
    "Original-Recipient: rfc822;gone@example.org\n"
    "Action: failed\n"
    "Status: 5.1.1\n"
    "Remote-MTA: dns; mx.example.org\n"
    "Diagnostic-Code: smtp; 550 5.1.1 no such user"
)
FULL = FIELDS.replace("5.1.1", "5.2.2").replace("no such user", "over quota")


def report(message_id: str, fields: str = FIELDS, back: str = "message/rfc822") -> bytes:
    """Write the report on a mail; `back` is how the mail itself comes back in it."""
    returned = f"From: smewatch <digest@news.example>\nMessage-ID: {message_id}\nSubject: x\n\nthe mail"
    return (
        "From: MAILER-DAEMON@mx.example.org\nTo: digest@news.example\nSubject: Undelivered Mail\nMIME-Version: 1.0\n"
        "Auto-Submitted: auto-replied\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n"
        "--x\nContent-Type: text/plain\n\nI am sorry to have to tell you.\n\n"
        "--x\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx.example.org\nArrival-Date: Sat, 21 Nov 2026 01:00:00 +0000\n\n{fields}\n\n"
        f"--x\nContent-Type: {back}\n\n{returned}\n--x--\n"
    ).encode()


def nested(depth: int) -> bytes:
    """Write a letter of parts within parts."""
    return b"".join(b"Content-Type: multipart/mixed; boundary=x%d\n\n--x%d\n" % (it, it) for it in range(depth))
