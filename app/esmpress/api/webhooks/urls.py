"""Addresses that providers post to."""

from __future__ import annotations

from django.urls import path

from esmpress.api.webhooks.sendgrid import sendgrid_events

urlpatterns = [path("sendgrid/", sendgrid_events)]
