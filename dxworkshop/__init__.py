"""A workshop co-facilitator for people who have one laptop, one room and no internet."""
