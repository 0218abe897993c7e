"""An answer of each operation, as it stands in openapi-researcher.yaml."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_STUDY: dict[str, Any] = {
    "study": "affect-week",
    "name": "Affect week",
    "title": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
    "languages": ["en", "pl"],
    "time_zone": "Europe/Warsaw",
    "state": "running",
    "created_at": "2027-01-04T08:30:00Z",
    "launched_at": "2027-01-10T12:00:00Z",
    "ended_at": None,
}
_PLACE: dict[str, Any] = {
    "prompt": 4711,
    "participant": "P0007",
    "schedule": "moments",
    "day": 3,
    "beep": 2,
    "questionnaire": "affect",
    "questionnaire_version": 1,
    "time_zone": "Europe/Warsaw",
}
_AS_OF = "2027-01-13T15:20:00.251000Z"
_PAGE: dict[str, Any] = {"next_cursor": None, "as_of": _AS_OF, "withheld": []}
_COUNTS: dict[str, Any] = {
    "planned": 12,
    "sent": 12,
    "delivered": 12,
    "opened": 10,
    "started": 9,
    "completed": 9,
    "valid": 9,
    "missed": 3,
    "compliance": 0.75,
}


def _example(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=["200"])


STUDIES = _example("One study", {"results": [_STUDY]})
STUDY = _example(
    "A study with two arms",
    _STUDY
    | {
        "arms": [{"name": "training", "weight": 1}, {"name": "waiting", "weight": 1}],
        "phases": [{"name": "week", "days": 7, "arm": None}],
        "schedules": [
            {
                "name": "moments",
                "kind": "random_in_blocks",
                "questionnaire": "affect",
                "phase": "week",
            }
        ],
        "questionnaires": [
            {
                "questionnaire": "affect",
                "name": "Affect",
                "versions": [{"number": 1, "published_at": "2027-01-09T16:00:00Z"}],
            }
        ],
    },
)
PARTICIPANTS = _example(
    "Somebody who takes part",
    _PAGE
    | {
        "results": [
            {
                "participant": "P0007",
                "status": "enrolled",
                "withdrawal": "",
                "left_out": False,
                "language": "pl",
                "time_zone": "Europe/Warsaw",
                "enrolled_at": "2027-01-10T09:12:31.090000Z",
                "start_date": "2027-01-11",
                "withdrawn_at": None,
                "stratum": None,
                "arm": "training",
                "arms": [{"arm": "training", "from_date": None}],
                "changed_at": "2027-01-10T12:00:00.120000Z",
            }
        ]
    },
)
PROMPTS = _example(
    "An answered prompt, and more to come",
    _PAGE
    | {
        "next_cursor": "WyIyMDI3LTAxLTEz",
        "results": [
            _PLACE
            | {
                "schedule_version": 1,
                "trigger": "schedule",
                "status": "answered",
                "status_reason": "",
                "scheduled_at": "2027-01-13T11:42:00Z",
                "utc_offset_minutes": 60,
                "dst": "",
                "open_until": "2027-01-13T12:12:00Z",
                "sent_at": "2027-01-13T11:42:01.410000Z",
                "opened_at": "2027-01-13T11:47:20Z",
                "started_at": "2027-01-13T11:47:24.120000Z",
                "answered_at": "2027-01-13T11:48:55Z",
                "ended_at": "2027-01-13T11:48:55Z",
                "finish_until": "2027-01-13T12:12:00Z",
                "changed_at": "2027-01-13T11:48:55.300000Z",
            }
        ],
    },
)
RESPONSES = _example(
    "A response",
    _PAGE
    | {
        "results": [
            _PLACE
            | {
                "completeness": "complete",
                "language": "pl",
                "device": "phone",
                "submitted_at": "2027-01-13T11:48:55Z",
                "received_at": "2027-01-13T11:48:55.280000Z",
                "answers": {"stress": 63, "company": 2},
                "missing": {"sleep": "not_answered", "with_whom": "not_asked"},
                "changed_at": "2027-01-13T11:48:55.300000Z",
            }
        ]
    },
)
COMPLIANCE = _example(
    "One participant",
    {
        "next_cursor": None,
        "as_of": _AS_OF,
        "total": _COUNTS,
        "events": {"reported": 0, "completed": 0},
        "results": [{"participant": "P0007", "status": "enrolled", **_COUNTS}],
    },
)
