"""Judgement, pure: from a session to numbers and sentences."""
