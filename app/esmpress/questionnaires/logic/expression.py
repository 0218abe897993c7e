"""An expression in a definition: what the researcher wrote, and the tree it was read as."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.limits import check_limits
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.tree import Node

# The validation context by which a published version keeps the trees it was published with.
PUBLISHED = {"published": True}

# Definitions are read again and again; their nodes are frozen, so that all can share them.
_parse = lru_cache(maxsize=4096)(parse)


class Expression(BaseModel):
    """An expression; it can be given as a plain string, which is parsed.

    Given a source and a tree, the tree must be that of the source: who changes the source of a
    draft leaves the tree out. Under the context `PUBLISHED` the tree is taken as it is, so that
    a version means for ever what it meant when it was published.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )

    source: str
    tree: Node

    @model_validator(mode="before")
    @classmethod
    def _parse_the_source(cls, given: Any) -> Any:
        fields = {"source": given} if isinstance(given, str) else given
        if isinstance(fields, dict) and fields.get("tree") is None:
            source = fields.get("source")
            return {**fields, "tree": _parse(source)} if isinstance(source, str) else given
        return fields

    @model_validator(mode="after")
    def _tree_is_that_of_the_source(self, info: ValidationInfo) -> Expression:
        if isinstance(info.context, dict) and info.context.get("published"):
            check_limits(self.tree)
        elif _parse(self.source) != self.tree:
            raise ExpressionError("the tree is not that of the source: leave the tree out")
        return self

    def __str__(self) -> str:
        return self.source
