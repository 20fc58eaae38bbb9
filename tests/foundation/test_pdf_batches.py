"""A batch of paper is written in portions and joined: whole, in order, and nothing is left over."""

from pathlib import Path

from pypdf import PdfReader

from foundation.pdf_batches import PORTION, print_batch


async def test_portions_are_joined_in_order(tmp_path: Path):
    documents = [f"<p>form {number}</p>" for number in range(1, PORTION + 3)]
    target = tmp_path / "forms.pdf"
    counted = [done async for done in print_batch(documents, target)]
    assert counted == [PORTION, PORTION + 2]
    pages = [page.extract_text().strip() for page in PdfReader(target).pages]
    assert pages == [f"form {number}" for number in range(1, PORTION + 3)]
    assert list(tmp_path.iterdir()) == [target]
