"""`python -m consistency` is the `consistency` command, for where no script was installed."""

import sys

from consistency.cli import main

if __name__ == "__main__":
    sys.exit(main())
