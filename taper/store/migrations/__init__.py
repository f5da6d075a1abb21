"""The store's migrations, one file each under `versions`; run by `taper.store.migrate`."""
