#!/usr/bin/env python
"""Run management commands in a checkout; an installed Allmende has the command `allmende`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))

from allmende.__main__ import main

if __name__ == "__main__":
    main()
