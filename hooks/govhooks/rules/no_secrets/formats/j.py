"""Formats of the providers whose names begin with J."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="jfrog-api-key",
        provider="JFrog",
        description="Artifactory API key",
        literals=("akcp",),
        pattern=r"AKCp[0-9A-Za-z]{68,70}",
        source="https://jfrog.com/help/r/jfrog-platform-administration-documentation/api-key",
        revoke="JFrog: Edit Profile, Revoke API Key",
        positive=("AKCp{alnum:69}",),
        negative=(
            "AKCp{alnum:67}",
            "AKCp{alnum:71}",
        ),
    ),
    Format(
        id="jfrog-encrypted-password",
        provider="JFrog",
        description="Artifactory encrypted password",
        literals=(
            "artifactory",
            "jfrog",
        ),
        pattern=after(r"artifactory|jfrog", r"AP[0-9A-F][0-9A-Za-z]{8,100}"),
        source="https://jfrog.com/help/r/jfrog-artifactory-documentation/centrally-secure-passwords",
        revoke="JFrog: change the password of the user",
        positive=("ARTIFACTORY_PASSWORD=AP6{alnum:32}",),
        negative=(
            "ARTIFACTORY_PASSWORD=AP6{alnum:7}",
            "PASSWORD=AP6{alnum:32}",
        ),
        confidence="medium",
    ),
    Format(
        id="jfrog-reference-token",
        provider="JFrog",
        description="reference token",
        literals=("cmvmdgtu",),
        pattern=r"cmVmdGtu[0-9A-Za-z+/]{56}",
        source="https://jfrog.com/help/r/jfrog-platform-administration-documentation/access-tokens",
        revoke="JFrog: Administration, Access Tokens, Revoke",
        positive=("{b64:reftkn:01:<digits:10>:<alnum:27>}",),
        negative=(
            "cmVmdGtu{alnum:56}",
            "{b64:reftkn:01:<digits:10>:<alnum:24>}",
        ),
        check="jfrog-reference",
    ),
)
