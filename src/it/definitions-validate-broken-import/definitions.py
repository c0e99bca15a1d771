import pandsa
from dagster import Definitions

defs = Definitions()
