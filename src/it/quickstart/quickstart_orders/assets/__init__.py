"""The assets: ingestion reads the export, transformations make it useful."""
