"""A file becomes pictures and sound: `probe`, `reading`, and what watches them go by (`cuts`, `sampling`)."""
