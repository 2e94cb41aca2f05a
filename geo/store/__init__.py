"""The workspace: data sets of one's own as versions that never change."""
