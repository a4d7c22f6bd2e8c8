from generator.core.report.environments import HEADERS, as_json, region_rows, regions_as_json, rows
from generator.core.values.model import load_values
from tests.small_platform import PLATFORM, foreign_umbrella, small_platform

WITH_REGION = PLATFORM.replace(
    "prod: {namespace: shop}",
    'prod: {namespace: shop, kubernetes: "1.34", regions: {eu: {cluster: ireland}}}',
)


def test_regions_stand_behind_their_environment() -> None:
    model = load_values(small_platform(**{"platform.yaml": WITH_REGION, "values-prod-eu.yaml": ""}))
    assert [HEADERS, *map(tuple, rows(model))] == [
        ("name", "inherits", "namespace", "clusters", "regions", "files"),
        ("dev", "", "shop-dev", "", "", "values-dev.yaml"),
        ("staging", "", "shop-staging", "", "", "values-staging.yaml"),
        ("prod", "", "shop", "", "eu", "values-prod.yaml"),
        ("prod-eu", "prod", "shop", "ireland", "", "values-prod.yaml, values-prod-eu.yaml"),
        ("dr", "prod", "shop-dr", "", "", "values-prod.yaml, values-dr.yaml"),
    ]
    assert as_json(model)[2:4] == [
        {
            "name": "prod",
            "region": None,
            "inherits": None,
            "namespace": "shop",
            "clusters": [],
            "kubernetes": "1.34",
            "regions": ["eu"],
            "files": ["values-prod.yaml"],
        },
        {
            "name": "prod-eu",
            "region": "eu",
            "inherits": "prod",
            "namespace": "shop",
            "clusters": ["ireland"],
            "kubernetes": "1.34",
            "regions": [],
            "files": ["values-prod.yaml", "values-prod-eu.yaml"],
        },
    ]


def test_of_a_foreign_umbrella_names_and_files_are_known() -> None:
    model = load_values(foreign_umbrella())
    assert rows(model) == [
        ["dev", "", "", "", "", "values-dev.yaml"],
        ["prod", "", "", "", "", "values-prod.yaml"],
    ]
    assert as_json(model)[0] == {
        "name": "dev",
        "region": None,
        "inherits": None,
        "namespace": None,
        "clusters": [],
        "kubernetes": None,
        "regions": [],
        "files": ["values-dev.yaml"],
    }


def test_regions_alone_are_listed_of_one_environment_or_of_all() -> None:
    model = load_values(small_platform(**{"platform.yaml": WITH_REGION, "values-prod-eu.yaml": ""}))
    row = ["prod-eu", "prod", "eu", "ireland", "shop", "values-prod.yaml, values-prod-eu.yaml"]
    assert region_rows(model, None) == region_rows(model, "prod") == [row]
    assert [one["name"] for one in regions_as_json(model, None)] == ["prod-eu"]
    assert (region_rows(model, "dev"), regions_as_json(model, "dev")) == ([], [])
