"""Which tokens open what, and which open nothing."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.studies.api_tokens import NoSuchToken, find_token, revoke_token
from esmpress.studies.members import add_member, change_role, remove_member
from esmpress.studies.models import ApiToken, Scope, Study
from esmpress.studies.token_text import has_form, new_text
from tests.api.researcher.calls import ask, token_for
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return make_study(slug="one")


@pytest.fixture
def maker(study: Study) -> Researcher:
    # A study keeps an owner.
    make_member(study)
    return make_member(study)


def refusal(token: str) -> tuple[int, str]:
    answer = ask(token, "/one")
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["detail"]


def test_a_token_is_long_and_known_by_its_prefix_and_check_sum() -> None:
    first, second = new_text(), new_text()

    assert first != second
    assert first.startswith("esmp_")
    assert len(first) == 51
    assert has_form(first)
    assert not has_form(first[:-1] + ("0" if first[-1] != "0" else "1"))
    assert not has_form(first + "\n")


def test_of_a_token_nothing_but_its_hash_is_kept(study: Study) -> None:
    token = token_for(study)

    kept = ApiToken.objects.get()
    assert bytes(kept.token_hash) == hashlib.sha256(token.encode()).digest()
    assert token[5:] not in str(ApiToken.objects.values().get())
    assert token[5:45] not in str(list(AuditEntry.objects.values()))


def test_making_and_revoking_are_in_the_audit_trail(study: Study, maker: Researcher) -> None:
    token_for(study, made_by=maker)
    made = ApiToken.objects.get()

    revoke_token(study, made.pk, revoked_by=maker, now=timezone.now())

    told = AuditEntry.objects.filter(subject_type="studies_apitoken").order_by("number")
    assert [(one.act, one.study) for one in told] == [("insert", study.pk), ("update", study.pk)]
    assert told[0].changes["token_hash"] == []
    assert set(told[1].changes) == {"revoked_at", "revoked_by_id"}


def test_without_a_token_nothing_is_told_but_how_to_send_one() -> None:
    for headers in ({}, {"authorization": "Basic abc"}, {"authorization": "Bearer"}):
        answer = Client().get("/api/v1/studies", headers=headers)

        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Bearer realm="ESMpress"'
        assert "Authorization: Bearer" in answer.json()["detail"]


def test_a_token_in_the_query_is_none(study: Study) -> None:
    answer = Client().get("/api/v1/studies", {"token": token_for(study)})

    assert answer.status_code == 401


def test_a_mistyped_token_costs_no_statement(study: Study, django_assert_num_queries: Any) -> None:
    token = token_for(study)

    with django_assert_num_queries(0):
        assert refusal(token[:-2] + "!!") == (
            401,
            "This is no token of ESMpress: it was mistyped or cut off.",
        )


def test_one_that_was_never_made_is_not_known() -> None:
    assert refusal(new_text()) == (401, "This token is not known here.")


def test_a_revoked_one_opens_nothing_and_is_revoked_once(study: Study, maker: Researcher) -> None:
    token = token_for(study, made_by=maker)
    pk = ApiToken.objects.get().pk
    revoke_token(study, pk, revoked_by=maker, now=timezone.now())

    with pytest.raises(NoSuchToken):
        revoke_token(study, pk, revoked_by=maker, now=timezone.now())

    assert refusal(token) == (401, "This token was revoked.")


def test_one_of_another_study_cannot_be_revoked(study: Study, maker: Researcher) -> None:
    token_for(make_study(), made_by=maker)

    with pytest.raises(NoSuchToken):
        revoke_token(study, ApiToken.objects.get().pk, revoked_by=maker, now=timezone.now())

    assert ApiToken.objects.get().revoked_at is None


def test_a_token_ends_at_its_instant(study: Study) -> None:
    token = token_for(study)
    ends = datetime(2027, 1, 1, tzinfo=UTC)
    ApiToken.objects.update(made_at=ends - timedelta(days=1), expires_at=ends)

    assert find_token(token, now=ends - timedelta(seconds=1)).study == study
    ApiToken.objects.update(made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now())
    assert refusal(token) == (401, "This token has expired.")


@pytest.mark.parametrize("days", [0, 366])
def test_the_database_lets_none_live_longer_than_a_year(study: Study, days: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        token_for(study, good_for=timedelta(days=days))


def test_the_database_knows_the_scopes(study: Study) -> None:
    token_for(study)

    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(scopes=["write:everything"])


GONE = (401, "Who made this token does not manage the study any more.")


def test_it_stops_with_the_membership_of_its_maker_and_comes_back_with_it(
    study: Study, maker: Researcher
) -> None:
    token = token_for(study, made_by=maker)
    remove_member(study, maker.pk)
    removed = refusal(token)
    add_member(study, maker, "owner", given_by=maker, now=timezone.now())

    assert removed == GONE
    assert ask(token, "/one").status_code == 200


def test_it_stops_when_its_maker_may_not_make_tokens_any_more(
    study: Study, maker: Researcher
) -> None:
    token = token_for(study, made_by=maker)

    change_role(study, maker.pk, "analyst", given_by=maker, now=timezone.now())

    assert refusal(token) == GONE


def test_it_stops_when_its_maker_cannot_log_in(study: Study, maker: Researcher) -> None:
    token = token_for(study, made_by=maker)

    Researcher.objects.filter(pk=maker.pk).update(is_active=False)

    assert refusal(token) == GONE


def test_one_of_a_superuser_works_as_long_as_they_are_one(study: Study) -> None:
    root = Researcher.objects.create_superuser("root@example.org", "x" * 12)
    token = token_for(study, made_by=root)
    before = ask(token, "/one").status_code

    Researcher.objects.filter(pk=root.pk).update(is_superuser=False)

    assert (before, refusal(token)) == (200, GONE)


def test_where_a_second_factor_is_asked_for_only_those_made_with_one_work(study: Study) -> None:
    without, with_one = token_for(study, with_factor=False), token_for(study)
    Study.objects.filter(pk=study.pk).update(requires_second_factor=True)

    status, sentence = refusal(without)

    assert (status, ask(with_one, "/one").status_code) == (403, 200)
    assert "second factor" in sentence


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_what_it_names_and_nothing_else(study: Study, scope: Scope) -> None:
    token = token_for(study, [scope])
    paths = {
        Scope.STUDY: ["", "/one"],
        Scope.PARTICIPANTS: ["/one/participants"],
        Scope.PROMPTS: ["/one/prompts"],
        Scope.RESPONSES: ["/one/responses"],
        Scope.COMPLIANCE: ["/one/compliance"],
        Scope.ARMS: [],
    }

    for needed, addresses in paths.items():
        for path in addresses:
            assert ask(token, path).status_code == (200 if needed == scope else 403), path


def test_the_day_of_the_last_use_is_noted_once(study: Study) -> None:
    token = token_for(study)
    ask(token, "/one")
    first = ApiToken.objects.get().last_used_on
    ApiToken.objects.update(last_used_on=datetime(2026, 1, 1, tzinfo=UTC).date())

    ask(token, "/one")

    assert first == ApiToken.objects.get().last_used_on == timezone.now().date()


def test_what_is_read_stands_in_the_audit_trail_once_an_hour(
    study: Study, maker: Researcher
) -> None:
    token = token_for(study, made_by=maker)

    for path in ("/one/responses", "/one/responses", "/one/prompts"):
        ask(token, path)

    seen = AuditEntry.objects.filter(act="see").order_by("number")
    assert [(one.words, one.researcher, one.study) for one in seen] == [
        ("read:responses by a token of the API", maker.pk, study.pk),
        ("read:prompts by a token of the API", maker.pk, study.pk),
    ]


def test_nothing_is_kept_on_the_way_and_no_page_of_elsewhere_may_read(study: Study) -> None:
    token = token_for(study)

    answer = Client().get(
        "/api/v1/studies",
        headers={"authorization": f"Bearer {token}", "origin": "https://evil.example"},
    )

    assert answer["Cache-Control"] == "no-store"
    assert not [name for name in answer.headers if name.startswith("Access-Control")]
    assert answer.cookies == {}


def test_a_program_only_reads(study: Study) -> None:
    headers = {"authorization": f"Bearer {token_for(study)}"}

    for method in ("post", "put", "patch", "delete"):
        answer = getattr(Client(), method)("/api/v1/studies/one/prompts", headers=headers)
        assert answer.status_code == 405
        assert answer["Content-Type"] == "application/problem+json"
