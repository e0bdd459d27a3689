"""Tests, one package per floor."""
