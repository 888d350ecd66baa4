"""When passes happen: the timetable, the Prefect flows and their server. `import prefect` lives here alone.

Imports `flows.passes`.
"""
