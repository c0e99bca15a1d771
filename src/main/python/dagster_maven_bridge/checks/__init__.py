"""Asset checks that run without the assets that they check being made."""
