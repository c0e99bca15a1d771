"""Stands in for the real bridge: speaks the protocol as a script says, and misbehaves where it says so."""
