"""The user's definitions: loaded from a target, described, and chosen among."""
