"""What the Admin's scripts say, in the language of the page they run on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {
    "absent": _(
        "The participant page does not answer, so there is no preview now. "
        "What you write is not affected."
    ),
    "cannotSee": _("You cannot see this any more."),
    "loggedOut": _("You are logged out: refresh to log in again."),
    "moment": _("One moment …"),
    "more": _("More"),
    "noAnswer": _("That was not saved: the server did not answer."),
    "noPicture": _("This file cannot be read as a picture."),
    "noPreview": _("No preview now"),
    "notSaved": _("That was not saved: load the page again."),
    "notUpToDate": _("Not up to date: the server does not answer. Trying again."),
    "nothing": _("There is nothing to show yet."),
    "refreshEvery": _("Refresh every 30 s"),
    "saved": _("Saved"),
    "saving": _("Saving …"),
    "stopRefreshing": _("Stop refreshing"),
    "toOpen": _("To open, read and answer:"),
    "why": _("Why?"),
}
