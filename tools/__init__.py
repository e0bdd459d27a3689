"""What people who work on the program run."""
