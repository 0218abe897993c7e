"""Researchers and their rights in the Admin."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm

from esmpress.accounts.models import Researcher
from esmpress.console.language.admin import LanguageAdmin

admin.site.unregister(Group)


class ResearcherCreationForm(AdminUserCreationForm[Researcher]):
    """A new researcher by e-mail address."""

    class Meta:
        model = Researcher
        fields = ("email", "name")


@admin.register(Researcher)
class ResearcherAdmin(LanguageAdmin, UserAdmin[Researcher], ModelAdmin):
    """Who may log in, and what they may do."""

    add_form = ResearcherCreationForm
    form = UserChangeForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    readonly_fields = ("last_login", "joined_at")
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "password")}),
        (
            _("Rights"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "joined_at")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )


@admin.register(Group)
class RoleAdmin(GroupAdmin, ModelAdmin):
    """Rights given to several researchers at once."""
