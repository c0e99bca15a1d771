import os

from dagster import AssetExecutionContext, Definitions, MaterializeResult, asset


@asset
def orders(context: AssetExecutionContext) -> MaterializeResult:
    token = os.environ["SHOP_TOKEN"]
    print(f"printed {token}")
    context.log.info(f"logged {token}")
    return MaterializeResult(metadata={"token": token, "length": len(token)})


@asset(deps=[orders])
def invoices() -> None:
    raise ValueError(f"the shop refused {os.environ['SHOP_TOKEN']}")


defs = Definitions(assets=[orders, invoices])
