"""environment.yml of conda."""

from __future__ import annotations

import pytest

from govhooks.readers.document import BadDocument
from govhooks.readers.locks import read

TEXT = b"""name: shop
channels:
  - conda-forge
  - https://user:word@host/channel
dependencies:
  - python=3.12
  - numpy>=1.26,<2  # arrays
  - conda-forge::scipy==1.11.4
  - pandas 2.1.*
  - "xarray[version='>=2024']"
  - zlib=1.3.1=hb9d3cd8_2
  - bad!name
  - pip
  - pip:
      - -r requirements.txt
      - httpx==0.28.1
      - "b ="
"""


def test_all_that_it_says() -> None:
    contents = read("environment.yml", TEXT)

    assert (contents.tool, contents.ecosystem, contents.is_lock) == ("conda", "conda", False)
    assert contents.settings == {"channels": "conda-forge https://host/channel"}
    assert contents.includes == ("-r requirements.txt",)
    assert [(one.ecosystem, one.name, one.version, one.wanted, one.line) for one in contents.packages] == [
        ("conda", "python", "", "=3.12", 6),
        ("conda", "numpy", "", ">=1.26,<2", 7),
        ("conda", "scipy", "1.11.4", "==1.11.4", 8),
        ("conda", "pandas", "", "2.1.*", 9),
        ("conda", "xarray", "", ">=2024", 10),
        ("conda", "zlib", "1.3.1", "=1.3.1=hb9d3cd8_2", 11),
        ("conda", "pip", "", "", 13),
        ("PyPI", "httpx", "0.28.1", "==0.28.1", 16),
    ]
    assert contents.packages[2].source == "registry:conda-forge"
    assert [line for line, _ in contents.unread] == [12, 17]


def test_an_export_with_builds_is_a_lock() -> None:
    contents = read("environment-dev.yaml", b"dependencies:\n- zlib=1.3.1=h_2\n- xz=5.4=h_1\n")

    assert contents.is_lock
    assert [(one.version, one.wanted, one.direct) for one in contents.packages] == [
        ("1.3.1", "", None),
        ("5.4", "", None),
    ]


@pytest.mark.parametrize("data", [b"", b"a: 1\n", b"dependencies: x\n", b"- a\n", b"a: [\n"])
def test_what_is_no_such_file(data: bytes) -> None:
    with pytest.raises(BadDocument):
        read("environment.yml", data)
