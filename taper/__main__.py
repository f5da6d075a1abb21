"""What does `python -m taper` do? The same as the command `taper`."""

from taper.cli.main import run

run()
