"""Whom each rule is about: an arm, and study days, as columns for a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from esmpress.alerts.models import AlertRule
from esmpress.studies.models import Arm, Phase

# In the place of the arm of who is in none.
NO_ARM = 0
_FIRST_DAY, _LAST_DAY = 1, 32767

# Named `scope`; an arm that is null stands for any.
SCOPE = """
scope AS (
    SELECT * FROM unnest(%(rules)s::bigint[], %(arms)s::bigint[], %(first_days)s::int[],
                         %(last_days)s::int[]) AS scope (rule_id, arm_id, first_day, last_day))
"""
IN_SCOPE = """(scope.arm_id IS NULL OR scope.arm_id = coalesce(participant.arm_id, 0))"""

_Scope = tuple[int, int | None, int, int]


def scopes_of(rules: Iterable[AlertRule]) -> dict[str, Any]:
    """The values SCOPE needs for these rules: two statements where one is about a phase."""
    rules = list(rules)
    with_phase = [rule for rule in rules if rule.phase_id is not None]
    paths = _paths({rule.study_id for rule in with_phase}) if with_phase else {}
    found = [scope for rule in rules for scope in _scopes_of(rule, paths)]
    columns = zip(*found, strict=True) if found else ((), (), (), ())
    named = zip(("rules", "arms", "first_days", "last_days"), columns, strict=True)
    return {name: list(column) for name, column in named}


# The first and last study day of each phase on each arm's path, by phase and arm.
_Paths = dict[int, dict[int, tuple[int, int]]]


def _scopes_of(rule: AlertRule, paths: _Paths) -> Iterator[_Scope]:
    if rule.phase_id is None:
        yield rule.pk, rule.arm_id, _FIRST_DAY, _LAST_DAY
        return
    for arm_id, (first, last) in paths[rule.phase_id].items():
        if rule.arm_id in (None, arm_id):
            yield rule.pk, arm_id, first, last


def _paths(study_ids: set[int]) -> _Paths:
    arms: dict[int, list[int]] = defaultdict(list)
    for study_id, arm_id in Arm.objects.filter(study__in=study_ids).values_list("study_id", "pk"):
        arms[study_id].append(arm_id)
    phases: dict[int, list[Phase]] = defaultdict(list)
    for phase in Phase.objects.filter(study__in=study_ids):
        phases[phase.study_id].append(phase)
    found: _Paths = defaultdict(dict)
    for study_id in study_ids:
        for arm_id in arms[study_id] or [NO_ARM]:
            first = _FIRST_DAY
            for phase in phases[study_id]:
                if phase.arm_id in (None, arm_id):
                    found[phase.pk][arm_id] = (first, first + phase.days - 1)
                    first += phase.days
    return found
