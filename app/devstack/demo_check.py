"""`make demo-check`: is asked, answers and exports, as participant and researcher would."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from devstack import lock
from devstack.answers import plausible_answers
from devstack.browser import Answer, request
from devstack.errors import StackError
from devstack.exported import answered_row, as_table
from devstack.mailbox import Invitation, invitations
from devstack.stack import RECORD

LOOKS = 10
ANSWERABLE = ("ready", "open")


class CheckFailed(StackError):
    """The demo runs but did not do what it promises."""


@dataclass
class Walk:
    """One prompt on its way from the mail to the export, and how long each step took."""

    record: dict[str, Any]
    began: float = field(default_factory=time.monotonic)

    def tell(self, text: str) -> None:
        """Print a step with the time since the last one."""
        now = time.monotonic()
        print(f"{now - self.began:6.2f} s  {text}", flush=True)
        self.began = now

    def api(self, path: str, token: str, *, method: str = "GET", body: object = None) -> Answer:
        """Ask the participant API as the page does."""
        url = f"{self.record['participant']}/api/participant/prompt{path}"
        return request(url, method=method, token=token, body=body)


def run(state: Path, *, seconds: float) -> int:
    """Walk one prompt through the running demo; 0 when all went well."""
    walk = Walk(running_record(state))
    invitation, page = _first_answerable(walk, seconds)
    walk.tell(f"mail to {invitation.recipient}: {invitation.subject}")
    _look_without_consequence(walk, invitation, page)
    answered_at = _answer_twice(walk, invitation.token)
    row = answered_row(walk.record["environment"], answered_at)
    walk.tell("exported row:")
    print(as_table(row))
    print("demo-check: everything as promised")
    return 0


def running_record(state: Path) -> dict[str, Any]:
    """What the running demo wrote down about itself; raises when none runs."""
    path = state / RECORD
    if lock.holder(state) is None or not path.exists():
        raise StackError("The demo does not run: start it with make demo, then try again.")
    record: dict[str, Any] = json.loads(path.read_text())
    return record


def _first_answerable(walk: Walk, seconds: float) -> tuple[Invitation, dict[str, Any]]:
    """The newest mail whose prompt can still be answered, and its page."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        for invitation in invitations(walk.record["mail"], walk.record["participant"]):
            answer = walk.api("", invitation.token)
            if answer.status == 200 and answer.json["state"] in ANSWERABLE:
                return invitation, answer.json
        time.sleep(0.5)
    raise CheckFailed(f"No mail with a prompt to answer arrived within {seconds:.0f} seconds.")


def _look_without_consequence(walk: Walk, invitation: Invitation, page: dict[str, Any]) -> None:
    """The page names its questionnaire, and looking at it changes nothing."""
    title = page["questionnaire"]["definition"]["title"][page["language"]]
    page_html = request(invitation.link)
    _require(page_html.status == 200, f"The page answered {page_html.status}.")
    _require(
        title in unescape(page_html.text), f"The page does not name the questionnaire {title!r}."
    )
    walk.tell(f"page opened: {title}")
    for _ in range(LOOKS):
        request(invitation.link)
        request(invitation.link, method="HEAD")
    again = walk.api("", invitation.token).json
    _require(again["state"] == page["state"], f"Looking made the prompt {again['state']}.")
    walk.tell(f"{LOOKS} GET and {LOOKS} HEAD changed nothing: still {again['state']}")


def _answer_twice(walk: Walk, token: str) -> str:
    """Open, save and answer; a second submit gives the same receipt; when it was answered."""
    opened = walk.api("/open", token, method="POST")
    _require(opened.status == 200, f"Opening answered {opened.status}: {opened.text}")
    answers = plausible_answers(opened.json["questionnaire"]["definition"])
    _save(walk, token, answers, version=opened.json["questionnaire"]["version"])
    body = {"answers": answers, "language": opened.json["language"]}
    first = walk.api("/response", token, method="POST", body=body)
    _require(first.status == 201, f"Answering got {first.status}: {first.text}")
    walk.tell(f"answered {len(answers)} items, receipt {first.json['receipt']}")
    second = walk.api("/response", token, method="POST", body=body)
    same = second.status == 200 and second.json["receipt"] == first.json["receipt"]
    _require(same, f"The second submit got {second.status}: {second.text}")
    walk.tell("sent twice, one receipt")
    return str(first.json["answered_at"])


def _save(walk: Walk, token: str, answers: dict[str, object], *, version: int) -> None:
    """Save the answers one by one, as they are given."""
    for item, answer in answers.items():
        change = {"item": item, "answer": answer}
        body = {"questionnaire_version": version, "changes": [change]}
        saved = walk.api("/draft", token, method="PUT", body=body)
        kept = saved.status == 200 and item in saved.json["answers"]
        _require(kept, f"Saving got {saved.status}: {saved.text}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise CheckFailed(otherwise)
