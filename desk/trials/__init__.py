"""A policy's words changed at the desk, and tried on the archive before they are kept (backtesting).

`editing` turns a form into a policy file, `backtest` reads the archive with it, `runner` does so in a process of its own
(`child`), `pages` shows both. It may import the guards and the words of pages, and the packages below the desk.
"""
