import threading

import pytest

from app.formats.page_pictures import PagePictures
from app.formats.to_pdf import to_pdf
from app.messages import Trouble
from tests.formats.sheets import sheet


def test_pages_are_drawn_in_their_own_size():
    pictures = PagePictures(to_pdf(sheet(layout="table")))
    drawn = pictures.picture(0, 72)
    assert (drawn.width, drawn.height) in ((842, 595), (842, 596))
    assert drawn.stride * drawn.height == len(drawn.pixels)
    assert len(set(drawn.pixels)) > 20
    pictures.close()


def test_pages_may_be_asked_for_from_several_threads():
    pictures = PagePictures(to_pdf(sheet()))
    drawn = []
    threads = [threading.Thread(target=lambda: drawn.append(pictures.picture(1, 60).pixels)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 6
    assert len(set(drawn)) == 1


def test_what_is_no_pdf_is_told():
    with pytest.raises(Trouble):
        PagePictures(b"%PDF-1.7 nothing")
