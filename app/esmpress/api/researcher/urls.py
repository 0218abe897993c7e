"""Addresses of the researchers' API; each stands in `console.rights.pages`, by its name."""

from __future__ import annotations

from django.urls import path

from esmpress.api.researcher.compliance_views import ComplianceView
from esmpress.api.researcher.people_views import ParticipantsView
from esmpress.api.researcher.prompt_views import PromptsView, ResponsesView
from esmpress.api.researcher.study_views import StudiesView, StudyDetailView

urlpatterns = [
    path("studies", StudiesView.as_view(), name="api_studies"),
    path("studies/<slug:study>", StudyDetailView.as_view(), name="api_study"),
    path("studies/<slug:study>/participants", ParticipantsView.as_view(), name="api_participants"),
    path("studies/<slug:study>/prompts", PromptsView.as_view(), name="api_prompts"),
    path("studies/<slug:study>/responses", ResponsesView.as_view(), name="api_responses"),
    path("studies/<slug:study>/compliance", ComplianceView.as_view(), name="api_compliance"),
]
