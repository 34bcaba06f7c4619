"""Credentials that say whether they are for production."""

from __future__ import annotations

from rows import each

from govhooks.rules.environment.separate_environments.tokens import PUBLIC, TOKENS, token_of

# Made here, so that no credential stands in this tree.
TAIL = "".join(("4e7K9HqLyjW", "DtrjjT5zdp7", "Qm8Zr2Kx6Pw", "Vt3Nn9Gs7Bh", "Lc2"))


@each(TOKENS)
def test_each_row(name: str, live: str, test: str, least: int, kind: str, source: str) -> None:
    assert token_of(live + TAIL) == (name, True, kind != PUBLIC)
    assert token_of(live + TAIL[: least - 1]) is None
    assert token_of(test + TAIL) == (name, False, kind != PUBLIC) if test else True
    assert source.startswith("https://")
    assert least <= len(TAIL)


@each(("Bearer {}", "https://{}@api.example.com", "key={}", "{},other", '"{}"'))
def test_within_a_value(around: str) -> None:
    found = token_of(around.format("rk_" + "live_" + TAIL))

    assert found is not None and found[1]


@each(
    (
        "sk_live_",
        "sk_live_xxxxxxxxxxxxxxxxxxxxxxxx",
        "sk_live_your_key_here_please",
        "sk_live_${STRIPE_KEY_OF_PRODUCTION}",
        "sk_live_" + str(1234567890123456789012),
        "sk_live_aaaaaaaaaaaaaaaaaaaaaaaa",
        "sk_live_" + "fake" * 3 + "Key0987654",
        "task_live_" + TAIL,
        "live_reload",
        "live_updates_for_all_dashboards_and_users",
        "test_settings_module_for_everything_here",
        "production_database_of_the_primary_cluster",
        "sandbox_mode",
        "prod:latest",
        "dev:" + "-".join(("npm", "run", "start", "with", "watch", "mode")),
        "registry.example.com/app/prod:" + TAIL,
    )
)
def test_what_is_no_token(value: str) -> None:
    assert token_of(value) is None
