"""Where everything comes from and how it was coded."""
