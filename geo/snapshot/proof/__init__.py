"""What brings a view back: its spec in every file, its code to type, and how the data has changed since."""
