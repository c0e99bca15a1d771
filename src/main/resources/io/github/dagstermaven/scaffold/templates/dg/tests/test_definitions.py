"""The definitions as Dagster loads them."""

from dagster import AssetCheckResult, AssetKey, Definitions, build_asset_context

from @name@.definitions import defs
from @name@.defs.countries import (
    countries_are_known,
    customers_by_country,
)


def test_components_and_python_files_are_loaded() -> None:
    """A definition in a folder that is not loaded would be missing here."""
    loaded = defs()

    assert AssetKey("customers") in loaded.resolve_asset_graph().get_all_asset_keys()
    Definitions.validate_loadable(loaded)


def test_an_asset_is_a_function() -> None:
    """Called as one, an asset needs only a context and its inputs."""
    customers = [{"country": "GB"}, {"country": "US"}, {"country": "US"}]

    numbers = customers_by_country(build_asset_context(), customers)

    assert numbers == {"GB": 1, "US": 2}


def test_a_missing_country_fails_the_check() -> None:
    """A check is a function, too."""
    known = countries_are_known({"GB": 1})
    unknown = countries_are_known({"GB": 1, "": 1})

    assert isinstance(known, AssetCheckResult) and known.passed
    assert isinstance(unknown, AssetCheckResult) and not unknown.passed
