"""The processes of a development server, and a server of code."""
