"""Tables whose rows tell the audit trail what was added, changed and deleted in them."""

from __future__ import annotations

from dataclasses import dataclass

# In the place of a number: the table's own package has the migration.
OWN = 0


@dataclass(frozen=True)
class AuditedTable:
    """A table with the trigger `audit_row`, attached by the migration of accounts numbered `since`.

    `study` is the column that tells the study. Of `hidden` columns it is only told that they
    changed; `untold` ones do not count. Where our own processes write too, `only_researchers`
    leaves out what they do.
    """

    name: str
    study: str = ""
    hidden: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    only_researchers: bool = False
    since: int = 3

    def attach(self) -> str:
        """SQL that makes the trigger."""
        first = f"by:{self.study}" if self.only_researchers else self.study
        arguments = ", ".join(f"'{each}'" for each in (first, *map(" ".join, self._columns)))
        return (
            f"CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON {self.name}"
            f" FOR EACH ROW EXECUTE FUNCTION audit_row({arguments})"
        )

    def detach(self) -> str:
        """SQL that takes the trigger away."""
        return f"DROP TRIGGER audit_row ON {self.name}"

    @property
    def _columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.hidden, self.untold


AUDITED = (
    AuditedTable("accounts_researcher", hidden=("password",), untold=("last_login",)),
    AuditedTable("accounts_researcher_groups"),
    AuditedTable("accounts_researcher_user_permissions"),
    AuditedTable("auth_group"),
    AuditedTable("auth_group_permissions"),
    AuditedTable("studies_study", "id", hidden=("seed",)),
    AuditedTable("studies_arm", "study_id"),
    AuditedTable("studies_phase", "study_id"),
    AuditedTable("studies_schedule", "study_id"),
    AuditedTable("studies_scheduleversion"),
    AuditedTable("studies_feedbackchart", "study_id"),
    AuditedTable("studies_joining", "study_id"),
    AuditedTable("studies_purpose"),
    AuditedTable("studies_consentdocument", "study_id"),
    AuditedTable("studies_membership", "study_id", since=4),
    AuditedTable("studies_invitation", "study_id", hidden=("email",), since=4),
    AuditedTable(
        "studies_apitoken",
        "study_id",
        hidden=("token_hash",),
        untold=("last_used_on",),
        since=OWN,
    ),
    AuditedTable("studies_retentionrule", "study_id", since=OWN),
    AuditedTable(
        "webhooks_endpoint",
        "study_id",
        # Some receivers have a key of theirs in the address.
        hidden=("url", "sealed_secret", "sealed_old_secret", "seal_id"),
        untold=("failing_since",),
        since=OWN,
    ),
    AuditedTable(
        "accounts_authenticator", hidden=("sealed_secret",), untold=("last_step",), since=6
    ),
    AuditedTable(
        "accounts_passkey",
        hidden=("credential_id", "credential"),
        untold=("uses", "used_at"),
        since=6,
    ),
    AuditedTable("delivery_messagetemplate", "study_id"),
    AuditedTable("questionnaires_questionnaire"),
    AuditedTable("questionnaires_draftrotation"),
    AuditedTable("questionnaires_draftpage"),
    AuditedTable("questionnaires_draftitem"),
    AuditedTable("questionnaires_questionnaireversion", hidden=("definition",)),
    AuditedTable("alerts_alertrule", "study_id", since=OWN),
    # Of whom it is, is for those who may see it, and gone when they are erased.
    AuditedTable(
        "alerts_alert",
        "study_id",
        hidden=("rule_id", "participant_id", "response_id", "part", "whole", "note"),
        only_researchers=True,
        since=OWN,
    ),
    AuditedTable("alerts_mailwishes", untold=("digest_on",), since=OWN),
    # The arm is for those who may see allocations; hours of sleep are the participant's own.
    AuditedTable(
        "participants_participant",
        "study_id",
        hidden=("arm_id", "stratum", "wake_times", "portal_epoch"),
        untold=("planned_through", "changed_at"),
        only_researchers=True,
    ),
    AuditedTable(
        "participants_contact",
        hidden=("sealed_email", "email_index", "seal_id"),
        only_researchers=True,
    ),
)
# Why no other table of ours has one.
NOT_AUDITED = {
    "accounts_attempts": "hashes that count; waits are told in words",
    "accounts_auditentry": "the trail itself",
    "alerts_alertmail": "written by the product",
    "alerts_turn": "written by the product",
    "accounts_login": "log-ins and their ends are told in words",
    "accounts_recoverycode": "making and using them is told in words",
    "delivery_coordinatoralert": "written by the product",
    "delivery_letter": "written by the product",
    "delivery_messageact": "is a record of acts itself, and refuses changes",
    "delivery_notification": "written by the product; acts are in delivery_messageact",
    "delivery_phonecheck": "written by the product",
    "delivery_providerevent": "written by the provider",
    "delivery_sendercheck": "written by the product",
    "export_datasetversion": "written by the product; exporting is told in words",
    "jobs_job": "written by the product; asking, cancelling and taking home are told in words",
    "jobs_piece": "written by the product",
    "delivery_writtenmessage": "is a record itself; to whom it went is told in words",
    "participants_allocation": "is a record itself, and tells arms",
    "participants_consent": "is a record itself, written by the participant",
    "participants_importline": "holds people on their way in; who is enrolled is told by their row",
    "participants_importpiece": "holds the same in a file",
    "participants_joinrequest": "written by who joins",
    "participants_leaving": "is a record itself, in a chain of its own",
    "participants_linkrequest": "written by the participant",
    "participants_mailstop": "follows from the participant's row and the acts on it",
    "participants_pause": "follows from the participant's row and the acts on it",
    "participants_peopleimport": "each act on it is told by the Admin's own log",
    "participants_withdrawalstep": "is a record itself, and refuses changes",
    "participants_zonechange": "is a record itself",
    "prompts_prompt": "written by the product",
    "responses_draft": "written by the participant",
    "responses_photo": "written by the participant",
    "responses_response": "written by the participant",
    "webhooks_delivery": "written by the product",
}
