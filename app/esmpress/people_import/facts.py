"""What a study knows of languages, zones, strata and hours, read once for all lines of a file."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from esmpress.languages import LANGUAGES
from esmpress.participants.enrolment import check_wake_times
from esmpress.people_import.verdicts import Reason
from esmpress.studies.models import Study, known_time_zones
from esmpress.studies.readiness import check_own_hours


class Facts:
    """The same for every line; hours that many lines have are checked once."""

    def __init__(self, study: Study) -> None:
        """Nothing is read before a line asks."""
        self.study = study
        self._hours: dict[str, Reason | None] = {}

    @cached_property
    def languages(self) -> dict[str, str]:
        """The codes of the study's languages by what people write for them."""
        return {name: code for code in self.study.languages for name in _names_of(code)}

    @cached_property
    def zones(self) -> dict[str, str]:
        """The names of all zones by themselves in small letters."""
        return {name.casefold(): name for name in known_time_zones()}

    @cached_property
    def strata(self) -> dict[str, str]:
        """The study's strata by themselves in small letters."""
        return {name.casefold(): name for name in self.study.strata}

    def doubt_hours(self, wake_times: Any) -> Reason | None:
        """Why nobody can be enrolled with these hours; None when they can."""
        key = json.dumps(wake_times, sort_keys=True)
        if key not in self._hours:
            self._hours[key] = self._checked(wake_times)
        return self._hours[key]

    def _checked(self, wake_times: Any) -> Reason | None:
        try:
            if wake_times is not None:
                check_wake_times(wake_times)
        except ValidationError:
            return Reason.BROKEN_HOURS
        try:
            check_own_hours(self.study, wake_times)
        except ValidationError:
            return Reason.NO_HOURS if wake_times is None else Reason.UNFIT_HOURS
        return None


def _names_of(code: str) -> set[str]:
    """The code, and what the language is called in itself and in each language there is."""
    names = {code}
    if code in LANGUAGES:
        names |= {LANGUAGES[code].name, LANGUAGES[code].english_name}
        for each in LANGUAGES:
            with override(each):
                # Django's own catalogues have the names of languages.
                names.add(gettext(LANGUAGES[code].english_name))
    return {name.casefold() for name in names}
