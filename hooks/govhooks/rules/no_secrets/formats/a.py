"""Formats of the providers whose names begin with A."""

from __future__ import annotations

from govhooks.rules.no_secrets.format import Format
from govhooks.rules.no_secrets.formats.shared import after

FORMATS: tuple[Format, ...] = (
    Format(
        id="age-secret-key",
        provider="age",
        description="X25519 identity",
        literals=("age-secret-key-1",),
        pattern=r"AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}",
        source="https://github.com/C2SP/C2SP/blob/main/age.md",
        revoke="make a new identity with age-keygen and encrypt the files again for its recipient",
        positive=("AGE-SECRET-KEY-1{bech32:52}{sign:age}",),
        negative=(
            "AGE-SECRET-KEY-1{bech32:52}{badsign:age}",
            "AGE-SECRET-KEY-1{bech32:57}",
        ),
        check="age",
    ),
    Format(
        id="airtable-personal-access-token",
        provider="Airtable",
        description="personal access token",
        literals=("pat",),
        pattern=r"pat[0-9A-Za-z]{14}\.[0-9a-f]{64}",
        source="https://airtable.com/developers/web/guides/personal-access-tokens",
        revoke="https://airtable.com/create/tokens",
        positive=("pat{alnum:14}.{hex:64}",),
        negative=(
            "pat{alnum:14}.{hex:63}",
            "pat{alnum:13}.{hex:64}",
        ),
    ),
    Format(
        id="alibaba-access-key-id",
        provider="Alibaba Cloud",
        description="AccessKey ID",
        literals=("ltai",),
        pattern=r"LTAI(?:[0-9A-Za-z]{12}|[0-9A-Za-z]{17,21})",
        source="https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair",
        revoke="https://ram.console.aliyun.com/manage/ak",
        positive=(
            "LTAI{alnum:20}",
            "LTAI{alnum:12}",
        ),
        negative=(
            "LTAI{alnum:15}",
            "LTAI{alnum:22}",
        ),
    ),
    Format(
        id="anthropic-admin-key",
        provider="Anthropic",
        description="Admin API key",
        literals=("sk-ant-admin",),
        pattern=r"sk-ant-admin01-[0-9A-Za-z_-]{93}AA",
        source="https://docs.anthropic.com/en/api/administration-api",
        revoke="https://console.anthropic.com/settings/admin-keys",
        positive=("sk-ant-admin01-{base64url:93}AA",),
        negative=("sk-ant-admin01-{alnum:92}AA",),
    ),
    Format(
        id="anthropic-api-key",
        provider="Anthropic",
        description="API key",
        literals=("sk-ant-api",),
        pattern=r"sk-ant-api03-[0-9A-Za-z_-]{93}AA",
        source="https://docs.anthropic.com/en/api/overview",
        revoke="https://console.anthropic.com/settings/keys",
        positive=("sk-ant-api03-{base64url:93}AA",),
        negative=("sk-ant-api03-{alnum:92}AA",),
    ),
    Format(
        id="anthropic-oauth-token",
        provider="Anthropic",
        description="OAuth access, refresh or session token",
        literals=(
            "sk-ant-oat",
            "sk-ant-ort",
            "sk-ant-sid",
        ),
        pattern=r"sk-ant-(?:oat|ort|sid)[0-9]{2}-[0-9A-Za-z_-]{80,120}",
        source="collected 2026-11 from public documentation",
        revoke="https://claude.ai/settings: log out of all sessions",
        positive=(
            "sk-ant-oat01-{base64url:93}AA",
            "sk-ant-ort01-{base64url:93}AA",
        ),
        negative=("sk-ant-oat01-{alnum:79}",),
    ),
    # The checksum held for 4 of 10 published samples of the three Atlassian prefixes.
    Format(
        id="atlassian-api-token",
        provider="Atlassian",
        description="account or service account API token",
        literals=(
            "atatt3",
            "atctt3",
        ),
        pattern=r"AT[AC]TT3[0-9A-Za-z_=-]{100,250}[0-9A-F]{8}",
        source="https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/",
        revoke="https://id.atlassian.com/manage-profile/security/api-tokens",
        positive=(
            "ATATT3xFfGF0{base64url:171}={sign:atlassian}",
            "ATCTT3xFfGN0{base64url:171}={sign:atlassian}",
        ),
        negative=(
            "ATATT3xFfGF0{base64url:171}={badsign:atlassian}",
            "ATATT3{alnum:99}{HEX:8}",
        ),
        check="atlassian",
    ),
    # `<id>:<20 bytes>` in base64, so that only the keyword and the decoded digits tell it from other base64.
    Format(
        id="atlassian-data-center-token",
        provider="Atlassian",
        description="Jira, Confluence or Bitbucket Data Center personal access token",
        literals=(
            "jira",
            "confluence",
            "bitbucket",
            "atlassian",
        ),
        pattern=after(r"jira|confluence|bitbucket|atlassian", r"[MNO][DTjz][AEIMQUYcgk][wxyz0-5][0-9A-Za-z+/]{40}"),
        source="https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html",
        revoke="the product's own page: Profile, Personal Access Tokens",
        positive=("JIRA_TOKEN={b64:<digits:12>:}{base64:26}",),
        negative=(
            "JIRA_TOKEN=MTA0{alnum:40}",
            "TOKEN={b64:<digits:12>:}{base64:26}",
        ),
        check="atlassian-data-center",
        confidence="medium",
    ),
    # The checksum held for 4 of 10 published samples of the three Atlassian prefixes.
    Format(
        id="bitbucket-app-password",
        provider="Atlassian",
        description="Bitbucket app password",
        literals=("atbb",),
        pattern=r"ATBB[0-9A-Za-z]{24}[0-9A-F]{8}",
        source="https://support.atlassian.com/bitbucket-cloud/docs/app-passwords/",
        revoke="https://bitbucket.org/account/settings/app-passwords/",
        positive=("ATBB{alnum:24}{sign:atlassian}",),
        negative=(
            "ATBB{alnum:24}{badsign:atlassian}",
            "ATBB{alnum:23}{HEX:8}",
        ),
        check="atlassian",
    ),
    # The check turns down AWS's own EXAMPLE keys and numbers no account has; it proves nothing more.
    Format(
        id="aws-access-key-id",
        provider="AWS",
        description="access key id",
        literals=(
            "akia",
            "asia",
            "abia",
            "acca",
            "a3t",
        ),
        pattern=r"(?:AKIA|ASIA|ABIA|ACCA|A3T[0-9A-Z])[A-Z2-7]{16}",
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids",
        revoke="aws iam update-access-key --status Inactive, then aws iam delete-access-key",
        positive=(
            "AKIAI{base32:15}",
            "ASIAJ{base32:15}",
            "AKIAQ{base32:15}",
        ),
        negative=(
            "AKIA{base32:9}EXAMPLE",
            "AKIA{base32:15}",
            "AKIA018{base32:13}",
        ),
        check="aws-key-id",
    ),
    Format(
        id="aws-bedrock-api-key",
        provider="AWS",
        description="Bedrock API key, long-term or short-term",
        literals=(
            "absk",
            "bedrock-api-key-",
        ),
        pattern=(
            r"(?:ABSK[0-9A-Za-z+/]{109,269}={0,2}|"
            r"bedrock-api-key-"
            r"YmVkcm9jay5hbWF6b25hd3MuY29t[0-9A-Za-z+/]{40,2000}={0,2})"
        ),
        source="https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html",
        revoke="aws iam delete-service-specific-credential",
        positive=(
            "ABSK{base64:127}=",
            "bedrock-api-key-{b64:bedrock.amazonaws.com}{base64:300}",
        ),
        negative=(
            "ABSK{alnum:108}",
            "bedrock-api-key-{alnum:80}",
        ),
    ),
    Format(
        id="aws-secret-access-key",
        provider="AWS",
        description="secret access key after its usual name",
        literals=(
            "secret_access_key",
            "secretaccesskey",
            "secret-access-key",
            "aws_secret",
        ),
        pattern=after(r"secret[_-]?access[_-]?key|aws_secret(?:_key)?", r"(?<![+/])[0-9A-Za-z+/]{40}(?![+/=])"),
        source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html",
        revoke="aws iam update-access-key --status Inactive, then aws iam delete-access-key",
        positive=(
            "aws_secret_access_key = {base64:40}",
            "'secretAccessKey': '{base64:40}'",
        ),
        negative=(
            "aws_secret_access_key = {alnum:39}",
            "some_other_value = {base64:40}",
            "aws_secret_access_key = {base64:44}=",
        ),
        confidence="medium",
    ),
    Format(
        id="azure-cask-key",
        provider="Azure",
        description="key of the common annotated format (CASK)",
        literals=("jqqj99",),
        pattern=r"[0-9A-Za-z]{52}JQQJ9[9DH][0-9A-Za-z][A-L][0-9A-Za-z]{16}[A-Za-z][0-9A-Za-z]{7}(?:[0-9A-Za-z]{2}==)?",
        source="https://github.com/microsoft/security-utilities",
        revoke="az resource of the key: regenerate it in the Azure portal, Keys",
        positive=(
            "{alnum:52}JQQJ99{alnum:1}C{alnum:16}A{alnum:7}",
            "{alnum:52}JQQJ99{alnum:1}C{alnum:16}A{alnum:9}==",
        ),
        negative=("{alnum:51}JQQJ99{alnum:1}C{alnum:16}A{alnum:7}",),
    ),
    Format(
        id="azure-container-registry-password",
        provider="Azure",
        description="Container Registry password",
        literals=("+acr",),
        pattern=r"(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{42}\+ACR[A-D][0-9A-Za-z]{5}",
        source="https://github.com/microsoft/security-utilities",
        revoke="az acr credential renew",
        positive=("{alnum:42}+ACRA{alnum:5}",),
        negative=(
            "{alnum:41}+ACRA{alnum:5}",
            "{alnum:42}+ACRE{alnum:5}",
        ),
    ),
    Format(
        id="azure-devops-legacy-token",
        provider="Azure",
        description="DevOps personal access token of the old form",
        literals=(
            "azure",
            "devops",
            "vsts",
            "ado_",
        ),
        pattern=after(r"azure[ _.-]?devops|azure_pat|vsts|devops[_-]pat|ado_(?:pat|token)", r"[a-z2-7]{52}"),
        source=(
            "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-a"
            "ccess-tokens-to-authenticate"
        ),
        revoke="https://dev.azure.com: User settings, Personal access tokens",
        positive=(
            "AZURE_DEVOPS_EXT_PAT={base32lower:52}",
            "ado_token: {base32lower:52}",
        ),
        negative=(
            "AZURE_DEVOPS_EXT_PAT={base32lower:51}",
            "value={base32lower:52}",
        ),
        confidence="medium",
    ),
    Format(
        id="azure-devops-token",
        provider="Azure",
        description="DevOps personal access token",
        literals=("azdo",),
        pattern=r"[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4,5}",
        source=(
            "https://learn.microsoft.com/en-us/azure/devops/organizations/accounts/use-personal-a"
            "ccess-tokens-to-authenticate"
        ),
        revoke="https://dev.azure.com: User settings, Personal access tokens",
        positive=("{alnum:76}AZDO{alnum:4}",),
        negative=(
            "{alnum:75}AZDO{alnum:4}",
            "{alnum:76}AZDO{alnum:3}",
        ),
    ),
    Format(
        id="azure-entra-client-secret",
        provider="Azure",
        description="Entra ID application client secret",
        literals=(
            "0q~",
            "1q~",
            "2q~",
            "3q~",
            "4q~",
            "5q~",
            "6q~",
            "7q~",
            "8q~",
            "9q~",
        ),
        pattern=r"[0-9A-Za-z_~.-]{3}[0-9]Q~[0-9A-Za-z_~.-]{31,34}",
        source="https://learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal",
        revoke="az ad app credential delete, then az ad app credential reset",
        positive=(
            "{alnum:3}8Q~{alnum:34}",
            "{alnum:3}7Q~{base64url:30}a",
        ),
        negative=(
            "{alnum:3}8Q~{alnum:30}",
            "{alnum:2}8Q~{alnum:34}",
        ),
    ),
    Format(
        id="azure-functions-key",
        provider="Azure",
        description="Functions host or function key",
        literals=("azfu",),
        pattern=r"(?<![0-9A-Za-z_-])[0-9A-Za-z_-]{44}AzFu[0-9A-Za-z_-]{5}[AQgw]==",
        source="https://github.com/microsoft/security-utilities",
        revoke="az functionapp keys set, or az functionapp function keys set",
        positive=("{alnum:44}AzFu{alnum:5}A==",),
        negative=(
            "{alnum:43}AzFu{alnum:5}A==",
            "{alnum:44}AzFu{alnum:5}B==",
        ),
    ),
    Format(
        id="azure-identifiable-key-256",
        provider="Azure",
        description="Service Bus, Event Hubs, Relay, IoT Hub, Event Grid or Redis key",
        literals=(
            "+asb",
            "+aeh",
            "+arm",
            "aiot",
            "azeg",
            "azca",
        ),
        pattern=r"(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{33}(?:\+ASb|\+AEh|\+ARm|AIoT|AzEG|AzCa)[A-P][0-9A-Za-z+/]{5}=",
        source="https://github.com/microsoft/security-utilities",
        revoke="regenerate the key in the Azure portal, Shared access policies or Access keys",
        positive=(
            "{alnum:33}+ASbA{alnum:5}=",
            "{alnum:33}AIoTC{alnum:5}=",
        ),
        negative=(
            "{alnum:32}+ASbA{alnum:5}=",
            "{alnum:33}+ASbz{alnum:5}=",
        ),
    ),
    Format(
        id="azure-identifiable-key-512",
        provider="Azure",
        description="Storage, Cosmos DB, Batch or API Management key",
        literals=(
            "+ast",
            "acdb",
            "+aba",
            "+amc",
            "apim",
        ),
        pattern=r"(?<![0-9A-Za-z+/])[0-9A-Za-z+/]{76}(?:\+ASt|\+ABa|\+AMC|ACDb|APIM)[0-9A-Za-z+/]{5}[AQgw]==",
        source="https://github.com/microsoft/security-utilities",
        revoke="az storage account keys renew, or az cosmosdb keys regenerate",
        positive=(
            "{alnum:76}+ASt{alnum:5}A==",
            "{alnum:76}ACDb{alnum:5}Q==",
        ),
        negative=(
            "{alnum:75}+ASt{alnum:5}A==",
            "{alnum:76}+ASt{alnum:5}B==",
        ),
    ),
    Format(
        id="azure-search-key",
        provider="Azure",
        description="AI Search admin or query key",
        literals=("azse",),
        pattern=r"[0-9A-Za-z]{42}AzSe[A-D][0-9A-Za-z]{5}",
        source="https://github.com/microsoft/security-utilities",
        revoke="az search admin-key renew",
        positive=("{alnum:42}AzSeA{alnum:5}",),
        negative=(
            "{alnum:41}AzSeA{alnum:5}",
            "{alnum:42}AzSeE{alnum:5}",
        ),
    ),
    # The emulators' keys, which Microsoft publishes and every installation shares, are left out.
    Format(
        id="azure-storage-connection-string",
        provider="Azure",
        description="account key of a connection string",
        literals=("accountkey=",),
        pattern=r"(?i:AccountKey)=(?P<secret>(?!Eby8vdM02xNOcqFl|C2y6yDjf5/R)[0-9A-Za-z+/]{86}==)",
        source="https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string",
        revoke="az storage account keys renew",
        positive=("AccountName=a;AccountKey={base64:85}A==;EndpointSuffix=core.windows.net",),
        negative=(
            "AccountKey={base64:84}A==",
            "AccountKey=Eby8vdM02xNOcqFl{base64:69}A==",
        ),
    ),
)
