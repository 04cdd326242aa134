"""An IMAP server and a POP server with one mailbox, as far as a reader of mailboxes speaks with them."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import IO

Letters = dict[int, bytes]
LOGIN = ("user", "se/cret")


@contextmanager
def served(talk: Callable[[IO[bytes], IO[bytes]], None]) -> Iterator[int]:
    """Serve a conversation on a free port of the loopback, one after the other; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as heard, connection.makefile("wb") as said:
                talk(heard, said)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


@contextmanager
def imap(letters: Letters, seen: set[int]) -> Iterator[str]:  # noqa: C901
    """A server with numbered letters; what is marked as seen goes into `seen`. Yields its address."""

    def talk(heard: IO[bytes], said: IO[bytes]) -> None:
        said.write(b"* OK here\r\n")
        said.flush()
        for line in heard:
            tag, command = line.decode().strip().split(" ", 1)
            answer = "OK done"
            if command == "CAPABILITY":
                said.write(b"* CAPABILITY IMAP4rev1\r\n")
            elif command.startswith("LOGIN"):
                user, password = (it.strip('"') for it in command.split()[1:])
                answer = "OK welcome" if (user, password) == LOGIN else "NO who are you?"
            elif command.startswith("SELECT"):
                if command.split()[1] == '"INBOX"':
                    said.write(b"* %d EXISTS\r\n" % len(letters))
                else:
                    answer = "NO no such folder"
            elif command.startswith("UID SEARCH UNSEEN"):
                found = " ".join(str(it) for it in letters if it not in seen)
                said.write(f"* SEARCH {found}\r\n".encode())
            elif match := re.fullmatch(r"UID FETCH (\d+) \(BODY\.PEEK\[\]\)", command):
                whole = letters[int(match[1])]
                said.write(f"* 1 FETCH (UID {match[1]} BODY[] {{{len(whole)}}}\r\n".encode() + whole + b")\r\n")
            elif match := re.fullmatch(r"UID STORE (\d+) \+FLAGS\.SILENT \(\\Seen\)", command):
                seen.add(int(match[1]))
            elif command == "LOGOUT":
                said.write(f"* BYE\r\n{tag} OK bye\r\n".encode())
                return
            else:
                answer = "BAD what?"
            said.write(f"{tag} {answer}\r\n".encode())
            said.flush()

    with served(talk) as port:
        yield f"imap://user:se%2Fcret@127.0.0.1:{port}/INBOX"


@contextmanager
def pop(letters: Letters) -> Iterator[str]:
    """A server with numbered letters; what a client removes is gone when it has said goodbye. Yields its address."""

    def talk(heard: IO[bytes], said: IO[bytes]) -> None:
        said.write(b"+OK here\r\n")
        said.flush()
        gone: set[int] = set()
        for line in heard:
            command, *words = line.decode().strip().split(" ", 1)
            if command == "PASS" and words != [LOGIN[1]]:
                said.write(b"-ERR who are you?\r\n")
            elif command == "LIST":
                sizes = "".join(f"{number} {len(it)}\r\n" for number, it in letters.items())
                said.write(f"+OK\r\n{sizes}.\r\n".encode())
            elif command == "RETR":
                said.write(b"+OK\r\n" + re.sub(rb"(?m)^\.", b"..", letters[int(words[0])]) + b"\r\n.\r\n")
            else:
                said.write(b"+OK\r\n")
            said.flush()
            if command == "DELE":
                gone.add(int(words[0]))
            if command == "QUIT":
                for number in gone:
                    del letters[number]
                return

    with served(talk) as port:
        yield f"pop://user:se%2Fcret@127.0.0.1:{port}"
