"""The contents of the sample nasti. Offices, people and cases are invented."""
