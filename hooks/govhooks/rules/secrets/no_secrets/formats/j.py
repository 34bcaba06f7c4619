"""Formats of the providers whose names begin with J."""

from __future__ import annotations

from govhooks.rules.secrets.no_secrets.format import Format
from govhooks.rules.secrets.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="jenkins-api-token",
        provider="Jenkins",
        description="user API token after the name",
        literals=("jenkins",),
        pattern=after(r"jenkins", r"11[0-9a-f]{32}"),
        source="https://www.jenkins.io/doc/book/system-administration/authenticating-scripted-clients/",
        revoke="Jenkins: the user's Security page, API token, Revoke",
        positive=("JENKINS_TOKEN=11{hex:32}",),
        negative=("OTHER_VALUE=11{hex:32}", "JENKINS_TOKEN=11{hex:31}"),
        confidence="medium",
    ),
    Format(
        id="jetbrains-permanent-token",
        provider="JetBrains",
        description="permanent token of Hub, YouTrack, TeamCity or Space",
        literals=("perm:", "perm-"),
        pattern=r"perm[:-](?=(?P<run>[0-9A-Za-z+/_-]{2,100}))(?P=run)={0,2}\.[0-9A-Za-z+/_-]{2,100}={0,2}\.[0-9A-Za-z]{30}",
        source="https://www.jetbrains.com/help/youtrack/devportal/authentication-with-permanent-token.html",
        revoke="YouTrack: Profile, Account security, Tokens, Delete",
        positive=(
            "perm:{b64:ann.<lower:8>}.{b64:<alnum:12>}.{alnum:30}",
            "perm-{b64:ann.<lower:8>}.{b64:<alnum:12>}.{alnum:30}",
        ),
        negative=("perm:{alnum:16}.{alnum:16}.{alnum:29}",),
    ),
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
    Format(
        id="jina-api-key",
        provider="Jina AI",
        description="API key",
        literals=("jina_",),
        pattern=r"jina_[0-9a-f]{32}[0-9A-Za-z_-]{28}",
        source="https://jina.ai/embeddings/",
        revoke="https://jina.ai/api-dashboard/key-manager",
        positive=("jina_{hex:32}{base64url:28}",),
        negative=("jina_{hex:32}{alnum:27}",),
    ),
    Format(
        id="jumpcloud-api-key",
        provider="JumpCloud",
        description="API key",
        literals=("jca_",),
        pattern=r"jca_[0-9A-Za-z]{36}",
        source="https://jumpcloud.com/support/use-the-jumpcloud-api",
        revoke="https://console.jumpcloud.com: My API key, Generate",
        positive=("jca_{alnum:36}",),
        negative=("jca_{alnum:35}", "jca_{alnum:37}"),
    ),
)
