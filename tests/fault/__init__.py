"""Harnesses that break the machine under the store, and look what is left."""
