"""Hackday runs a company's hack day, from the first brief to the revealed board."""

import os

__version__ = "0.1.0"

# Piccolo looks its configuration up by this name; set here, it is found from any working directory.
os.environ.setdefault("PICCOLO_CONF", "hackday.piccolo_conf")
