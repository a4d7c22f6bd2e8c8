from pathlib import PurePosixPath

from generator.core.blueprint.regions import region_files
from generator.core.platform.file import parse_platform

PLATFORM = b"""\
apiVersion: helm-blueprint/v1
blueprint: {name: x, version: 1.0.0}
environments:
  prod: {regions: {eu: {}}}
  dr: {inherits: prod, regions: {us: }}
"""
PROD = b"# yaml-language-server: $schema=values.schema.json\r\n# prod\r\n"


def test_each_region_of_a_new_platform_has_a_file_that_says_where_it_is() -> None:
    files = region_files({PurePosixPath("values-prod.yaml"): PROD}, parse_platform(PLATFORM))
    assert {str(path): data.decode() for path, data in files.items()} == {
        "values-prod-eu.yaml": (
            "# yaml-language-server: $schema=values.schema.json\n"
            "# prod-eu: only what differs from prod in this region. Comes after values-prod.yaml: "
            "-f values-prod.yaml -f values-prod-eu.yaml\n"
            "global:\n  region: eu # a label of every object\n"
        ),
        "values-dr-us.yaml": (
            "# dr-us: only what differs from dr in this region. Comes after values-dr.yaml: "
            "-f values-prod.yaml -f values-dr.yaml -f values-dr-us.yaml\n"
            "global:\n  region: us # a label of every object\n"
        ),
    }
