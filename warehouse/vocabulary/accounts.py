"""The roles of accounts at a desk that other machines can reach."""

from __future__ import annotations

from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class AccountRole(StrEnum):
    """What an account may do at the desk: each role may do what those before it may (role-based access control)."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def may_act_as(self, wanted: AccountRole) -> bool:
        """Say whether this role includes another."""
        order = tuple(AccountRole)
        return order.index(self) >= order.index(wanted)


ACCOUNT_ROLES = table_of(
    AccountRole,
    {
        AccountRole.READER: "reads every page and changes nothing",
        AccountRole.EDITOR: "decides, and writes verdicts",
        AccountRole.ADMIN: "sees the accounts, and gives them roles",
    },
    "ACCOUNT_ROLES in warehouse/vocabulary/accounts.py",
)
