"""What is wrong, in the user's words and at the user's line."""
