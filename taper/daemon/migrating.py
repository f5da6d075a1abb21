"""May a command bring an older store up to date? Only where no daemon lives: it takes the daemon's lock for that."""

from __future__ import annotations

from taper.core.errors import DaemonFailed, StoreFailed
from taper.daemon.lock import SHORT_PATIENCE, holder_of, only_one
from taper.settings import Paths
from taper.store.migrate import IfOld, is_older, prepare


def brought_up_to_date(paths: Paths) -> None:
    """Migrates an older store under the lock. Raises StoreFailed, and then nothing was changed.

    A store that is not there yet is left to whoever opens it: making one disturbs no daemon.
    """
    if not is_older(paths.store):
        return
    try:
        with only_one(paths.lock, patience=SHORT_PATIENCE):
            prepare(paths.store, if_old=IfOld.MIGRATE)
    except DaemonFailed as error:
        holder = holder_of(paths.lock)
        if holder is None:
            raise  # not held by anybody: the lock itself cannot be taken, and the error says why
        raise StoreFailed(
            f"The store {paths.store} is of an older version, and a daemon (process {holder or 'unknown'}) that began "
            'before the update is still running. Nothing was changed. Renew it: "taper daemon stop", then "taper '
            'daemon start".'
        ) from error
