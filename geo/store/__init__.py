"""The workspace: data sets of one's own as versions that never change, and the engine that is asked about them."""
