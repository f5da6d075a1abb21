"""The operations: what taper can do with a store, a clock and the person's settings, as JSON values in and out."""
