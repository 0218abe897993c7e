"""What who asks may do, and where; superusers may everything, and the log says when they did."""

from __future__ import annotations

from functools import cached_property

import structlog
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies import access
from esmpress.studies.models import Role
from esmpress.studies.rights import RIGHTS_OF, Right

MAKE_STUDIES = "studies.add_study"
MAKE_QUESTIONNAIRES = "questionnaires.add_questionnaire"

log = structlog.get_logger(__name__)


class FactorWanted(Exception):
    """A study asks for a second factor, which this log-in has not shown."""


class Access:
    """The roles of who sends one request, read once."""

    def __init__(self, request: HttpRequest) -> None:
        """Nothing is read before it is needed."""
        self._request = request
        self._told: set[str] = set()
        self._writable: dict[int, bool] = {}
        # The study of each row that was asked about, by model and number.
        self.study_ids: dict[tuple[type[Model], str], int | None] = {}
        user = request.user
        self._researcher = user if isinstance(user, Researcher) and user.is_active else None
        self._is_super = self._researcher is not None and self._researcher.is_superuser
        log_in = vars(request).get("log_in")
        self._has_factor = log_in is not None and bool(log_in.factor)

    @cached_property
    def roles(self) -> dict[int, Role]:
        """The role in each study that can be entered, by the study's number."""
        return {one.study: one.role for one in self._places if one.study not in self.withheld}

    @cached_property
    def _places(self) -> list[access.Place]:
        return access.places_of(self._researcher) if self._researcher else []

    @cached_property
    def withheld(self) -> set[int]:
        """The studies that ask for a second factor which this log-in has not shown."""
        if self._has_factor:
            return set()
        if self._is_super:
            return access.studies_with_factor()
        return {one.study for one in self._places if one.asks_for_factor}

    def has_role(self, role: Role) -> bool:
        """Whether who asks has the role in some study, also in one that is withheld."""
        return any(one.role == role for one in self._places)

    @property
    def researcher_id(self) -> int | None:
        """The number of who asks; None for whom nobody lets in."""
        return self._researcher.pk if self._researcher else None

    def may(self, right: Right, study_id: int) -> bool:
        """Whether a role gives the right in this study, or it is a superuser who asks."""
        if study_id in self.withheld:
            return False
        role = self.roles.get(study_id)
        if role is not None and right in RIGHTS_OF[role]:
            return True
        if self._is_super:
            self._tell(str(study_id), right)
        return self._is_super

    def may_somewhere(self, right: Right) -> bool:
        """Whether there is a study in which who asks has the right."""
        return self._is_super or bool(access.studies_with(right, self.roles))

    def studies(self, right: Right) -> set[int] | None:
        """In which studies who asks has the right; None: a superuser has it in all of them."""
        if self._is_super:
            self._tell("all", right)
        return self.studies_counted(right)

    def studies_counted(self, right: Right) -> set[int] | None:
        """The same for a mere number on every page, by which nobody enters a study."""
        if not self._is_super:
            return access.studies_with(right, self.roles)
        return access.studies_but(self.withheld) if self.withheld else None

    def is_member(self, study_id: int) -> bool:
        """Whether who asks has a role in the study, or needs none; raises FactorWanted."""
        if study_id in self.withheld:
            raise FactorWanted
        return self._is_super or study_id in self.roles

    def require_all_studies(self) -> None:
        """For what tells of every study: raises FactorWanted while one of them is withheld.

        By a permission of Django's it is read without a role, so roles do not count here.
        """
        if not self._has_factor and access.studies_with_factor():
            raise FactorWanted

    def may_make_studies(self) -> bool:
        """A permission of Django's, which access administration gives."""
        return self._request.user.has_perm(MAKE_STUDIES)

    def may_make_questionnaires(self) -> bool:
        """Whoever may edit or make a study; a permission of Django's is enough, too."""
        may_make = self._request.user.has_perm(MAKE_QUESTIONNAIRES) or self.may_make_studies()
        return may_make or self.may_somewhere(Right.EDIT_DESIGN)

    def questionnaires(self, right: Right) -> QuerySet[Questionnaire]:
        """Those of studies in which who asks has the right, and their own that no study uses."""
        studies = self.studies(right)
        if studies is None:
            return Questionnaire.objects.all()
        if self._researcher is None:
            return Questionnaire.objects.none()
        return access.used_in(studies) | access.unused_of(self._researcher)

    def may_write(self, questionnaire: Questionnaire) -> bool:
        """Whether who asks may edit every study that uses it; without one, whether they made it."""
        if questionnaire.pk not in self._writable:
            self._writable[questionnaire.pk] = self._may_write(questionnaire)
        return self._writable[questionnaire.pk]

    def _may_write(self, questionnaire: Questionnaire) -> bool:
        studies = access.studies_using(questionnaire)
        if self._is_super:
            self._tell("all", Right.EDIT_DESIGN)
            return not studies & self.withheld
        if studies:
            return studies <= access.studies_with(Right.EDIT_DESIGN, self.roles)
        maker = questionnaire.made_by_id
        return self._researcher is not None and maker == self._researcher.pk

    def _tell(self, study: str, right: Right) -> None:
        """A line for each study a superuser enters by being one, once in a request."""
        if study in self._told:
            return
        self._told.add(study)
        match = self._request.resolver_match
        log.info(
            "superuser_right_used",
            researcher=self._request.user.pk,
            study=study,
            right=right.value,
            page=match.view_name if match else "",
            method=self._request.method,
        )


def forget_access(request: HttpRequest) -> None:
    """Read the roles anew when they are asked for next: they were just changed."""
    vars(request).pop("access", None)


def access_of(request: HttpRequest) -> Access:
    """The roles of who asks, the same object throughout a request."""
    kept = vars(request)
    if not isinstance(kept.get("access"), Access):
        kept["access"] = Access(request)
    found: Access = kept["access"]
    return found
