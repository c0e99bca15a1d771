"""Assets in Python, beside those that components declare."""

from collections import Counter

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    asset,
    asset_check,
)


@asset(
    group_name="transformation",
    owners=["team:data"],
    kinds={"python"},
    description="How many customers each country has.",
)
def customers_by_country(
    context: AssetExecutionContext, customers: list[dict[str, str]]
) -> dict[str, int]:
    """Depends on customers by the name of its parameter."""
    numbers = Counter(customer["country"] for customer in customers)
    context.add_output_metadata({"countries": len(numbers)})
    return dict(numbers)


@asset_check(
    asset=customers_by_country,
    blocking=True,
    description="Every customer has a country.",
)
def countries_are_known(customers_by_country: dict[str, int]) -> AssetCheckResult:
    """Fails the run, and with it the build, when a country is missing."""
    unknown = customers_by_country.get("", 0)
    return AssetCheckResult(passed=unknown == 0, metadata={"unknown": unknown})
