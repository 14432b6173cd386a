"""The dating of a text: its time expressions found by a grammar and placed on the calendar."""
