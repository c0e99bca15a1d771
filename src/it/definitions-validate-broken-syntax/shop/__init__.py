from dagster import Definitions, load_assets_from_modules

from shop import customers, orders

defs = Definitions(assets=load_assets_from_modules([customers, orders]))
