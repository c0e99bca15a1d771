"""Schedules and sensors: their state, their ticks, and what a tick would do."""
