"""A mail server that takes every mail and keeps it."""

from __future__ import annotations

import re
import socketserver
import threading
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

LINK = re.compile(r"https://[^/\s\"<]+/s/[A-Za-z0-9_-]{20,64}")


class Mailbox(socketserver.ThreadingTCPServer):
    """Listens until it is closed; knows no more of SMTP than Django's client says."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, address: str, kept_port: Path) -> None:
        """Listens at once, on the port it had last, or a free one."""
        port = int(kept_port.read_text()) if kept_port.exists() else 0
        super().__init__((address, port), _Conversation)
        kept_port.write_text(str(self.server_address[1]))
        self.mails: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """As EMAIL_URL has it."""
        host, port = self.server_address[:2]
        return f"smtp+plain://{host!s}:{port}"

    def links(self) -> list[str]:
        """The links to questionnaires in all mails, each once."""
        return sorted({link for mail in self.mails for link in LINK.findall(mail)})

    def close(self) -> None:
        """Listens no longer."""
        self.shutdown()
        self.server_close()


class _Conversation(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        self._say("220 ready")
        while line := self.rfile.readline():
            word = line[:4].strip().upper()
            if word == b"DATA":
                self._say("354 go on")
                self.server.mails.append(_text(self._data()))
            self._say("221 bye" if word == b"QUIT" else "250 fine")
            if word == b"QUIT":
                return

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def _text(data: bytes) -> str:
    message: Any = message_from_bytes(data, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(part.get_content() for part in parts)
