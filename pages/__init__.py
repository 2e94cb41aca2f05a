"""The pages: thin scripts that ask `geo` and show what it answers."""
