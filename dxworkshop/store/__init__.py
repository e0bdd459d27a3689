"""Files: text and plain data, bytes on disk, and what a session needs to survive both."""
