"""Takes mail at port 2525 and calls at 8080, and prints each."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from tests.doubles.smtp_server import SmtpServer, text_of


class Caller(BaseHTTPRequestHandler):
    """Takes whatever is posted."""

    def do_POST(self) -> None:
        """Say which path was called."""
        self.rfile.read(int(self.headers["Content-Length"]))
        print(f"called {self.path}")
        self.send_response(200)
        self.end_headers()


class Mailbox(SmtpServer):
    """Prints what it took."""

    shown = 0

    def show(self) -> None:
        """The mails that were not printed yet."""
        for message in self.messages()[self.shown :]:
            print(f"mail {message['To']} {message['Subject']}\n{text_of(message)}")
            self.shown += 1


def main() -> None:
    """Listen until the container ends."""
    mailbox = Mailbox("0.0.0.0", 2525)  # noqa: S104  inside a container
    threading.Thread(target=mailbox.serve_forever, daemon=True).start()
    calls = HTTPServer(("0.0.0.0", 8080), Caller)  # noqa: S104  inside a container
    calls.timeout = 0.5
    while True:
        calls.handle_request()
        mailbox.show()


if __name__ == "__main__":
    main()
