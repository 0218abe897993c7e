"""A study's design: how participants start, its arms, phases and schedules."""

import hashlib
import json
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, StrictStr, ValidationError, model_validator
from pydantic_core import ErrorDetails

from esmpress.sampling.arms import MAX_PARTS, Arm, Phase, check_zone
from esmpress.sampling.design_checks import check_follow_ups, check_names, check_schedules
from esmpress.sampling.entries import Entry
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.malformed import MalformedScheme, explain, field_error, name_schedule
from esmpress.sampling.path import Placed
from esmpress.sampling.schemes import parse_scheme
from esmpress.sampling.starting import StartRule
from esmpress.sampling.wall_times import Frozen, IsoDate

# What the one schedule of a file is called that holds nothing but a scheme.
ONLY_SCHEDULE = "prompts"
Stretch = tuple[int, int | None]


class StudyDesign(Frozen):
    """When and how often each participant of a study is asked."""

    start_rule: StartRule = Field(
        default="next_day", description="Which date after joining is study day 1."
    )
    start_date: IsoDate | None = Field(
        default=None, description="The date of study day 1, as YYYY-MM-DD, if it is fixed."
    )
    time_zone: Annotated[StrictStr, AfterValidator(check_zone)] | None = Field(
        default=None, description="The study's own time zone, as in Europe/Warsaw."
    )
    arms: tuple[Arm, ...] = Field(
        default=(), max_length=MAX_PARTS, description="The arms; one path for all if left out."
    )
    phases: tuple[Phase, ...] = Field(
        default=(), max_length=MAX_PARTS, description="The phases, in order."
    )
    schedules: tuple[Entry, ...] = Field(
        min_length=1, max_length=MAX_PARTS, description="What asks, each with its own scheme."
    )

    def path(self, arm: str | None = None) -> tuple[Placed, ...]:
        """Return the schedules of the participants of an arm, with the study days they run on.

        Raises ValueError for an arm the study does not have.
        """
        if arm is not None and arm not in {known.name for known in self.arms}:
            raise ValueError(f"arm: the study has no arm “{arm}”.")
        stretches = self._stretches(arm)
        placed = (
            (entry.id or place, entry, self._stretch_of(entry, stretches))
            for place, entry in enumerate(self.schedules, start=1)
        )
        return tuple(
            Placed(number, entry.name, entry.scheme, *stretch)
            for number, entry, stretch in placed
            if stretch is not None
        )

    def digest(self) -> str:
        """Return the SHA-256 of the design, the same however its JSON was laid out."""
        fields = self.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("ascii")).hexdigest()

    def _stretches(self, arm: str | None) -> dict[str | None, Stretch]:
        """The first and last study day of each phase of an arm, and of no phase."""
        stretches: dict[str | None, Stretch] = {None: (1, None)}
        first_day = 1
        for phase in self.phases:
            if phase.arm in (None, arm):
                stretches[phase.name] = (first_day, first_day + phase.days - 1)
                first_day += phase.days
        return stretches

    def _stretch_of(self, entry: Entry, stretches: dict[str | None, Stretch]) -> Stretch | None:
        """The study days of a schedule; None if its phase is another arm's."""
        if isinstance(entry, FollowUp) and entry.phase is None:
            # Its prompts may still come after the last day of the schedule it follows.
            parent = next(other for other in self.schedules if other.name == entry.after)
            followed = self._stretch_of(parent, stretches)
            return followed and (followed[0], None)
        return stretches.get(entry.phase)

    @model_validator(mode="after")
    def _check_start(self) -> Self:
        if self.start_rule == "fixed_date" and self.start_date is None:
            raise field_error("start_date", "the start rule fixed_date needs a date")
        if self.start_rule != "fixed_date" and self.start_date is not None:
            raise field_error("start_date", "only the start rule fixed_date has one")
        return self

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        check_names(self.arms, self.phases, self.schedules)
        check_schedules(self.schedules, self.phases)
        check_follow_ups(self.schedules)
        return self


def parse_design(data: object) -> StudyDesign:
    """Return the design that decoded JSON describes; raise MalformedScheme for its first fault."""
    try:
        return StudyDesign.model_validate(data)
    except ValidationError as error:
        raise _explain(error.errors(include_url=False)[0], data) from None


def read_design(data: object) -> StudyDesign:
    """Return the design of a file, which may also hold a scheme alone. Raises MalformedScheme."""
    if isinstance(data, dict) and "schedules" in data:
        return parse_design(data)
    scheme = parse_scheme(data).model_dump(mode="json")
    return parse_design({"schedules": [{"name": ONLY_SCHEDULE, **scheme}]})


def _explain(problem: ErrorDetails, data: Any) -> MalformedScheme:
    match problem["loc"]:
        case ("schedules", int(place), *rest):
            entry = data["schedules"][place]
            name = entry.get("name") if isinstance(entry, dict) else None
            within = f"schedules, entry {place + 1}"
            if isinstance(name, str) and name:
                within = name_schedule(name)
            # The first step is the kind.
            return explain(problem, rest[1:], whole="kind", within=within)
        case loc:
            return explain(problem, loc, whole="schedules")
