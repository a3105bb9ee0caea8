"""What is written on the pages of a PDF, page by page, without a reader of PDF."""

import re

from reports.pdf_paper import Paper

PAGE = re.compile(rb"/Type /Page\b")


class Printed:
    """Words in the order in which they were written, as lists by page."""

    def __init__(self, monkeypatch) -> None:
        self.pages: list[list[str]] = []
        begin, text = Paper.begin, Paper.text

        def begun(paper, *told):
            self.pages.append([])
            return begin(paper, *told)

        def written(paper, x, y, words, size, **look):
            self.pages[-1].append(words)
            return text(paper, x, y, words, size, **look)

        monkeypatch.setattr(Paper, "begin", begun)
        monkeypatch.setattr(Paper, "text", written)

    @property
    def words(self) -> list[str]:
        return [word for page in self.pages for word in page]
