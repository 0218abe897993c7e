"""Addresses of the participant API."""

from __future__ import annotations

from django.urls import path

from esmpress.api.participant.draft_views import DraftView
from esmpress.api.participant.event_views import EventView, ReportView
from esmpress.api.participant.join_views import (
    ConfirmView,
    EligibilityView,
    JoinRequestView,
    JoinView,
)
from esmpress.api.participant.later import later
from esmpress.api.participant.me_data import DataView
from esmpress.api.participant.me_link_views import LinkView, RenewView
from esmpress.api.participant.me_views import (
    MailView,
    MeView,
    PauseView,
    ResumeView,
    SettingsView,
    WithdrawView,
)
from esmpress.api.participant.page_errors import page_error
from esmpress.api.participant.photo_views import PhotoView
from esmpress.api.participant.unsubscribe import unsubscribe
from esmpress.api.participant.views import OpenView, PromptView, ResponseView
from esmpress.api.preflight.phone_page import phone_page

urlpatterns = [
    path("participant/prompt", PromptView.as_view()),
    path("participant/prompt/open", OpenView.as_view()),
    path("participant/prompt/draft", DraftView.as_view()),
    path("participant/prompt/response", ResponseView.as_view()),
    path("participant/prompt/photo", PhotoView.as_view()),
    path("participant/event", EventView.as_view()),
    path("participant/event/report", ReportView.as_view()),
    path("participant/join/confirm", ConfirmView.as_view()),
    path("participant/join/<slug:slug>", JoinView.as_view()),
    path("participant/join/<slug:slug>/eligibility", EligibilityView.as_view()),
    path("participant/join/<slug:slug>/request", JoinRequestView.as_view()),
    path("participant/me", MeView.as_view()),
    path("participant/me/link", LinkView.as_view()),
    path("participant/me/renew", RenewView.as_view()),
    path("participant/me/settings", SettingsView.as_view()),
    path("participant/me/pause", PauseView.as_view()),
    path("participant/me/resume", ResumeView.as_view()),
    path("participant/me/mail", MailView.as_view()),
    path("participant/me/withdraw", WithdrawView.as_view()),
    path("participant/me/data", DataView.as_view()),
    path("participant/page/error", page_error),
    path("participant/unsubscribe/<str:token>", unsubscribe),
    path("participant/later/<str:token>", later),
    path("preflight/<str:token>", phone_page),
]
