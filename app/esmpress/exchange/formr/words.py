"""The types of formr: what each becomes, or why it does not come over."""

from __future__ import annotations

KINDS = {
    "text": "text",
    "textarea": "text",
    "letters": "text",
    "number": "number",
    "range": "slider",
    "range_ticks": "slider",
    "visual_analog_scale": "slider",
    "visual_analogue_scale": "slider",
    "mc": "single_choice",
    "mc_button": "single_choice",
    "select_one": "single_choice",
    "select_or_add_one": "single_choice",
    "sex": "single_choice",
    "mc_multiple": "multiple_choice",
    "mc_multiple_button": "multiple_choice",
    "select_multiple": "multiple_choice",
    "select_or_add_multiple": "multiple_choice",
    "rating_button": "likert",
    "yes_no": "yes_no",
    "check": "consent",
    "check_button": "consent",
    "date": "date",
    "time": "time",
    "note": "information",
    "image": "photo",
    "calculate": "computed",
    "hidden": "computed",
}
PAGE_BREAK = "submit"
_PRIVATE = "what tells who somebody is stays out of questionnaires"
LEFT_OUT = {
    **dict.fromkeys(
        ("ip", "referrer", "server", "get", "browser", "email", "tel", "request_phone"), _PRIVATE
    ),
    "mc_heading": "each item shows the labels of its options itself",
    "random": "chance is drawn by the questionnaire: use rotations, or items in random order",
    "block": "nothing blocks the way: write a condition for the end of the page",
    "datetime": "this type has no counterpart: ask for the date and the time in two items",
}
# What a slider or a rating goes from, to, and in steps of, where the type says nothing.
STEPS = {
    "range": ("1", "100", "1"),
    "range_ticks": ("1", "100", "1"),
    "visual_analog_scale": ("0", "100", "1"),
    "visual_analogue_scale": ("0", "100", "1"),
    "rating_button": ("1", "5", "1"),
}


def type_and_options(cell: str) -> tuple[str, str]:
    """The type of a row in small letters, and what follows it."""
    kind, _, rest = cell.strip().partition(" ")
    return kind.lower(), rest.strip()


def reason_left_out(kind: str) -> str:
    """Why nothing comes of a row of a type."""
    return LEFT_OUT.get(kind, f"this type has no counterpart ({kind or 'no type'})")
