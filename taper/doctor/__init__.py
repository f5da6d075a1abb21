"""Will reminders come? What is seen of daemon, store and machine, and what that means, each as plain values."""
