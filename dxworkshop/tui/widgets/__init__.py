"""Reusable widgets; they know no workshop."""
