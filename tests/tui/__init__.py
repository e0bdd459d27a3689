"""Tests of the screens, in a real pseudo-terminal where it matters."""
