"""Tables that are only added to: not even the privilege to change them is left to the product."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# What nobody but the owner of a table may do to it. Numbering fills two columns of the chain of
# leavings, which a trigger lets pass once: updates of it stay allowed.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "accounts_auditentry": ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER"),
    "participants_leaving": ("DELETE", "TRUNCATE", "TRIGGER"),
    "participants_withdrawalstep": ("UPDATE", "TRUNCATE", "TRIGGER"),
}
# Whoever was granted anything, whatever the roles are called where the database is run.
_GRANTEES = """
SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
  FROM pg_class AS relation, aclexplode(relation.relacl) AS granted
 WHERE relation.oid = to_regclass(%s) AND granted.grantee <> relation.relowner
"""
_OWNS = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass(%s)"


def close(connection: BaseDatabaseWrapper) -> list[str]:
    """Take the privileges from everybody but the owner, who calls this; the tables it closed.

    Grants are given by role and for all tables: each migration may have given them anew.
    """
    closed = []
    with connection.cursor() as cursor:
        for table, privileges in APPEND_ONLY.items():
            cursor.execute(_OWNS, [table])
            if (row := cursor.fetchone()) is None or not row[0]:
                continue
            cursor.execute(_GRANTEES, [table])
            for (grantee,) in cursor.fetchall():
                # Names that were quoted, and words that stand above.
                statement = f"REVOKE {', '.join(privileges)} ON {table} FROM {grantee}"
                cursor.execute(statement)
            closed.append(table)
    return closed
