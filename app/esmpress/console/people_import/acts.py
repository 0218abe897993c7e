"""What is done to an import: each by a post, each noted in the study's history."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from esmpress.console.confirming import acting_researcher, confirm, page_values
from esmpress.console.people_import.forms import ChoicesForm, SureForm
from esmpress.console.people_import.page import choices_of, import_values
from esmpress.console.people_import.undoing_words import what_undoing_does
from esmpress.console.people_import.working import (
    check_now_or_later,
    enrol_now_or_later,
    job_under_way,
    undo_now_or_later,
)
from esmpress.console.rights.scoping import StudyScoped
from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.enrolling import NotToBeImported, begin, stop
from esmpress.people_import.including import NotChecked, include_doubtful, include_line
from esmpress.people_import.purging import remove
from esmpress.people_import.storing import NotToBeChecked, choose_columns, layout_stored, read_anew
from esmpress.people_import.undoing import TooLateToUndo, begin_undoing

ONE = "admin:studies_study_people_import_one"
State = PeopleImport.State
Act = Callable[[HttpRequest, PeopleImport], HttpResponse]
# A check holds the file as long as it takes: a request would wait until it is cut off.
_NOT_BESIDE_A_WORKER = frozenset(
    ("choose", "include", "leave_out", "include_all", "leave_all", "import", "remove")
)


class ImportActs(StudyScoped):
    """The acts by the name that the buttons of the page post."""

    def act_on_import(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Do what was posted; what is no act does nothing."""
        acts: dict[str, Act] = {
            "include": self._include,
            "leave_out": self._include,
            "include_all": self._include_all,
            "leave_all": self._include_all,
            "import": self._start,
            "go_on": self._go_on,
            "stop": self._stop,
            "undo": self._undo,
            "remove": self._remove_import,
        }
        act = request.POST.get("act", "")
        if act in _NOT_BESIDE_A_WORKER and job_under_way(stored) is not None:
            said = _("A worker is at this file: wait until it is done, or cancel its work.")
            return self.import_page(request, stored, problem=said, status=409)
        if act == "choose":
            if not is_uploader(request, stored):
                raise PermissionDenied
            return self._choose(request, stored)
        return acts[act](request, stored) if act in acts else _to(stored)

    def _choose(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Check the lines as is chosen; other letters or another delimiter are shown first."""
        form = choices_of(stored, request.POST)[0]
        is_valid = form.is_valid()
        try:
            if form.layout != layout_stored(stored):
                read_anew(stored, form.layout)
            elif not is_valid:
                return self.import_page(request, stored, form=form, status=422)
            else:
                choose_columns(stored, **form.chosen)
                check_now_or_later(request, stored)
        except NotToBeChecked:
            return self._too_late(request, stored)
        return _to(stored)

    def _include(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        number = request.POST.get("line", "")
        if not (number.isascii() and number.isdecimal()):
            raise Http404
        try:
            include_line(stored, int(number[:9]), included=request.POST["act"] == "include")
        except ImportLine.DoesNotExist as error:
            raise Http404 from error
        except NotChecked:
            return self._too_late(request, stored)
        return _to(stored, _where(request), f"#line-{number}")

    def _include_all(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        try:
            include_doubtful(stored, included=request.POST["act"] == "include_all")
        except NotChecked:
            return self._too_late(request, stored)
        return _to(stored, _where(request))

    def _start(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Begin, if as many are included as whoever pressed the button saw."""
        if request.POST.get("count") != str(stored.counts.get("included")):
            said = _("Somebody changed the choice of lines meanwhile: look at it once more.")
            return self.import_page(request, stored, problem=said, status=409)
        if not stored.counts["included"]:
            said = _("No line is included: there is nobody to import.")
            return self.import_page(request, stored, problem=said, status=422)
        try:
            begin(stored, now=timezone.now())
        except NotToBeImported:
            return self._too_late(request, stored)
        count = stored.counts["included"]
        self.log_change(request, stored.study, f"Began to import {count} people from a file.")
        enrol_now_or_later(request, stored)
        return _to(stored)

    def _go_on(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Take up what nobody is at any more."""
        if job_under_way(stored) is None:
            if stored.state == State.IMPORTING:
                enrol_now_or_later(request, stored)
            elif stored.state == State.UNDOING:
                undo_now_or_later(request, stored)
        return _to(stored)

    def _stop(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """End an import that nobody is at any more; a worker's is cancelled as its work."""
        if stop(stored, now=timezone.now()):
            self.log_change(request, stored.study, "Stopped an import of people half way.")
        return _to(stored)

    def _undo(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Ask first, with how many go and how many stay."""
        if "sure" not in request.POST:
            return self._ask_whether_to_undo(request, stored)
        try:
            begin_undoing(stored, now=timezone.now())
        except TooLateToUndo:
            return self._too_late(request, stored)
        self.log_change(request, stored.study, "Began to undo an import of people.")
        undo_now_or_later(request, stored)
        return _to(stored)

    def _ask_whether_to_undo(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        return confirm(
            self,
            request,
            stored.study,
            title=_("Undo this import?"),
            sentences=what_undoing_does(stored),
            button=_("Undo the import"),
            form=SureForm(initial={"act": "undo", "sure": "1"}),
        )

    def _remove_import(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        if not remove(stored):
            return self._too_late(request, stored)
        self.log_change(request, stored.study, "Removed a file of people without importing it.")
        self.message_user(request, _("The file was removed."), messages.SUCCESS)
        return redirect("admin:studies_study_people_import", stored.study_id)

    def _too_late(self, request: HttpRequest, stored: PeopleImport) -> HttpResponse:
        """Somebody else was quicker: show how it stands now."""
        stored.refresh_from_db()
        said = _("Nothing was changed: somebody else was quicker. This is how it stands now.")
        return self.import_page(request, stored, problem=said, status=409)

    def import_page(
        self,
        request: HttpRequest,
        stored: PeopleImport,
        *,
        form: ChoicesForm | None = None,
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page of an import, kept by no browser: it has addresses."""
        frame = page_values(self, request, stored.study, title=_("Import people"))
        values = import_values(request, stored, is_uploader=is_uploader(request, stored), form=form)
        page = frame | values | {"problem": problem}
        answer = render(request, "console/people_import.html", page, status=status)
        add_never_cache_headers(answer)
        return answer


def is_uploader(request: HttpRequest, stored: PeopleImport) -> bool:
    """Whether who asks has uploaded the file, and may see its addresses."""
    return stored.uploaded_by_id == acting_researcher(request).pk


def _to(stored: PeopleImport, query: str = "", part: str = "") -> HttpResponse:
    found = redirect(ONE, stored.study_id, stored.pk)
    found["Location"] += (f"?{query}" if query else "") + part
    return found


def _where(request: HttpRequest) -> str:
    """The page and choice of lines as they stand in the address."""
    return request.GET.urlencode()
