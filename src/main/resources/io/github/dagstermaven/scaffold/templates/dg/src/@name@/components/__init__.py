"""The component types of this project; a defs.yaml names one of them."""
