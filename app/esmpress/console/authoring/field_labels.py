"""What the forms call the fields that faults are about."""

from __future__ import annotations

from functools import cache

from esmpress.console.authoring.answer_fields import fields_of, form_field
from esmpress.console.authoring.item_form import ItemForm
from esmpress.console.authoring.page_form import PageForm
from esmpress.questionnaires.draft_faults import DraftFault


def label_of(fault: DraftFault, kind: str) -> str:
    """The label of the field; `kind` is that of the fault's item. Empty where no field is meant."""
    if fault.item:
        return _labels(kind).get(form_field(kind, fault.field), "") if kind else ""
    if fault.page:
        return _label(PageForm, fault.field)
    return fault.field.capitalize()


@cache
def _labels(kind: str) -> dict[str, str]:
    """The labels of an item's form."""
    own = {name: str(field.label) for name, field in fields_of(kind).items()}
    return {name: _label(ItemForm, name) for name in ItemForm.base_fields} | own


def _label(form: type[ItemForm] | type[PageForm], name: str) -> str:
    field = form.base_fields.get(name)
    return str(field.label) if field else ""
