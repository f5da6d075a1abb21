"""What the program remembers, on SQLite. Importing it loads sqlmodel, which is slow; only what opens a store does."""

from taper.store.migrate import IfOld
from taper.store.store import Conflict, Store

__all__ = ["Conflict", "IfOld", "Store"]
