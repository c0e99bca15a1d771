"""What the plugin can ask for: a module a subject, a function a verb. See ``dispatch``."""
