"""trafilatura's default without comments, in a process like ours: pages in, texts out, one at a time."""

from __future__ import annotations

import sys

from trafilatura.settings import Document

from pipelines.isolation.child import receive, send


def main() -> None:
    """Read pages until there are no more."""
    import logging

    import trafilatura

    logging.disable(logging.CRITICAL)
    pages, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            page = receive(pages)
        except EOFError:
            return
        try:
            document = trafilatura.bare_extraction(
                page.body.decode("utf-8", "replace"), url=page.url, include_comments=False, with_metadata=True
            )
            text = document.text if isinstance(document, Document) else ""
        except Exception:
            text = ""
        send(answers, text)


if __name__ == "__main__":
    main()
