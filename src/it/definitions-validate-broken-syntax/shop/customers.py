from dagster import asset


@asset
def customers()
    return [1, 2]
