"""Tests of the floors below the faces."""
