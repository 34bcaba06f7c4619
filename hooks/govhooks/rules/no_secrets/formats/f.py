"""Formats of the providers whose names begin with F."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format

FORMATS: tuple[Format, ...] = (
    Format(
        id="figma-token",
        provider="Figma",
        description="personal access token",
        literals=("figd_",),
        pattern=r"figd_[0-9A-Za-z_-]{38,42}",
        source="https://www.figma.com/developers/api#access-tokens",
        revoke="https://www.figma.com: Settings, Security, Personal access tokens",
        positive=("figd_{base64url:40}",),
        negative=(
            "figd_{alnum:37}",
            "figd_{alnum:43}",
        ),
    ),
    Format(
        id="flutterwave-secret-key",
        provider="Flutterwave",
        description="secret key, live or test",
        literals=("flwseck",),
        pattern=r"FLWSECK(?:_TEST)?-[0-9a-z]{12,40}-X",
        source="https://developer.flutterwave.com/docs/authentication",
        revoke="https://app.flutterwave.com/dashboard/settings/apis",
        positive=(
            "FLWSECK-{hex:32}-X",
            "FLWSECK_TEST-{loweralnum:32}-X",
        ),
        negative=(
            "FLWSECK-{hex:11}-X",
            "FLWPUBK-{hex:32}-X",
        ),
    ),
    Format(
        id="fly-io-token",
        provider="Fly.io",
        description="macaroon or OAuth access token",
        literals=(
            "fm1a_",
            "fm1r_",
            "fm2_",
            "fo1_",
        ),
        pattern=r"(?:fm(?:1[ar]|2)_[0-9A-Za-z+/]{100,1500}={0,3}|fo1_[0-9A-Za-z_-]{43})",
        source="https://fly.io/docs/security/tokens/",
        revoke="fly tokens revoke",
        positive=(
            "FlyV1 fm2_{base64:500}",
            "fo1_{base64url:43}",
        ),
        negative=(
            "fm2_{alnum:99}",
            "fo1_{alnum:42}",
        ),
    ),
    Format(
        id="frameio-token",
        provider="Frame.io",
        description="developer token",
        literals=("fio-u-",),
        pattern=r"fio-u-[0-9A-Za-z_=-]{64}",
        source="collected 2026-11 from public documentation",
        revoke="https://developer.frame.io/app/tokens",
        positive=("fio-u-{base64url:64}",),
        negative=("fio-u-{alnum:63}",),
    ),
)
