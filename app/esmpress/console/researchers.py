"""Researchers and their rights in the Admin."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm

from esmpress.accounts.logged_in import end
from esmpress.accounts.models import Researcher
from esmpress.console.account.needed import log_in_of
from esmpress.console.language.admin import LanguageAdmin
from esmpress.lazy_texts import lazily

admin.site.unregister(Group)

EMAIL_HELP = lazily("They log in with it, and alerts are mailed there.")


class ResearcherCreationForm(AdminUserCreationForm[Researcher]):
    """A new researcher by e-mail address."""

    class Meta:
        model = Researcher
        fields = ("email", "name")
        help_texts: ClassVar = {"email": EMAIL_HELP}


class ResearcherForm(UserChangeForm):
    """A researcher's account."""

    class Meta:
        model = Researcher
        fields = "__all__"
        help_texts: ClassVar = {
            "email": EMAIL_HELP,
            "is_active": lazily("Untick it instead of deleting somebody: they cannot log in."),
            "is_staff": lazily("Whether they can open this Admin; researchers need it."),
        }


@admin.register(Researcher)
class ResearcherAdmin(LanguageAdmin, UserAdmin[Researcher], ModelAdmin):
    """Who may log in, and what they may do."""

    add_form = ResearcherCreationForm
    form = ResearcherForm
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

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Somebody else's password; with another one their log-ins end."""
        answer = super().user_change_password(request, id, form_url)
        researcher = self.get_object(request, unquote(id))
        here = log_in_of(request)
        if answer.status_code == HTTPStatus.FOUND and researcher is not None:
            end(researcher, now=timezone.now(), keep=here.pk if here else None)
        return answer


@admin.register(Group)
class RoleAdmin(GroupAdmin, ModelAdmin):
    """Rights given to several researchers at once."""
