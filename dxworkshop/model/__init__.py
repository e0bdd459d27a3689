"""The subject, pure: no files, no clock, no language."""
