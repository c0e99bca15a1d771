"""What user code prints, and which step of which run prints it."""
