"""Sign statements, and verify signatures and their owners, with ssh-keygen and gpg.

SSH: `ssh-keygen -Y sign|verify` in the namespace `approval@govhooks`, so that the signature of a commit or a file does
not count as an approval, with an `allowed_signers` file (man ssh-keygen, ALLOWED SIGNERS) and a file of revoked keys.
The format of a signature: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig. OpenPGP: `gpg
--verify` in an empty home directory with only the project's own keys.

A key must have been valid when the statement was issued, and be valid now, because signers control their own clock.
"""

from __future__ import annotations

import os

from govhooks.core.errors import CannotJudge
from govhooks.core.record import Record
from govhooks.knowledge.approvals.people import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from subprocess import CompletedProcess
    from typing import Protocol

    from govhooks.core.changeset import Changeset

    class Signed(Protocol):
        """What somebody signed: who says to have done so, and when (see `statement.Statement`)."""

        @property
        def by(self) -> str: ...
        @property
        def issued(self) -> str: ...
        @property
        def payload(self) -> bytes: ...
        @property
        def signature(self) -> bytes: ...


NAMESPACE = "approval@govhooks"
_MAGIC = b"SSHSIG"
# A laptop's clock may be this many seconds ahead of the judging machine's.
SKEW = 300


class Identity(Record):
    """Whose a valid signature is: `names` are the addresses and the fingerprint of the key."""

    names: tuple[str, ...]


class Refused(Exception):
    """A signature that does not count; the text says why and what to do."""


class Signers(Record):
    """The keys of a project, as in the target branch: the bytes of the three files, b"" for a missing one.

    `allowed` has the format of ssh-keygen's allowed_signers, `revoked` is input for its `-r` (a list of public keys or
    a KRL), `gpg` armored public keys; `place` is the path of the first, for messages.
    """

    allowed: bytes = b""
    revoked: bytes = b""
    gpg: bytes = b""
    place: str = ".governance/allowed_signers"


class Line(Record):
    """A line of allowed_signers: who, with which options, with which key (its type and base64)."""

    principals: tuple[str, ...]
    options: tuple[str, ...]
    key: str


def lines(allowed: bytes) -> Iterator[Line]:
    """The lines of an allowed_signers file; invalid lines are ignored, as by ssh-keygen."""
    for raw in allowed.decode("utf-8", "replace").split("\n"):
        words = _quoted(raw.strip())
        if len(words) < 3 or words[0].startswith("#"):
            continue
        at = next((i for i in (1, 2) if i + 1 < len(words) and words[i].startswith(("ssh-", "sk-", "ecdsa-"))), 0)
        if at:
            options = tuple(words[1].split(",")) if at == 2 else ()
            yield Line(tuple(words[0].split(",")), options, f"{words[at]} {words[at + 1]}")


def _quoted(line: str) -> list[str]:
    """The words of a line, with quotes respected and removed."""
    words, word, inside = [], "", False
    for char in line + " ":
        if char == '"':
            inside = not inside
        elif char in " \t" and not inside:
            if word:
                words.append(word)
            word = ""
        else:
            word += char
    return words


def verify(statement: Signed, signers: Signers, now: float) -> Identity:
    """Whose the signature under a statement is. Raises Refused, or CannotJudge if the tool is missing."""
    from govhooks.knowledge.signed_text import seconds

    issued = seconds(statement.issued)
    if issued > now + SKEW:
        raise Refused(f"it was issued in the future ({statement.issued}): set the clock right and sign again")
    if statement.signature.startswith(b"-----BEGIN SSH"):
        return _verify_ssh(statement, signers, issued, int(now))
    return _verify_gpg(statement, signers)


def refusal(said: Signed, changeset: Changeset) -> str:
    """Why the signature of a record does not count in a change; "" if it does.

    Keys count that the change lands on, like all policy: who commits for the first time has no tree before.
    """
    check = changeset.supplied.get("verify")
    if check is None:
        return "its signature was not verified here"
    named = [changeset.supplied.get(key) or "" for key in ("signers", "revoked", "gpg-keys")]
    allowed, revoked, gpg = ((changeset.before(place) or b"") if place else b"" for place in named)
    try:
        check(said, Signers(allowed, revoked, gpg, named[0] or Signers.defaults["place"]))
    except Refused as error:
        return str(error)
    return ""


def _verify_ssh(statement: Signed, signers: Signers, issued: int, now: int) -> Identity:
    key, namespace = _parts(statement.signature)
    print_ = fingerprint(key)
    if namespace != NAMESPACE:
        raise Refused(f"its signature is for {namespace!r}, not for {NAMESPACE!r}: sign it with `govhooks approve`")
    with _Files(signature=statement.signature, allowed=signers.allowed, revoked=signers.revoked) as files:
        if _ssh(statement, files, "check-novalidate", "-n", NAMESPACE).returncode:
            raise Refused("its text is not what was signed: somebody changed it after signing")
        if not signers.allowed:
            raise Refused(f"the branch it lands on has no {signers.place}: no signature counts yet")
        known = [line for line in lines(signers.allowed) if line.key == key]
        if not known:
            raise Refused(f"its key is not in {signers.place}: ask for it to be added ({print_})")
        named = [line for line in known if statement.by in line.principals]
        if not named:
            who = ", ".join(name for line in known for name in line.principals)
            raise Refused(f"its key {print_} belongs to {who}, not to {statement.by} (patterns do not count)")
        if any(option.split("=")[0].lower() == "cert-authority" for line in named for option in line.options):
            raise Refused(f"its key {print_} is a certificate authority's: a person must sign")
        revoked = ("-r", files.path("revoked")) if signers.revoked else ()
        for moment, when in ((issued, "was not valid when it signed"), (now, "is not valid now")):
            stamp = _stamp(moment)
            done = _ssh(
                statement, files, "verify", "-n", NAMESPACE, "-f", files.path("allowed"), "-I", statement.by,
                "-O", f"verify-time={stamp}", *revoked,
            )  # fmt: skip
            if done.returncode:
                said = done.stderr.decode("utf-8", "replace")
                raise Refused(_why(said, print_, named, when, signers, _is_revoked(files, key, signers)))
    return Identity(names=(*dict.fromkeys(address(name) for line in known for name in line.principals), print_))


def _is_revoked(files: _Files, key: str, signers: Signers) -> bool:
    """Whether the file of revoked keys, a list of keys or a KRL, contains a key."""
    if not signers.revoked:
        return False
    if not signers.revoked.startswith(b"SSHKRL"):
        return key.encode() in signers.revoked
    with open(files.path("key"), "w", encoding="ascii") as stream:
        stream.write(key + "\n")
    return _run(("ssh-keygen", "-Q", "-f", files.path("revoked"), files.path("key")), b"").returncode != 0


def _why(said: str, print_: str, named: Sequence[Line], when: str, signers: Signers, revoked: bool) -> str:
    """Why ssh-keygen refuses a signature whose text and key are right."""
    if revoked:
        return f"its key {print_} is revoked: have somebody else approve"
    for line in named:
        options = {option.split("=")[0].lower() for option in line.options}
        if "namespaces" in options and "namespace" in said.lower():
            return f"its key {print_} may not sign approvals: its line in {signers.place} allows other namespaces"
        if options & {"valid-before", "valid-after"}:
            return f"its key {print_} {when}: see valid-after and valid-before on its line of {signers.place}"
    return f"ssh-keygen rejects it: {said.strip().splitlines()[-1] if said.strip() else 'it gives no reason'}"


def _ssh(statement: Signed, files: _Files, what: str, *args: str) -> CompletedProcess[bytes]:
    return _run(("ssh-keygen", "-Y", what, *args, "-s", files.path("signature")), statement.payload)


def _stamp(moment: int) -> str:
    """A time in ssh-keygen's format, in the time zone that ssh-keygen will assume."""
    import time

    return time.strftime("%Y%m%d%H%M%S", time.localtime(moment))


def _parts(armored: bytes) -> tuple[str, str]:
    """(type and base64 of the public key, namespace) of an SSH signature."""
    import base64
    import binascii

    try:
        body = b"".join(line for line in armored.split(b"\n") if line and not line.startswith(b"-----"))
        blob = base64.b64decode(body, validate=True)
        if blob[:6] != _MAGIC or int.from_bytes(blob[6:10], "big") != 1:
            raise ValueError
        key, rest = _string(blob[10:])
        namespace, _ = _string(rest)
        kind, _ = _string(key)
        return f"{kind.decode('ascii')} {base64.b64encode(key).decode('ascii')}", namespace.decode("utf-8")
    except (ValueError, binascii.Error):
        raise Refused("its signature cannot be read: sign again") from None


def _string(blob: bytes) -> tuple[bytes, bytes]:
    """(a length-prefixed string, the bytes after it)."""
    size = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 + size:
        raise ValueError
    return blob[4 : 4 + size], blob[4 + size :]


def fingerprint(key: str) -> str:
    """The fingerprint of "type base64", as ssh-keygen -l prints it."""
    import base64
    import binascii
    from hashlib import sha256

    try:
        blob = base64.b64decode(key.split(" ")[1])
    except (binascii.Error, IndexError):
        return ""
    return "SHA256:" + base64.b64encode(sha256(blob).digest()).decode("ascii").rstrip("=")


# gpg status lines (doc/DETAILS) that mean no, and our message for each.
_GPG_REFUSALS = (
    ("REVKEYSIG", "its key {key} is revoked: have somebody else approve"),
    ("EXPKEYSIG", "its key {key} has expired: extend it, or have somebody else approve"),
    ("EXPSIG", "its signature by {key} has expired: sign again"),
    ("BADSIG", "its text is not what was signed: somebody changed it after signing"),
    ("NO_PUBKEY", "its key {key} is not among the project's OpenPGP keys: ask for it to be added"),
)


def _verify_gpg(statement: Signed, signers: Signers) -> Identity:
    if not signers.gpg:
        raise Refused("it is signed with OpenPGP, and the project has no OpenPGP keys: sign with an SSH key")
    with _Files(signature=statement.signature, keys=signers.gpg, payload=statement.payload) as files:
        gpg = ("gpg", "--batch", "--no-tty", "--quiet", "--homedir", files.folder, "--no-autostart")
        _run((*gpg, "--import", files.path("keys")), b"")
        done = _run(
            (*gpg, "--status-fd", "1", "--trust-model", "always", "--verify", files.path("signature"), files.path("payload")),
            b"",
        )  # fmt: skip
        said = [line.split(" ") for line in done.stdout.decode("utf-8", "replace").split("\n") if line]
        status = {words[1]: words[2:] for words in said if len(words) > 1 and words[0] == "[GNUPG:]"}
        for word, told in _GPG_REFUSALS:
            if word in status:
                raise Refused(told.format(key=(status[word] or ["?"])[0]))
        if done.returncode or "GOODSIG" not in status or len(status.get("VALIDSIG", ())) < 10:
            raise Refused("gpg rejects its signature: sign again")
        primary = status["VALIDSIG"][9]
        listed = _run((*gpg, "--with-colons", "--list-keys", primary), b"").stdout.decode("utf-8", "replace")
        mails = [
            address(_unescaped(fields[9]))
            for fields in (line.split(":") for line in listed.split("\n"))
            if fields[0] == "uid" and len(fields) > 9 and fields[1] not in ("r", "e")
        ]
    if address(statement.by) not in mails:
        raise Refused(f"its key {primary} belongs to {', '.join(mails)}, not to {statement.by}")
    return Identity(names=(*mails, primary.casefold()))


def _unescaped(text: str) -> str:
    return text.replace("\\x3a", ":")


class _Files:
    """Texts as files in a temporary folder, deleted at the end."""

    def __init__(self, **texts: bytes) -> None:
        self._texts = texts

    def __enter__(self) -> _Files:
        import tempfile

        self._folder = tempfile.TemporaryDirectory(prefix="govhooks-", ignore_cleanup_errors=True)
        self.folder = self._folder.name
        for name, text in self._texts.items():
            with open(self.path(name), "wb") as stream:
                stream.write(text)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)


def _run(command: Sequence[str], stdin: bytes) -> CompletedProcess[bytes]:
    import subprocess

    env = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, input=stdin, capture_output=True, env=env, check=False)
    except OSError as error:
        raise CannotJudge(f"{command[0]} is needed for signed approvals: {error.strerror}") from None


def sign(payload: bytes, key: str = "") -> bytes:
    """The armored signature of a payload, by the key that git signs with, or by `key` (the file of an SSH key).

    Raises CannotJudge if there is no key or it cannot be used.
    """
    from govhooks.git.plumbing import git_ok

    style = (git_ok("config", "--get", "gpg.format") or b"openpgp").decode()
    configured = os.fsdecode(git_ok("config", "--get", "user.signingkey") or b"")
    if key or (style == "ssh" and configured):
        return _sign_ssh(payload, key or configured)
    if style == "openpgp" and configured:
        program = os.fsdecode(git_ok("config", "--get", "gpg.program") or b"gpg")
        done = _run((program, "--batch", "--armor", "--detach-sign", "--local-user", configured), payload)
        if done.returncode:
            raise CannotJudge(f"gpg did not sign: {_last(done.stderr)}")
        return done.stdout
    for name in ("id_ed25519", "id_ecdsa", "id_rsa"):
        path = os.path.join(os.path.expanduser("~"), ".ssh", name)
        if os.path.exists(path):
            return _sign_ssh(payload, path)
    raise CannotJudge(
        "no key to sign with: give --key FILE, or set git's user.signingkey (with gpg.format=ssh for an SSH key)"
    )


def _sign_ssh(payload: bytes, key: str) -> bytes:
    literal = key.removeprefix("key::") if key.startswith(("key::", "ssh-", "ecdsa-", "sk-")) else ""
    with _Files(payload=payload, key=literal.encode() + b"\n") as files:
        place = files.path("key") if literal else os.path.expanduser(key)
        if not literal and not os.path.exists(place):
            raise CannotJudge(f"{key}: no such key")
        agent = ("-U",) if literal else ()
        done = _run(("ssh-keygen", "-Y", "sign", *agent, "-f", place, "-n", NAMESPACE, files.path("payload")), b"")
        if done.returncode:
            raise CannotJudge(f"ssh-keygen did not sign: {_last(done.stderr)}")
        with open(files.path("payload") + ".sig", "rb") as stream:
            return stream.read()


def _last(stderr: bytes) -> str:
    told = [line for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    return told[-1] if told else "it said nothing"
