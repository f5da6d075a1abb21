"""The daemon: watches the clock for every kept plan, says what is due, and answers the commands."""
