"""How the charts of a report are drawn: one module for each, all with the same ink.

The axes of the circle, the course, the plane and the columns are laid out by pygal and then drawn in our ink
(`plot`); the three others are no charts of pygal.
"""
