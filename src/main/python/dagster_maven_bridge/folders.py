"""Where the code of the bridge lies."""

import os

PACKAGE = os.path.dirname(os.path.abspath(__file__))
"""The folder of this package."""

IMPORT_ROOT = os.path.dirname(PACKAGE)
"""The folder that has to be on the path of a process that imports this package."""
