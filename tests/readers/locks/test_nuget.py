"""NuGet's files; by hand, after https://learn.microsoft.com/nuget."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read
from govhooks.readers.locks.package import Package

LOCK = """{
  "version": 2,
  "dependencies": {
    "net8.0": {
      "Direct": {
        "type": "Direct",
        "requested": "[13.0.1, )",
        "resolved": "13.0.1",
        "contentHash": "abc==",
        "dependencies": { "Inner": "1.0.0" }
      },
      "Inner": { "type": "Transitive", "resolved": "1.0.0", "contentHash": "def==" },
      "Own": { "type": "Project", "dependencies": { "Inner": "[1.0.0, )" } },
      "Bad": { "type": "Transitive" },
      "Worse": 1
    }
  }
}
"""


def test_a_lock() -> None:
    contents = read("packages.lock.json", LOCK.encode())

    assert contents.packages == (
        Package("NuGet", "Direct", "13.0.1", 5, wanted="[13.0.1, )", direct=True, hashes=("sha512-abc==",), requires=("Inner",), marker="net8.0"),
        Package("NuGet", "Inner", "1.0.0", 12, direct=False, hashes=("sha512-def==",), marker="net8.0"),
        Package("NuGet", "Own", "", 13, direct=False, source="path:Own", requires=("Inner",), marker="net8.0"),
        Package("NuGet", "Bad", "", 14, direct=False, marker="net8.0"),
    )  # fmt: skip
    assert contents.unread == ((14, "Bad has no version"), (15, "the entry of Worse is no table"))
    assert read("packages.lock.json", b'{"version": 3, "dependencies": {}}').unread == (
        (1, "version 3: known are 1 and 2"),
    )


PROJECT = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <SerilogVersion>2.12.0</SerilogVersion>
    <Base>1</Base>
    <Other>$(Base).5</Other>
  </PropertyGroup>
  <PropertyGroup Condition="x"><Base>9</Base></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Serilog" Version="$(SerilogVersion)" />
    <PackageReference Include="Exact"><Version>[3.0.0]</Version><PrivateAssets>all</PrivateAssets></PackageReference>
    <PackageReference Include="Central" />
    <PackageReference Include="Own" Version="$(Nowhere)" />
    <PackageReference Include="A;B" Version="$(Other)" />
    <PackageReference Remove="Gone" />
    <PackageReference />
    <ProjectReference Include="../b/b.csproj" />
    <PackageReference Update="Later" Version="4.0" Condition="y" />
  </ItemGroup>
  <Choose><When Condition="z"><ItemGroup><PackageReference Include="Chosen" Version="5.*" /></ItemGroup></When></Choose>
  <Target Name="t"><ItemGroup><PackageReference Include="Never" Version="1" /></ItemGroup></Target>
</Project>
"""


def test_a_project() -> None:
    contents = read("src/App.csproj", PROJECT.encode())
    rows = [(one.name, one.version, one.wanted, one.line, one.groups, one.marker) for one in contents.packages]

    assert rows == [
        ("Serilog", "", "2.12.0", 9, (), ""),
        ("Exact", "3.0.0", "[3.0.0]", 10, ("dev",), ""),
        ("Central", "", "", 11, (), ""),
        ("Own", "", "$(Nowhere)", 12, (), ""),
        ("A", "", "1.5", 13, (), ""),
        ("B", "", "1.5", 13, (), ""),
        ("Later", "", "4.0", 17, (), "y"),
        ("Chosen", "", "5.*", 19, (), "z"),
        ("Never", "", "1", 20, (), "in a target"),
    ]
    assert contents.unread == ((12, "$(Nowhere) of Own is not set in this file"), (15, "a package without a name"))


def test_central_versions() -> None:
    text = '<Project><ItemGroup><PackageVersion Include="A" Version="1.0" /><GlobalPackageReference Include="B" Version="2" /></ItemGroup></Project>'
    packages = read("Directory.Packages.props", text.encode()).packages

    assert [(one.name, one.wanted, one.groups, one.direct) for one in packages] == [
        ("A", "1.0", ("managed",), False),
        ("B", "2", ("global",), True),
    ]


def test_packages_config() -> None:
    text = '<packages>\n<package id="A" version="1.0" targetFramework="net48" />\n<package id="B" version="2" developmentDependency="true" allowedVersions="[2,3)"/>\n<package id="C"/>\n</packages>'
    contents = read("packages.config", text.encode())

    assert contents.packages == (
        Package("NuGet", "A", "1.0", 2, wanted="1.0", marker="net48"),
        Package("NuGet", "B", "2", 3, wanted="[2,3)", groups=("dev",)),
    )
    assert contents.unread == ((4, "a package without an id or a version"),)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("packages.lock.json", "{}"),
        ("packages.lock.json", ""),
        ("a.csproj", "<a/>"),
        ("a.csproj", ""),
        ("a.csproj", "{}"),
        ("packages.config", "<configuration/>"),
    ],
)
def test_none_of_nugets(path: str, text: str) -> None:
    with pytest.raises(BadDocument):
        read(path, text.encode())
