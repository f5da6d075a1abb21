"""The local page: the same facts and the same buttons in a browser on this machine."""
