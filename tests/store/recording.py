"""A process that records intakes one after the other, and says of each when it is; its argument is the store's path."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from stored_values import intake_of

from taper.store.store import Store

MOST = 4

if __name__ == "__main__":
    with Store(Path(sys.argv[1])) as store:
        for number in range(MOST):
            store.record_intake(intake_of(number))
            os.write(1, b"recorded\n")
