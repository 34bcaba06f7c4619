"""Lifetimes and limits by the names that people give them, in code, configuration and the environment: SESSION_TTL_SECONDS."""

from __future__ import annotations

from govhooks.rules.authentication.session_policy.settings import CONFIGURATION, MOST, SCRIPT, Setting

_FORMATS = f"python {SCRIPT} go java ruby php csharp {CONFIGURATION}"
WHAT = {
    "session": ("session", "login_session", "user_session", "absolute_session"),
    "idle": ("idle", "session_idle", "inactivity", "session_inactivity"),
    "token": ("token", "access_token", "jwt", "id_token", "auth_token", "bearer_token", "reset_token", "jwt_access"),
    "refresh": ("refresh_token", "refresh", "remember_me", "jwt_refresh"),
}
HOW_LONG = (
    "ttl",
    "lifetime",
    "max_age",
    "expiry",
    "expires_in",
    "expiration",
    "expire",
    "timeout",
    "duration",
    "validity",
    "expires",
)
UNITS = {
    "ms": ("ms", "millis", "milliseconds", "in_ms"),
    "seconds": ("seconds", "secs", "sec", "in_seconds"),
    "minutes": ("minutes", "mins", "min", "in_minutes"),
    "hours": ("hours", "in_hours"),
    "days": ("days", "in_days"),
}
_LONG = {
    "ms": (60_000_000, 60_000),
    "seconds": (86_400, 3_600),
    "minutes": (1_440, 15),
    "hours": (24, 1),
    "days": (30, 1),
}


def _keys(what: tuple[str, ...], units: tuple[str, ...]) -> str:
    return " ".join(f"{one}_{how}_{unit}" for one in what for how in (*HOW_LONG, "") for unit in units if how).strip()


ROWS = (
    *tuple(
        Setting(
            f"constant-{kind}-{unit}",
            kind,
            _FORMATS,
            _keys(what, units),
            unit,
            f"{what[0].upper()}_TTL_{units[0].upper()} = {_LONG[unit][0]}  # timeout",
            f"{what[0].upper()}_TTL_{units[0].upper()} = {_LONG[unit][1]}  # timeout",
        )
        for kind, what in WHAT.items()
        for unit, units in UNITS.items()
    ),
    Setting(
        "constant-attempts",
        "lockout",
        _FORMATS,
        "LOGIN_MAX_ATTEMPTS MAX_LOGIN_FAILURES LOGIN_FAILURE_LIMIT MAX_PASSWORD_ATTEMPTS MAX_FAILED_LOGIN_ATTEMPTS FAILED_LOGIN_LIMIT "
        "maxLoginTries LOGIN_ATTEMPT_LIMIT lockoutThreshold maxOtpAttempts MAX_MFA_ATTEMPTS LOCKOUT_THRESHOLD LOCKOUT_ATTEMPTS",
        MOST,
        "LOGIN_MAX_ATTEMPTS = 500",
        "LOGIN_MAX_ATTEMPTS = 5",
    ),
)
