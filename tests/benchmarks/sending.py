"""How many mails a second go out of the outbox over one connection, and how much memory that takes.

    python tests/benchmarks/sending.py [--mails 10000]

The mails are of a digest's size and stand in a SQLite database; the server is a process of its own, which takes all
that comes and keeps nothing. Printed are mails a second by the clock and by the processor time of the sender, and the
peak of its memory: of a tenth of the mails, and of all.
"""

import argparse
import resource
import socket
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing import Process
from pathlib import Path

from alerts import deliver
from alerts.channels.email import open_channel
from alerts.model import Message
from alerts.store import outbox, schema
from alerts.ways import Way
from crawler.archive.db import Database

TEXT = "新目标：到 2027 年，培育专精特新中小企业 5000 家（示例省，2026-11-21）\n" * 100
HTML = '<p style="margin:0 0 8px;font-size:15px;line-height:1.6">新目标：培育专精特新中小企业 5000 家</p>\n' * 200


def serve(listener: socket.socket) -> None:
    """Take mails, a client after the other."""
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rb") as lines:
            connection.sendall(b"220 here\r\n")
            for line in lines:
                command = line[:4].upper()
                if command == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    while lines.readline() != b".\r\n":
                        pass
                connection.sendall(b"250 fine\r\n" if command != b"QUIT" else b"221 bye\r\n")


def send(mails: int, url: str) -> tuple[float, float]:
    """Queue mails and send them; returns mails a second by the clock, and by processor time."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'sending.db'}")
        schema.upgrade(database)
        with database.write() as connection:
            for number in range(mails):
                name = f"reader{number}@example.org"
                subject = "3 个新目标，1 个上调；林示范等 4 人表态｜11月21日"
                message = Message(name, subject, TEXT, HTML, f"<{number}@news.example>", now)
                outbox.add_notice(connection, message, now)
        with open_channel(url, "smewatch <digest@news.example>") as channel:
            began, used = time.perf_counter(), time.process_time()
            sent = deliver.deliver_due(database, {Way.MAIL: channel}, now).sent
            took, used = time.perf_counter() - began, time.process_time() - used
        database.close()
    assert sent == mails
    return mails / took, mails / used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=10_000)
    mails = parser.parse_args().mails
    listener = socket.create_server(("127.0.0.1", 0))
    server = Process(target=serve, args=(listener,), daemon=True)
    server.start()
    for count in (mails // 10, mails):
        by_clock, by_processor = send(count, f"smtp://127.0.0.1:{listener.getsockname()[1]}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count} mails: {by_clock:.0f}/s by the clock, {by_processor:.0f}/s of processor time, {peak:.0f} MB")
    server.terminate()


if __name__ == "__main__":
    main()
