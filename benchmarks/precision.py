"""How many false findings well-kept source brings: sixty pinned packages, every finding looked at by a person.

    python benchmarks/precision.py CACHE [--unreviewed]

Downloads into CACHE what PACKAGES names (pip and npm are the clients; a download that is there already is not fetched
again), checks its sha256, unpacks it into a repository made for the run and lets `govhooks check --all` of this
Python's environment judge it at its default confidence. Every finding is looked up in benchmarks/precision.tsv by
package, version, path and line; --unreviewed prints those that are not there as rows to fill in, with the text of the
line, on the terminal only. Ends with 1 when a finding is not reviewed or more than 0.7 in
100,000 lines are false.
pip builds a package's metadata when it downloads it: its build backend comes from the index too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

REVIEWED = Path(__file__).resolve().parent / "precision.tsv"
VERDICTS = ("true", "false", "test-key")  # test-key: a real key or password, published on purpose; not a false finding
BAR = 0.7


@dataclass(frozen=True)
class Package:
    client: str
    name: str
    version: str
    file: str
    sha256: str  # in groups of eight: scanners take a digest for a key


@dataclass(frozen=True)
class Found:
    package: str
    version: str
    path: str
    line: int
    title: str
    text: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.package, self.version, self.path, str(self.line)


PACKAGES = (
    Package(
        "pip",
        "ansible-core",
        "2.18.6",
        "ansible_core-2.18.6.tar.gz",
        "25bb20ce 1516a1b7 307831b2 63cef684 043b3720 711466bd 9d4164e5 fd576557",
    ),
    Package(
        "pip",
        "celery",
        "5.5.2",
        "celery-5.5.2.tar.gz",
        "4d6930f3 54f9d292 95425d7a 37261245 c74a3280 7c45d764 bedc286a fd0e724e",
    ),
    Package(
        "pip",
        "django",
        "5.2.1",
        "django-5.2.1.tar.gz",
        "57fe1f1b 59462cae d092c80b 3dd324fd 92161b62 0d59a9ba 9181c347 46c97284",
    ),
    Package(
        "pip",
        "paramiko",
        "3.5.1",
        "paramiko-3.5.1.tar.gz",
        "b2c665bc 45b2b215 bd7d7f03 9901b14b 067da00f 3a11e664 0995fd58 f2664822",
    ),
    Package(
        "pip",
        "pip",
        "25.1.1",
        "pip-25.1.1.tar.gz",
        "3de45d41 1d308d50 54c21681 85d8da7f 9a2cd753 dbac8acb fa88a890 9ecd9077",
    ),
    Package(
        "pip",
        "requests",
        "2.32.3",
        "requests-2.32.3.tar.gz",
        "55365417 734eb182 55590a9f f9eb97e9 e1da868d 4ccd6402 399eaf68 af20a760",
    ),
    Package(
        "pip",
        "sqlalchemy",
        "2.0.41",
        "sqlalchemy-2.0.41.tar.gz",
        "edba7011 8c4be3c2 b1f90754 d308d0b7 9c6fe2c0 fdc52d8d df603916 f83f4db9",
    ),
    Package(
        "pip",
        "tornado",
        "6.5.1",
        "tornado-6.5.1.tar.gz",
        "84ceece3 91e8eb9b 2b95578d b65e920d 2a610702 60594819 589609ba 9bc6308c",
    ),
    Package(
        "npm",
        "axios",
        "1.9.0",
        "axios-1.9.0.tgz",
        "6758628f 748506b9 61ff588d cb572473 342f33ef b10ee9f9 14d2b68f 5a73d745",
    ),
    Package(
        "npm",
        "express",
        "4.21.2",
        "express-4.21.2.tgz",
        "fc43a91e 7dc7affb 53c6ad71 23a4f354 85ed3c45 226ae7a3 847b7738 e783e008",
    ),
    Package(
        "npm",
        "mongodb",
        "6.16.0",
        "mongodb-6.16.0.tgz",
        "8beaedb8 7bcc3c21 c72b4bc1 53d8c679 20aedf51 9216840d b84ad540 43bbf2ed",
    ),
    Package(
        "npm",
        "nodemailer",
        "6.10.1",
        "nodemailer-6.10.1.tgz",
        "17adb751 17b99b76 019f2d57 1e1cc81f fe02d68d 7d381f3c d2a41be1 fffffb76",
    ),
    # From here on: the second twelve, whose first look is in docs/benchmarks.md.
    Package(
        "pip",
        "aiohttp",
        "3.14.5",
        "aiohttp-3.14.5.tar.gz",
        "5558a7f5 a05af9ec f744af91 e5baefc4 36f93c93 33e656c2 7ec253f9 a6bbe178",
    ),
    Package(
        "pip",
        "fastapi",
        "0.165.0",
        "fastapi-0.165.0.tar.gz",
        "dd94d412 8319c1e1 d50535ab 023ab698 f850a4d2 822f0e18 1747b46f 4ff3c0ab",
    ),
    Package(
        "pip",
        "httpx",
        "0.28.1",
        "httpx-0.28.1.tar.gz",
        "75e98c5f 16b0f35b 567856f5 97f06ff2 270a3744 70a5c239 2242528e 3e3e42fc",
    ),
    Package(
        "pip",
        "mitmproxy",
        "0.15",
        "mitmproxy-0.15.tar.gz",
        "4a47fe34 d0f259b0 e0e9b953 52a18a71 436eec0b f6fd9054 6072a0a8 56ca3af8",
    ),
    Package(
        "pip",
        "redis",
        "8.1.0",
        "redis-8.1.0.tar.gz",
        "6e1a19be ef9225c8 3efd689c 7e6b7da2 d5215b1f 42cd13b7 fc3714d0 a09c7b25",
    ),
    Package(
        "pip",
        "scrapy",
        "2.19.0",
        "scrapy-2.19.0.tar.gz",
        "34130726 582b64c9 1531162a b277c405 3e558876 d49ba219 cb43679e 71d80a87",
    ),
    Package(
        "pip",
        "starlette",
        "1.10.0",
        "starlette-1.10.0.tar.gz",
        "b8399098 d4c1e352 2734f723 5dc79b1f c967f96c f139c81e 0fa30479 e0685f9b",
    ),
    Package(
        "pip",
        "twisted",
        "26.10.0",
        "twisted-26.10.0.tar.gz",
        "5f035540 3e507fc2 3ceea85e 9dbb4bc5 9335aabd e41dd324 e8b8cea1 80dd38de",
    ),
    Package(
        "npm",
        "knex",
        "3.3.0",
        "knex-3.3.0.tgz",
        "6f017ec9 d4b8d665 c739fa5e d20833bc 96e61bc3 903ea7ab 6ad8498c 926f1cc5",
    ),
    Package(
        "npm",
        "pg",
        "8.23.1",
        "pg-8.23.1.tgz",
        "0d7999c7 55c25f7c 02fbd961 96291148 eda737bb 91e78e40 31b9ebe5 ef7d7de7",
    ),
    Package(
        "npm",
        "sequelize",
        "6.37.8",
        "sequelize-6.37.8.tgz",
        "fabd2478 85c91dba 5208f3db 4f2d3632 98659146 22300061 49783355 068cb9ff",
    ),
    Package(
        "npm",
        "typeorm",
        "1.1.1",
        "typeorm-1.1.1.tgz",
        "dce1e8ac fdfbedd2 cb263db7 cd6f7d59 5f97f837 9615d758 30bd0dcc a6742665",
    ),
    # The third twelve, whose first look is in docs/benchmarks.md.
    Package(
        "pip",
        "cherrypy",
        "18.10.0",
        "cherrypy-18.10.0.tar.gz",
        "6c70e78e e11300e8 b21c0767 c542ae6b 102a49ca c5cfd4e3 e313d7bb 907c5891",
    ),
    Package(
        "pip",
        "docker",
        "7.1.0",
        "docker-7.1.0.tar.gz",
        "ad8c70e6 e3f8926c b8a92619 b832b4ea 5299e283 1c142846 63184e20 0546fa6c",
    ),
    Package(
        "pip",
        "flask",
        "3.1.1",
        "flask-3.1.1.tar.gz",
        "284c7b8f 2f58cb73 7f0cf1c3 0fd7eaf0 ccfcde19 6099d24e cede3fc2 005aa59e",
    ),
    Package(
        "npm",
        "jsonwebtoken",
        "9.0.2",
        "jsonwebtoken-9.0.2.tgz",
        "9af68fd9 15ca9555 035e5f0f 3b6061e2 e887d3bf 56f39433 ae0aa107 bc8dde85",
    ),
    Package(
        "pip",
        "jupyter-server",
        "2.16.0",
        "jupyter_server-2.16.0.tar.gz",
        "65d4b44f df2dcbbd fe0aa1ac e4a842d4 aaf746a2 b7b16813 4d5aaed3 5621b7f6",
    ),
    Package(
        "pip",
        "keystoneauth1",
        "5.11.0",
        "keystoneauth1-5.11.0.tar.gz",
        "9af6a165 fa0747ed 739ffc34 b115ea0d 7cfc5630 ee12948a f94f03ed 0f9c8934",
    ),
    Package(
        "npm",
        "mongoose",
        "8.15.0",
        "mongoose-8.15.0.tgz",
        "bff6bafb 45d10f8c 94fc860a b686a4ba cd5cd8f8 fb2ed25c 7b303c7c 9d5f96df",
    ),
    Package(
        "npm",
        "passport",
        "0.7.0",
        "passport-0.7.0.tgz",
        "f69294d0 5ec9e1cc ad27dde9 8ef81e72 40f321d6 1a4916d8 04e76750 855267b5",
    ),
    Package(
        "pip",
        "pymongo",
        "4.13.0",
        "pymongo-4.13.0.tar.gz",
        "92a06e37 09e3c7e5 0820d352 d3d4e600 15406bcb a6980893 7dac2a6d 22226fde",
    ),
    Package(
        "pip",
        "sanic",
        "25.3.0",
        "sanic-25.3.0.tar.gz",
        "775d5220 01ec81f0 34ec8e4d 7599e217 5bfc097b 8d57884f 5e4c9322 f5e369bb",
    ),
    Package(
        "pip",
        "urllib3",
        "2.4.0",
        "urllib3-2.4.0.tar.gz",
        "414bc653 5b787feb d7567804 cc015fee 39daab8a d86268f1 310a9250 697de466",
    ),
    Package(
        "pip",
        "werkzeug",
        "3.1.3",
        "werkzeug-3.1.3.tar.gz",
        "60723ce9 45c19328 679790e3 282cc758 aa4a6040 e4bb330f 53d30fa5 46d44746",
    ),
    # The fourth twelve, whose first look is in docs/benchmarks.md.
    Package(
        "pip",
        "boto3",
        "1.38.0",
        "boto3-1.38.0.tar.gz",
        "8b6544ec a17e31d1 bfd538e5 d152b96a 68d6c929 50352a0c d9679f89 d217d53a",
    ),
    Package(
        "pip",
        "bottle",
        "0.13.3",
        "bottle-0.13.3.tar.gz",
        "1c23aeb3 0aa8a13f 39c60c0d a494530d dd5de3da 235bc431 b818a50d 999de49f",
    ),
    Package(
        "npm",
        "got",
        "14.4.7",
        "got-14.4.7.tgz",
        "79a56593 a4ff9a3d f56a26fa 4364f595 e4864c8a f6ca253a 3521040f 9bb817b4",
    ),
    Package(
        "pip",
        "gunicorn",
        "23.0.0",
        "gunicorn-23.0.0.tar.gz",
        "f014447a 0101dc57 e294f6c1 8ca6b402 27a4c90e 9bdb5860 42628030 cba004ec",
    ),
    Package(
        "pip",
        "httplib2",
        "0.22.0",
        "httplib2-0.22.0.tar.gz",
        "d7a10bc5 ef5ab083 22488bde 8c726eee e5c86187 23fdb399 597ec58f 3d82df81",
    ),
    Package(
        "npm",
        "koa",
        "3.0.0",
        "koa-3.0.0.tgz",
        "b3d1b8c0 f91f0ef3 42fe208d e12cd821 51664526 42431a50 21883aab 1d119ebe",
    ),
    Package(
        "npm",
        "pg-promise",
        "11.13.0",
        "pg-promise-11.13.0.tgz",
        "f81d1d76 f3257da3 45f56db9 d75dcb27 27949a53 832c8017 3ed911ee c54f2cf0",
    ),
    Package(
        "pip",
        "psycopg",
        "3.2.9",
        "psycopg-3.2.9.tar.gz",
        "2fbb46fc d17bc81f 993f28c4 7f1ebea3 8d66ae97 cc2dbc3c ad73b37c efbff700",
    ),
    Package(
        "pip",
        "pyramid",
        "2.0.2",
        "pyramid-2.0.2.tar.gz",
        "372138a7 38e42165 35cc76dc ce6eddd5 a1aaca95 130f2354 fb834264 c06f18de",
    ),
    Package(
        "pip",
        "pytest",
        "8.3.5",
        "pytest-8.3.5.tar.gz",
        "f4efe70c c14e5115 65ac476b 57c279e1 2a855b11 f48f212a f1080ef2 263d3845",
    ),
    Package(
        "npm",
        "socket.io",
        "4.8.1",
        "socket.io-4.8.1.tgz",
        "0a43d731 d294bbc3 64d64646 c56f7d2c 3e6e1f28 0a15e220 9fd7525c 3f48d07b",
    ),
    Package(
        "pip",
        "uvicorn",
        "0.34.2",
        "uvicorn-0.34.2.tar.gz",
        "0e929828 f6186353 a80b58ea 719861d2 629d7662 93b6d19b af086ba3 1d4f3328",
    ),
    Package(
        "pip",
        "nose",
        "1.3.7",
        "nose-1.3.7.tar.gz",
        "f1bffef9 cbc82628 f6e7d7b4 0d7e255a efaa1adb 6a1b1d26 c69a8b79 e6208a98",
    ),
    Package(
        "pip",
        "yandexcloud",
        "0.413.0",
        "yandexcloud-0.413.0.tar.gz",
        "b06bbdb4 042603c7 b76efdbd e65377cd 8f206fd5 b688a28b fa65e99f c047d447",
    ),
    Package(
        "pip",
        "build",
        "1.6.1",
        "build-1.6.1.tar.gz",
        "51cc1166 6391ab6f 09207043 7ac74700 2ff46f3e 4113a362 2177ee6b 488bfc53",
    ),
    Package(
        "pip",
        "sphinxcontrib-jquery",
        "4.1",
        "sphinxcontrib-jquery-4.1.tar.gz",
        "1620739f 04e36a2c 779f1a13 1a2dfd49 b2fd0735 1bf1968c ed074365 933abc7a",
    ),
    Package(
        "pip",
        "google-cloud-trace",
        "1.21.0",
        "google_cloud_trace-1.21.0.tar.gz",
        "5e0e02b5 1db9def0 bed2f836 27fa5043 a8eecd00 e477a7fb 98d1e04c 31a713c0",
    ),
    Package(
        "pip",
        "orbax-checkpoint",
        "0.12.8",
        "orbax_checkpoint-0.12.8.tar.gz",
        "fd9594cf c6dbd788 1a8ce37e e9379b2a 14c0e11e d49c774d f1578c5e f4c6259a",
    ),
    Package(
        "npm",
        "node-addon-api",
        "8.9.2",
        "node-addon-api-8.9.2.tgz",
        "4cd65698 541b19a3 3f798f1d c25c02c6 ed1c9d77 49b8824b 1a1ccecd d197c8ea",
    ),
    Package(
        "npm",
        "terser",
        "5.51.4",
        "terser-5.51.4.tgz",
        "b897695d 2a82b656 e0800761 da835806 e841a66b 3c6a4d2a abc37cba 2f2fc0dc",
    ),
    Package(
        "npm",
        "@eslint/eslintrc",
        "3.3.7",
        "eslint-eslintrc-3.3.7.tgz",
        "3a83591e 61b3a84e 2a35aad2 1b7e864e 8ab4470d 397f5e71 a13dbbe9 b1c17c47",
    ),
    Package(
        "npm",
        "acorn",
        "8.19.0",
        "acorn-8.19.0.tgz",
        "c6fad21f fa1f2ba2 0338bf1d de1de911 c2093c1a af7b3af1 7c477661 bd3bfaaf",
    ),
    Package(
        "npm",
        "@noble/hashes",
        "2.4.0",
        "noble-hashes-2.4.0.tgz",
        "e1946149 b780017b 2564fcc0 92cb01c0 4e1d7f20 627d0296 c17da886 8f4436dc",
    ),
    Package(
        "npm",
        "@napi-rs/wasm-runtime",
        "1.2.7",
        "napi-rs-wasm-runtime-1.2.7.tgz",
        "4910adfc e6763d0b adf5b0c6 b841db90 51afbb75 50198dee 7c6b979b 4abe90fd",
    ),
)


def fetch(package: Package, cache: Path) -> Path:
    """The package's archive in the cache, with the bytes that were reviewed."""
    target = cache / package.file
    if not target.exists():
        wanted = f"{package.name}=={package.version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", wanted]
        npm = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        done = subprocess.run(pip if package.client == "pip" else npm, cwd=cache, check=False)
        if done.returncode or not target.exists():
            sys.exit(f"cannot download {wanted} as {package.file}")
    if (digest := hashlib.sha256(target.read_bytes()).hexdigest()) != package.sha256.replace(" ", ""):
        sys.exit(f"{target} has sha256 {digest}, not {package.sha256}")
    return target


def unpack(archive: Path, folder: Path) -> None:
    """The regular files of a tarball; names that lead out of the folder, links and a .git are left out."""
    with tarfile.open(archive) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            if not member.isfile() or name.is_absolute() or {"..", ".git"} & set(name.parts):
                continue
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if (content := tar.extractfile(member)) is not None:
                target.write_bytes(content.read())


def lines_of_text(folder: Path) -> int:
    """Lines of the files that git would take for text: no NUL in the first 8,000 bytes."""
    contents = (path.read_bytes() for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return sum(content.count(b"\n") for content in contents if b"\0" not in content[:8000])


def judge(package: Package, archive: Path) -> tuple[int, list[Found]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        unpack(archive, folder)
        lines = lines_of_text(folder)
        env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        for call in (["init", "--quiet"], ["-c", "core.autocrlf=false", "add", "--all", "--force"]):
            subprocess.run(["git", *call], cwd=folder, check=True, capture_output=True, env=env)
        command = [sys.executable, "-m", "govhooks.cli", "check", "--all", "--rule", "no-secrets", "--format", "json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"{package.name}: govhooks ended with {done.returncode}:\n{done.stderr}")
        found = []
        for each in json.loads(done.stdout)["findings"]:
            file = folder / each["path"]
            texts = file.read_bytes().decode("utf-8", "replace").split("\n") if file.is_file() else []
            text = texts[each["line"] - 1] if 0 < each["line"] <= len(texts) else ""
            title = f"{each['problem']} ({each['confidence']})"
            found.append(Found(package.name, package.version, each["path"], each["line"], title, text))
        return lines, found


def reviewed() -> dict[tuple[str, str, str, str], str]:
    """(package, version, path, line) -> verdict."""
    verdicts: dict[tuple[str, str, str, str], str] = {}
    for row in REVIEWED.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        package, version, path, line, verdict, why = row.split("\t")
        if verdict not in VERDICTS or not why:
            sys.exit(f"{REVIEWED.name}: not a verdict with a reason: {row}")
        verdicts[package, version, path, line] = verdict
    return verdicts


def report(found: list[Found], verdicts: Mapping[tuple[str, str, str, str], str], unreviewed: bool) -> None:
    for each in found:
        if not unreviewed:
            verdict = verdicts.get(each.key, "NOT REVIEWED")
            print(f"  {each.package} {each.version} {each.path}:{each.line}: {each.title}: {verdict}")
        elif each.key not in verdicts:
            print("\t".join((*each.key, "VERDICT", "WHY")))
            print(f"    # {each.title}: {each.text.strip()[:300]!r}")


def main() -> int:
    about, _, usage = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=about, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cache", type=Path)
    parser.add_argument("--unreviewed", action="store_true", help="print only what is not in precision.tsv")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    verdicts = reviewed()
    total, found = 0, []
    for package in PACKAGES:
        lines, some = judge(package, fetch(package, options.cache))
        total += lines
        found += some
        if not options.unreviewed:
            print(f"{package.name} {package.version}: {lines:,} lines, {len(some)} findings")
        report(some, verdicts, options.unreviewed)
    counts = Counter(verdicts.get(each.key, "unreviewed") for each in found)
    rate = counts["false"] * 100_000 / total
    print(f"\n{len(found)} findings: " + ", ".join(f"{counts[name]} {name}" for name in (*VERDICTS, "unreviewed")))
    print(f"{len(found) * 100_000 / total:.2f} findings per 100,000 lines, whatever they are")
    print(f"{counts['false']} false findings in {total:,} lines = {rate:.2f} per 100,000 (bar: {BAR})")
    return int(rate > BAR or counts["unreviewed"] > 0)


if __name__ == "__main__":
    sys.exit(main())
