"""Inviting somebody who has no account: a mail, a link that works once, an account with a role."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.studies.invitations import (
    GOOD_FOR,
    UnknownInvitation,
    accept,
    find_invitation,
    invitation_link,
    invite,
)
from esmpress.studies.models import Invitation, Study
from tests.console.browsers import browser_for
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_member

pytestmark = pytest.mark.django_db
EVA = "eva@example.org"
TYPED = {"name": "Eva Editor", "password": "seven green pears", "again": "seven green pears"}


@pytest.fixture
def owner(study: Study) -> Researcher:
    return make_member(study, "owner", name="Olga Owner")


@pytest.fixture
def invitation(study: Study, owner: Researcher) -> Invitation:
    return invite(study, EVA, "editor", invited_by=owner, now=timezone.now())


def path_of(invitation: Invitation) -> str:
    return invitation_link(invitation).removeprefix("https://esm.example.org")


def test_an_address_without_an_account_gets_a_mail_with_a_link(
    study: Study, owner: Researcher, relay: SmtpServer
) -> None:
    page = reverse("admin:studies_study_members", args=[study.pk])

    answer = browser_for(owner).post(page, {"act": "add", "email": EVA, "role": "editor"})

    (mail,) = relay.messages()
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert mail["To"] == EVA
    assert "Olga Owner invites you" in text
    assert invitation_link(Invitation.objects.get()) in text
    assert EVA not in str(answer.cookies)


def test_the_link_makes_an_account_with_the_role_and_works_once(
    study: Study, invitation: Invitation
) -> None:
    path, browser = path_of(invitation), Client()
    shown = browser.get(path).content.decode()

    taken = browser.post(path, TYPED)

    assert EVA in shown
    assert taken["Location"] == reverse("admin:login")
    eva = Researcher.objects.get(email=EVA)
    assert (eva.name, eva.is_superuser, eva.check_password(TYPED["password"])) == (
        "Eva Editor",
        False,
        True,
    )
    assert study.memberships.get(researcher=eva).role == "editor"
    assert browser_for(eva).get(reverse("admin:studies_study_members", args=[study.pk])).status_code
    assert browser.get(path).status_code == 404
    assert browser.post(path, TYPED).status_code == 404


def test_looking_at_the_link_takes_nothing(invitation: Invitation) -> None:
    Client().get(path_of(invitation))
    Client().head(path_of(invitation))

    assert not Researcher.objects.filter(email=EVA).exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"again": "seven green plums"}, "another password than above"),
        ({"password": "12345678", "again": "12345678"}, "entirely numeric"),
        ({"password": EVA, "again": EVA}, "too similar"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_a_bad_form_makes_no_account(
    changed: dict[str, str], sentence: str, invitation: Invitation
) -> None:
    answer = Client().post(path_of(invitation), TYPED | changed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Researcher.objects.filter(email=EVA).exists()


def test_after_a_week_the_link_says_so(invitation: Invitation, study: Study) -> None:
    long_ago = timezone.now() - GOOD_FOR - timedelta(minutes=1)
    owner = invitation.invited_by
    assert owner is not None
    old = invite(study, EVA, "editor", invited_by=owner, now=long_ago)

    answer = Client().post(path_of(old), TYPED)

    assert answer.status_code == 410
    assert "good for a week" in answer.content.decode()
    assert not Researcher.objects.filter(email=EVA).exists()


def test_inviting_again_ends_the_link_before(invitation: Invitation, study: Study) -> None:
    before, owner = path_of(invitation), invitation.invited_by
    assert owner is not None

    again = invite(study, "EVA@example.org", "analyst", invited_by=owner, now=timezone.now())

    assert Client().get(before).status_code == 404
    assert "as analyst" in Client().get(path_of(again)).content.decode()


def test_an_address_whose_time_is_over_goes_with_the_next_invitation(study: Study) -> None:
    owner, now = make_member(study, "owner"), timezone.now()
    invite(study, "late@example.org", "editor", invited_by=owner, now=now - GOOD_FOR)

    invite(study, EVA, "editor", invited_by=owner, now=now)

    assert [one.email for one in study.invitations.all()] == [EVA]


def test_a_forged_link_is_unknown(invitation: Invitation) -> None:
    path = path_of(invitation)
    forged = re.sub(r".(?=/$)", "A" if path[-2] != "A" else "B", path)

    assert Client().get(forged).status_code == 404


def test_a_withdrawn_invitation_is_unknown(
    invitation: Invitation, study: Study, owner: Researcher
) -> None:
    page = reverse("admin:studies_study_members", args=[study.pk])

    browser_for(owner).post(page, {"act": "withdraw", "invitation": invitation.pk})

    assert Client().get(path_of(invitation)).status_code == 404


@pytest.mark.parametrize("how", ["removed", "editor", "leaves"])
def test_whoever_manages_members_no_more_has_no_invitations(
    how: str, invitation: Invitation, study: Study, owner: Researcher
) -> None:
    page = reverse("admin:studies_study_members", args=[study.pk])
    other = make_member(study, "owner", name="Otto Other")
    theirs = invite(study, "kim@example.org", "owner", invited_by=other, now=timezone.now())
    acts = {
        "removed": (other, {"act": "remove", "member": owner.pk, "sure": "1"}),
        "editor": (other, {"act": "role", "member": owner.pk, "role": "editor"}),
        "leaves": (owner, {"act": "leave", "sure": "1"}),
    }

    who, posted = acts[how]
    browser_for(who).post(page, posted)

    assert Client().post(path_of(invitation), TYPED).status_code == 404
    assert list(study.invitations.all()) == [theirs]


def test_an_owner_who_stays_one_keeps_their_invitations(
    invitation: Invitation, study: Study, owner: Researcher
) -> None:
    page = reverse("admin:studies_study_members", args=[study.pk])

    browser_for(owner).post(page, {"act": "role", "member": owner.pk, "role": "owner"})

    assert Client().get(path_of(invitation)).status_code == 200


def test_an_invitation_of_a_disabled_account_is_unknown(
    invitation: Invitation, owner: Researcher
) -> None:
    Researcher.objects.filter(pk=owner.pk).update(is_active=False)

    assert Client().post(path_of(invitation), TYPED).status_code == 404


def test_an_account_made_meanwhile_takes_the_role_and_keeps_its_password(
    invitation: Invitation, study: Study
) -> None:
    eva = Researcher.objects.create_user(EVA, "her own password")

    answer = Client().post(path_of(invitation), TYPED)

    eva.refresh_from_db()
    assert answer.status_code == 302
    assert eva.check_password("her own password")
    assert study.memberships.get(researcher=eva).role == "editor"


def test_of_two_who_press_at_once_one_gets_the_account(invitation: Invitation) -> None:
    token = path_of(invitation).split("/")[-2]
    both = [find_invitation(token, now=timezone.now()) for _ in range(2)]
    accept(both[0], name="Eva", password="seven green pears", now=timezone.now())

    with pytest.raises(UnknownInvitation):
        accept(both[1], name="Eve", password="other green pears", now=timezone.now())

    assert Researcher.objects.get(email=EVA).name == "Eva"
