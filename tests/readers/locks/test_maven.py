"""pom.xml; by hand, after https://maven.apache.org/pom.html."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

POM = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <parent>
    <groupId>org.example</groupId><artifactId>parent</artifactId><version>2.0</version>
  </parent>
  <artifactId>app</artifactId>
  <properties>
    <log.version>1.${minor}</log.version>
    <minor>7</minor>
  </properties>
  <repositories><repository><url>https://m.corp.example/</url></repository></repositories>
  <dependencyManagement><dependencies>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId><version>3.1</version></dependency>
    <dependency><groupId>g</groupId><artifactId>bom</artifactId><version>4</version><type>pom</type><scope>import</scope></dependency>
  </dependencies></dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>g</groupId>
      <artifactId>log</artifactId>
      <version>${log.version}</version>
    </dependency>
    <dependency><groupId>g</groupId><artifactId>managed</artifactId></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>sibling</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>g</groupId><artifactId>range</artifactId><version>[1.0,2.0)</version><scope>test</scope></dependency>
    <dependency><groupId>g</groupId><artifactId>unknown</artifactId><version>${elsewhere}</version><optional>true</optional></dependency>
    <dependency><groupId>g</groupId><artifactId>from-bom</artifactId></dependency>
    <dependency><groupId>g</groupId></dependency>
    <dependency><groupId>g</groupId><artifactId>jar</artifactId><version>1</version><scope>system</scope><systemPath>${basedir}/a.jar</systemPath></dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.11.0</version>
      <dependencies><dependency><groupId>g</groupId><artifactId>inner</artifactId><version>1</version></dependency></dependencies>
    </plugin>
  </plugins><extensions><extension><groupId>g</groupId><artifactId>ext</artifactId><version>5</version></extension></extensions></build>
  <profiles><profile><id>ci</id><dependencies>
    <dependency><groupId>g</groupId><artifactId>only-ci</artifactId><version>6</version></dependency>
  </dependencies></profile></profiles>
</project>
"""


def test_a_pom() -> None:
    contents = read("a/pom.xml", POM.encode())
    rows = [(one.name, one.version, one.wanted, one.line, one.groups, one.direct) for one in contents.packages]

    assert (contents.tool, contents.ecosystem, contents.is_lock) == ("maven", "Maven", False)
    assert contents.settings == {"index": "https://m.corp.example/"}
    assert rows == [
        ("org.example:parent", "2.0", "2.0", 4, ("parent",), True),
        ("g:managed", "3.1", "3.1", 14, ("managed",), False),
        ("g:bom", "4", "4", 15, ("managed", "import"), False),
        ("g:log", "1.7", "1.7", 18, (), True),
        ("g:managed", "3.1", "3.1", 23, (), True),
        ("org.example:sibling", "2.0", "2.0", 24, (), True),
        ("g:range", "", "[1.0,2.0)", 25, ("test",), True),
        ("g:unknown", "", "${elsewhere}", 26, ("optional",), True),
        ("g:from-bom", "", "", 27, (), True),
        ("g:jar", "1", "1", 29, ("system",), True),
        ("org.apache.maven.plugins:maven-compiler-plugin", "3.11.0", "3.11.0", 32, ("plugin",), True),
        ("g:inner", "1", "1", 33, ("plugin",), True),
        ("g:ext", "5", "5", 35, ("extension",), True),
        ("g:only-ci", "6", "6", 37, ("profile ci",), True),
    ]
    assert contents.packages[9].source == "path:${basedir}/a.jar"
    assert contents.unread == (
        (26, "the version of g:unknown is ${elsewhere}, which is not set in this file"),
        (28, "a dependency without a groupId or an artifactId"),
    )


def test_properties_that_name_each_other_end() -> None:
    text = "<project><properties><a>${b}${b}</a><b>${a}${a}</b></properties><dependencies><dependency><groupId>g</groupId><artifactId>x</artifactId><version>${a}</version></dependency></dependencies></project>"

    assert read("pom.xml", text.encode()).packages[0].version == ""


@pytest.mark.parametrize("text", ["", "<project/>", "<a><project/></a>", "<project>", "{}"])
def test_no_pom(text: str) -> None:
    with pytest.raises(BadDocument):
        read("pom.xml", text.encode())
