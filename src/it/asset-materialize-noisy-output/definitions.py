import os
import subprocess
import sys

from dagster import Definitions, asset

print('{"hello": {"protocol": 99}}')


@asset
def orders() -> list[int]:
    print('{"id": 1, "result": {"run_ids": []}}', flush=True)
    os.write(1, b"raw \xff\xfe bytes\n")
    os.write(2, b"\x00\x1b[2J\n")
    subprocess.run([sys.executable, "-c", "print('printed by a grandchild')"], check=True)
    print("without an end of line", end="", flush=True)
    return [1, 2, 3]


defs = Definitions(assets=[orders])
