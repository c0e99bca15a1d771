"""What executes runs and their steps: this process, or warm worker processes."""
