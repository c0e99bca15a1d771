import subprocess
import sys
import time
from pathlib import Path

from dagster import Definitions, asset


@asset
def endless() -> None:
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    target = Path(__file__).parent / "target"
    target.mkdir(exist_ok=True)
    (target / "grandchild.pid").write_text(str(grandchild.pid))
    time.sleep(3600)


defs = Definitions(assets=[endless])
