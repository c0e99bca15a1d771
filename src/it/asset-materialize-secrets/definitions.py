import base64
import json
import os
import subprocess
from urllib.parse import quote

from dagster import (
    AssetExecutionContext,
    Definitions,
    Failure,
    MaterializeResult,
    MetadataValue,
    OpExecutionContext,
    StaticPartitionsDefinition,
    asset,
    job,
    op,
)

TOKEN, KEY = os.environ["SHOP_TOKEN"], os.environ["SHOP_KEY"]
BASIC = base64.b64encode(f"shop:{TOKEN}".encode()).decode()


def tell(context: AssetExecutionContext | OpExecutionContext) -> dict[str, object]:
    """Says secrets in every way that programs do by accident."""
    for secret in (TOKEN, KEY):
        print(f"printed {secret}, {secret!r}, {json.dumps(secret)}")
        context.log.info(f"logged {secret}")
        os.write(2, f"written {secret}\n".encode())
    subprocess.run(["sh", "-c", 'echo "by a child: $SHOP_TOKEN $SHOP_KEY"'], check=True)
    print("x" * 65_530 + TOKEN + "x" * 65_530)
    return {
        "token": TOKEN,
        "url": MetadataValue.url(f"https://shop:{quote(TOKEN)}@example.com"),
        "header": f"Basic {BASIC}",
        "parts": MetadataValue.json({TOKEN: [KEY]}),
        "length": len(TOKEN),
    }


@asset(description=f"Read with {TOKEN}", metadata={"token": TOKEN}, tags={"area": "sales"})
def orders(context: AssetExecutionContext) -> MaterializeResult:
    return MaterializeResult(metadata=tell(context))


@asset
def customers(context: AssetExecutionContext) -> MaterializeResult:
    return MaterializeResult(metadata=tell(context))


@asset(partitions_def=StaticPartitionsDefinition(["monday", "tuesday", "friday"]))
def days(context: AssetExecutionContext) -> MaterializeResult:
    return MaterializeResult(metadata=tell(context))


@asset(deps=[orders])
def invoices() -> None:
    try:
        raise KeyError(KEY)
    except KeyError as error:
        raise Failure(f"the shop refused {TOKEN}", metadata={"key": KEY}) from error


@op
def read(context: OpExecutionContext) -> None:
    tell(context)


@job(description=f"With {TOKEN}")
def nightly():
    read()


defs = Definitions(assets=[orders, customers, days, invoices], jobs=[nightly])
