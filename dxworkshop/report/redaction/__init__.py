"""What must not leave the team is taken out of a session: names, single voices, and what is for the team alone."""
