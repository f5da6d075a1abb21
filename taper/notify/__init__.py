"""How the person is told: one port, and one adapter for each way of showing a notification."""
