"""What hostile tests are made of: a corpus of bad inputs, and runs that are killed."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
"""Of a process that finds this package and these tests, whatever folder it runs in."""
