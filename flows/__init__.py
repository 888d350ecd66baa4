"""Where all of it runs: passes, schedules, and one module a command of `pledgewatch`.

May import every other package; nothing imports it but the command.
"""
