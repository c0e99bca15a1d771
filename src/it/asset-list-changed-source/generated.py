from dagster import AssetsDefinition

assets: list[AssetsDefinition] = []
