"""What each page of the Admin asks of who opens it, and of who posts to it: each stands here.

The test of the matrix asks all addresses for everybody, and refuses one that is not in the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from esmpress.studies.models import Scope
from esmpress.studies.rights import Right


class Special(Enum):
    """What is asked where no right in a study is."""

    LOGGED_IN = "who is logged in"
    # By a permission of Django's, which access administration gives.
    PERMITTED = "by permission"
    NOBODY = "nobody"
    # The method is none of the page's.
    NO_SUCH = "no such method"
    # There is nothing at the address.
    NOTHING = "nothing there"


Need = frozenset[Right] | Special


@dataclass(frozen=True)
class Page:
    """One address: what a GET and a POST need, of whose study, and what has to stand in it."""

    looks: Need
    acts: Need | None = None
    # Of no study, but for who has the rights in some study.
    is_list: bool = False
    query: str = ""
    # Whom a list is refused, and how.
    refused: int = 403


def _of_study(look: Right, act: Right | Special | None = None, **fields: str) -> Page:
    needed = frozenset({act}) if isinstance(act, Right) else act
    return Page(frozenset({look}), needed, **fields)  # type: ignore[arg-type]


def _posts(*needed: Right) -> Page:
    return Page(Special.NO_SUCH, frozenset(needed))


def _list(needed: Right, act: Right | None = None) -> Page:
    return Page(frozenset({needed}), frozenset({act}) if act else None, is_list=True)


def _model(
    model: str,
    look: Right,
    *,
    change: Right | Special = Special.NOBODY,
    delete: Right | Special = Special.NOBODY,
    add: Right | Special = Special.NOBODY,
) -> dict[str, Page]:
    """Django's own pages of a model."""
    deletes = frozenset({delete}) if isinstance(delete, Right) else delete
    adds = frozenset({add}) if isinstance(add, Right) else add
    return {
        f"admin:{model}_changelist": _list(look),
        f"admin:{model}_add": Page(adds, adds, is_list=True),
        f"admin:{model}_history": _of_study(look),
        f"admin:{model}_delete": Page(deletes, deletes),
        f"admin:{model}_change": _of_study(look, change),
    }


_ACT = frozenset({Right.ACT_ON_PEOPLE})
_MESSAGE = frozenset({Right.MESSAGE_PEOPLE})
_ADDRESSES = frozenset({Right.SEE_ADDRESSES})
_OWN_DATA = _ADDRESSES | {Right.SEE_ANSWERS}
_LAUNCH = frozenset({Right.LAUNCH})
_ENROL = frozenset({Right.ENROL})
_EXPORT = frozenset({Right.EXPORT, Right.SEE_ARMS})
_EDIT = frozenset({Right.EDIT_DESIGN})
_ACT_ON_ARMS = _ACT | {Right.SEE_ARMS}

_STUDY = {
    **_model(
        "studies_study",
        Right.SEE_STUDY,
        change=Right.EDIT_DESIGN,
        delete=Right.DELETE,
        add=Special.PERMITTED,
    ),
    "admin:studies_study_import_file": Page(Special.PERMITTED, Special.PERMITTED, is_list=True),
    # The link is signed, and its page for people who cannot log in yet.
    "admin:studies_study_invitation": Page(Special.NOTHING, Special.NOTHING, is_list=True),
    # Whoever is a member can leave; everything else on the page is for who manages members.
    "admin:studies_study_members": _of_study(Right.SEE_STUDY, Right.MANAGE_MEMBERS),
    "admin:studies_study_api_tokens": _of_study(Right.MANAGE_MEMBERS, Right.MANAGE_MEMBERS),
    "admin:studies_study_webhooks": _of_study(Right.MANAGE_MEMBERS, Right.MANAGE_MEMBERS),
    "admin:studies_study_new_study": Page(Special.PERMITTED, is_list=True),
    "admin:studies_study_template": Page(Special.PERMITTED, Special.PERMITTED, is_list=True),
    # Of a study one may see, with the permission to make another.
    "admin:studies_study_copy": Page(Special.PERMITTED, Special.PERMITTED),
    "admin:studies_study_set_up": _of_study(Right.SEE_STUDY),
    "admin:studies_study_compliance": _of_study(Right.SEE_PEOPLE),
    "admin:studies_study_preview": _of_study(Right.SEE_STUDY),
    "admin:studies_study_simulate": _of_study(Right.SEE_STUDY, Right.SEE_STUDY),
    "admin:studies_study_methods_text": _of_study(Right.SEE_STUDY),
    "admin:studies_study_export_file": _of_study(Right.SEE_STUDY, Right.SEE_STUDY),
    "admin:studies_study_message_texts": _of_study(Right.SEE_STUDY),
    "admin:studies_study_message": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    "admin:studies_study_message_preview": _posts(Right.EDIT_DESIGN),
    "admin:studies_study_message_test": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    "admin:studies_study_message_standard": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    "admin:studies_study_message_acts": Page(_MESSAGE, _MESSAGE, query="act=call_off&all="),
    "admin:studies_study_joining": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    "admin:studies_study_consent": _of_study(Right.SEE_STUDY),
    "admin:studies_study_feedback": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    "admin:studies_study_preflight": _of_study(Right.SEE_STUDY, Right.LAUNCH),
    "admin:studies_study_delivery": _of_study(Right.SEE_PEOPLE),
    "admin:studies_study_alert_rules": _of_study(Right.SEE_STUDY),
    "admin:studies_study_alert_rule_add": Page(_EDIT, _EDIT, query="kind=missed"),
    "admin:studies_study_alert_rule": Page(_EDIT, _EDIT),
    "admin:studies_study_alert_rule_removal": Page(_EDIT, _EDIT),
    # What oneself is mailed: for the roles that are mailed at all.
    "admin:studies_study_alert_mail": Page(_ACT, _ACT),
    "admin:studies_study_launch": Page(_LAUNCH, _LAUNCH),
    "admin:studies_study_end": Page(_LAUNCH, _LAUNCH),
    "admin:studies_study_add_participants": Page(_ENROL, _ENROL),
    "admin:studies_study_people_import": Page(_ENROL, _ENROL),
    "admin:studies_study_people_import_one": Page(_ENROL, _ENROL),
    # Its file is for who uploaded it alone; others are led back to the page.
    "admin:studies_study_people_import_refused": Page(_ENROL),
    "admin:studies_study_export_csv": Page(_EXPORT, _EXPORT),
    "admin:studies_study_export_timings": Page(_EXPORT, _EXPORT),
    "admin:studies_study_retention": _of_study(Right.SEE_PEOPLE, Right.DELETE),
    "admin:studies_study_export_package": Page(_EXPORT, _EXPORT),
    "admin:studies_study_processing_record": _of_study(Right.SEE_PEOPLE),
    "admin:studies_study_disclosure": Page(_EXPORT, _EXPORT),
    **_model("studies_schedule", Right.SEE_STUDY, delete=Right.DELETE),
    "admin:studies_schedule_new_version": Page(_EDIT, _EDIT),
}
_PARTICIPANT = {
    **_model("participants_participant", Right.SEE_PEOPLE, add=Right.ENROL),
    "admin:participants_participant_timeline": _of_study(Right.SEE_PEOPLE),
    **{
        f"admin:participants_participant_{act}": Page(_ACT, _ACT)
        for act in (
            "pause",
            "resume",
            "move",
            "change_wake_times",
            "send_mail_again",
            "revoke_links",
            "withdraw",
        )
    },
    "admin:participants_participant_mail_link": Page(_MESSAGE, _MESSAGE),
    "admin:participants_participant_resend": Page(_MESSAGE, _MESSAGE),
    "admin:participants_participant_show_address": Page(_ADDRESSES, _ADDRESSES),
    "admin:participants_participant_own_data": Page(_OWN_DATA, _OWN_DATA),
    # Of who has withdrawn; others are led back to the page.
    "admin:participants_participant_certificate": Page(_ACT),
    "admin:participants_participant_change_address": Page(_ACT | _ADDRESSES, _ACT | _ADDRESSES),
    "admin:participants_participant_act_on_many": Page(Special.NO_SUCH, _ACT, is_list=True),
    "admin:participants_participant_write": Page(_MESSAGE),
    "admin:participants_participant_write_to_many": Page(Special.NO_SUCH, _MESSAGE, is_list=True),
    "admin:participants_participant_find_by_address": _list(
        Right.SEE_ADDRESSES, Right.SEE_ADDRESSES
    ),
    "admin:participants_participant_change_arm": Page(_ACT_ON_ARMS, _ACT_ON_ARMS),
}
_WATCHED = {
    **_model("prompts_prompt", Right.SEE_PEOPLE),
    **_model("delivery_notification", Right.SEE_PEOPLE),
    **_model("responses_response", Right.SEE_ANSWERS),
    **_model("responses_draft", Right.SEE_ANSWERS),
    **_model("alerts_alert", Right.SEE_PEOPLE),
    **{f"admin:alerts_alert_{act}": Page(_ACT, _ACT) for act in ("acknowledge", "assign", "done")},
    "admin:responses_response_photo": _of_study(Right.SEE_ANSWERS),
}
_Q = "admin:questionnaires_questionnaire"
_QUESTIONNAIRE = {
    **_model(
        "questionnaires_questionnaire",
        Right.SEE_STUDY,
        change=Right.EDIT_DESIGN,
        delete=Right.EDIT_DESIGN,
        add=Right.EDIT_DESIGN,
    ),
    f"{_Q}_import_file": _list(Right.EDIT_DESIGN, Right.EDIT_DESIGN),
    f"{_Q}_advice": _list(Right.SEE_STUDY),
    f"{_Q}_publish": Page(_EDIT, _EDIT),
    f"{_Q}_translations": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    f"{_Q}_translation_file": _of_study(Right.SEE_STUDY),
    f"{_Q}_compare": _of_study(Right.SEE_STUDY),
    f"{_Q}_codebook": _of_study(Right.SEE_STUDY),
    f"{_Q}_draft": _of_study(Right.SEE_STUDY),
    f"{_Q}_item_add": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN, query="kind=text"),
    f"{_Q}_item": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    f"{_Q}_page_add": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    f"{_Q}_page": _of_study(Right.SEE_STUDY, Right.EDIT_DESIGN),
    f"{_Q}_item_move": Page(_EDIT, _EDIT),
    f"{_Q}_item_delete": Page(_EDIT, _EDIT),
    f"{_Q}_page_delete": Page(_EDIT, _EDIT),
    f"{_Q}_item_add_preview": Page(Special.NO_SUCH, _EDIT, query="kind=text"),
    **{
        f"{_Q}_{act}": _posts(Right.EDIT_DESIGN)
        for act in (
            "order",
            "item_copy",
            "page_copy",
            "page_move",
            "item_preview",
            "page_add_preview",
            "page_preview",
        )
    },
}
# Of an export; of another kind, by the right of that kind. The list shows what one may see.
_JOB = {
    "admin:jobs_job_changelist": Page(Special.LOGGED_IN, is_list=True),
    "admin:jobs_job_add": Page(Special.NOBODY, Special.NOBODY, is_list=True),
    "admin:jobs_job_history": Page(_EXPORT),
    "admin:jobs_job_delete": Page(Special.NOBODY, Special.NOBODY),
    "admin:jobs_job_change": Page(_EXPORT),
    "admin:jobs_job_progress": Page(_EXPORT),
    "admin:jobs_job_cancel": Page(Special.NO_SUCH, _EXPORT),
    "admin:jobs_job_go_on": Page(Special.NO_SUCH, _EXPORT),
    "admin:jobs_job_file": Page(_EXPORT),
}
_PERMITTED = Page(Special.PERMITTED, Special.PERMITTED, is_list=True)
_ACCESS = {
    f"admin:{model}_{page}": _PERMITTED
    for model in ("accounts_researcher", "auth_group")
    for page in ("changelist", "add", "history", "delete", "change")
} | {"admin:auth_user_password_change": _PERMITTED}
# Everybody chooses for themselves.
_ACCESS["admin:accounts_researcher_language"] = Page(
    Special.NO_SUCH, Special.LOGGED_IN, is_list=True
)
_BY_NOBODY = Page(Special.NOBODY, Special.NOBODY, is_list=True)
_AUDIT = {
    **{f"admin:accounts_auditentry_{page}": _PERMITTED for page in ("changelist", "history")},
    "admin:accounts_auditentry_change": Page(Special.PERMITTED, Special.NOBODY, is_list=True),
    **{f"admin:accounts_auditentry_{page}": _BY_NOBODY for page in ("add", "delete")},
}
_EVERYBODY = Page(Special.LOGGED_IN, is_list=True)
_SITE = {
    "admin:index": _EVERYBODY,
    "admin:search": _EVERYBODY,
    "admin:login": _EVERYBODY,
    # Of a log-in: whoever is in already is led on.
    "admin:login_second": Page(Special.LOGGED_IN, Special.LOGGED_IN, is_list=True),
    "admin:login_passkey": Page(Special.LOGGED_IN, Special.LOGGED_IN, is_list=True),
    # Of everybody's own account.
    **{
        f"admin:account{page}": Page(Special.LOGGED_IN, Special.LOGGED_IN, is_list=True)
        for page in ("_authenticator", "_passkey", "_recovery_codes", "_sure")
    },
    # What is posted there says what is to be done; without that there is nothing.
    "admin:account": Page(Special.LOGGED_IN, Special.NOTHING, is_list=True),
    "admin:logout": Page(Special.NO_SUCH, Special.LOGGED_IN, is_list=True),
    "admin:password_change": Page(Special.LOGGED_IN, Special.LOGGED_IN, is_list=True),
    "admin:password_change_done": _EVERYBODY,
    "admin:jsi18n": _EVERYBODY,
    # No form asks for suggestions.
    "admin:autocomplete": Page(Special.NOBODY, is_list=True),
    "admin:view_on_site": Page(Special.NOTHING, is_list=True),
    "admin:app_list": Page(frozenset({Right.SEE_STUDY}), is_list=True, refused=404),
    "admin/(?P<url>.*)$": Page(Special.NOTHING, Special.NOTHING, is_list=True),
}
PAGES: dict[str, Page] = {
    **_SITE,
    **_STUDY,
    **_PARTICIPANT,
    **_WATCHED,
    **_JOB,
    **_QUESTIONNAIRE,
    **_ACCESS,
    **_AUDIT,
}
# What programs read, each by a token whose scopes name it: no role and no session counts.
API_ROUTES: dict[str, Scope] = {
    "api_studies": Scope.STUDY,
    "api_study": Scope.STUDY,
    "api_participants": Scope.PARTICIPANTS,
    "api_prompts": Scope.PROMPTS,
    "api_responses": Scope.RESPONSES,
    "api_compliance": Scope.COMPLIANCE,
}
# Below these addresses no role counts: participants' links, providers' signatures, machines.
WITHOUT_ROLES = ("api/participant/", "api/preflight/", "webhooks/", "healthz/", "metrics")
