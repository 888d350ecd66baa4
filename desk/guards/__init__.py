"""What stands between a browser and the desk: hosts, origins, sizes, headers, and the refusals in words.

Imports no other room of desk.
"""
