"""The steps that make and change the schema: numbered, forward only, run by `storage.schema`."""
