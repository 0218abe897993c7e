"""What the double took: counts for everybody, messages for those who want to read them."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

Keep = Literal["bodies", "takes", "counts"]


@dataclass(frozen=True)
class Mail:
    """One message as its recipient would get it."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    custom_args: dict[str, str]


@dataclass(frozen=True, slots=True)
class Take:
    """One personalisation that was taken, as short as it can be kept; `id` says which message."""

    id: str
    to: str
    subject: str
    substitutions: dict[str, str]
    message_id: str


class Taken:
    """Everything that was accepted since the start or the last `forget`.

    `keep` says how much stays in memory: whole bodies, takes without the texts, or counts only.
    """

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self.bodies: list[dict[str, Any]] = []
            self.message_ids: list[str] = []
            self.takes: list[Take] = []
            self.by_id: Counter[str] = Counter()
            self.mails = 0

    def add(self, body: dict[str, Any], message_id: str) -> None:
        """Note a body that was accepted under that id."""
        rows = body["personalizations"]
        ids = [identity_of(row) for row in rows]
        with self._lock:
            self.mails += len(rows)
            self.by_id.update(ids)
            if self.keep == "counts":
                return
            for row, one in zip(rows, ids, strict=True):
                substitutions = row.get("substitutions") or {}
                to = row["to"][0]["email"]
                self.takes.append(Take(one, to, body["subject"], substitutions, message_id))
            if self.keep == "bodies":
                self.bodies.append(body)
                self.message_ids.append(message_id)

    def more_than_once(self) -> dict[str, int]:
        """How often each message was taken that should have been taken once only."""
        with self._lock:
            return {one: count for one, count in self.by_id.items() if count > 1}

    def all_mails(self) -> list[Mail]:
        """What recipients would get, of the bodies that were kept."""
        return [_filled(body, row) for body in self.bodies for row in body["personalizations"]]


def identity_of(row: dict[str, Any]) -> str:
    """What tells messages apart: their custom arguments, or the address when there are none."""
    values = (row.get("custom_args") or {}).values()
    return "/".join(values) or str(row["to"][0]["email"])


def filled(text: str, substitutions: dict[str, str]) -> str:
    """A text with this recipient's values in its places."""
    for place, value in substitutions.items():
        text = text.replace(place, value)
    return text


def _filled(body: dict[str, Any], row: dict[str, Any]) -> Mail:
    values = row.get("substitutions") or {}
    contents = {content["type"]: filled(content["value"], values) for content in body["content"]}
    return Mail(
        to=row["to"][0]["email"],
        subject=filled(body["subject"], values),
        text=contents.get("text/plain", ""),
        html=contents.get("text/html", ""),
        headers=row.get("headers") or {},
        custom_args=row.get("custom_args") or {},
    )


def is_sandboxed(body: dict[str, Any]) -> bool:
    """Whether a body is to be checked only."""
    setting = (body.get("mail_settings") or {}).get("sandbox_mode") or {}
    return bool(setting.get("enable"))
