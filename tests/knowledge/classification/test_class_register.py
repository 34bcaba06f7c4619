"""The register: which field is of which class."""

from __future__ import annotations

import pytest

from govhooks.knowledge.classification.register import Register

CLASSES = ("public", "internal", "confidential", "restricted")
REGISTER = Register(
    CLASSES,
    {"email": "confidential", "tenants.full_name": "restricted", "Office.email": "public", "homePhone": "internal"},
    types={"EmailStr": "confidential"},
)


@pytest.mark.parametrize(
    ("name", "owner", "expected"),
    [
        ("email", "", "confidential"),
        ("EMAIL", "User", "confidential"),
        ("email", "Office", "public"),
        ("email", "office", "public"),
        ("email_address", "User", ""),
        ("full_name", "tenants", "restricted"),
        ("fullName", "Tenant", "restricted"),
        ("full_name", "public.tenants", "restricted"),
        ("full_name", "TenantEntity", "restricted"),
        ("full_name", "AbstractTenant", "restricted"),
        ("full_name", "Users", ""),
        ("full_name", "", ""),
        ("home_phone", "x", "internal"),
        ("home-phone", "", "internal"),
        ("", "", ""),
    ],
)
def test_class_of(name: str, owner: str, expected: str) -> None:
    assert REGISTER.class_of(name, owner) == expected


def test_ranks_and_types() -> None:
    assert [REGISTER.rank(name) for name in (*CLASSES, "secret")] == [0, 1, 2, 3, -1]
    assert (
        REGISTER.class_of_type("EmailStr"),
        REGISTER.class_of_type("pydantic.EmailStr"),
        REGISTER.class_of_type("str"),
    ) == (
        "confidential",
        "confidential",
        "",
    )
    assert REGISTER and not Register(CLASSES)
