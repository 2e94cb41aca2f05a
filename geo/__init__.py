"""Incidents, who says what about them, and what is shown of them; knows no Streamlit."""
