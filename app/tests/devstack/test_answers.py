"""The answers demo-check gives fit any questionnaire."""

from devstack.answers import plausible_answers


def test_every_kind_of_item_gets_an_answer_it_allows() -> None:
    items = [
        {"name": "where", "kind": "single_choice", "options": [{"value": 4}, {"value": 9}]},
        {"name": "mood", "kind": "slider", "min": 0, "max": 10, "step": 3},
        {"name": "hours", "kind": "number", "min": 2, "max": None, "decimals": 0},
        {"name": "coins", "kind": "number", "min": None, "max": None, "decimals": 2},
        {"name": "note", "kind": "text", "max_length": 7, "multiline": False},
    ]
    definition = {"pages": [{"items": items[:3]}, {"items": items[3:]}]}

    assert plausible_answers(definition) == {
        "where": 4,
        "mood": 3,
        "hours": 2,
        "coins": 1,
        "note": "At home",
    }
