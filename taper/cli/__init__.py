"""The command line: parses, asks for one operation, prints what came back."""
