"""PDF files for tests, with all that a PDF can hide."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from tests.media.photos import WORDS, jpeg
from tests.media.recordings import CANARY

_DRAW = b"q 100 0 0 60 20 20 cm /Photo Do Q q /Form Do Q BT /F1 12 Tf 20 100 Td (Jalan rusak) Tj ET"


def paper(**saving: Any) -> bytes:
    """One page with a photo and text; scripts, files, links, forms, XMP, comments wherever there is room."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        page.Resources = _resources(made)
        page.Contents = made.make_stream(
            b"% " + WORDS + b"\n/Span <</ActualText (" + WORDS + b")>> BDC " + _DRAW + b" EMC"
        )
        _act(made, page)
        _tell(made, page)
        made.attachments["x.exe"] = b"MZ" + WORDS
        out = BytesIO()
        made.save(out, **saving)
    return out.getvalue() + b"\n% " + WORDS


def _resources(made: Pdf) -> Dictionary:
    photo = made.make_stream(jpeg())
    for key, value in {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 64, "/Height": 40,
                       "/BitsPerComponent": 8, "/ColorSpace": Name.DeviceRGB, "/Filter": Name.DCTDecode,
                       "/Kenari": String(CANARY), "/Metadata": made.make_stream(WORDS)}.items():  # fmt: skip
        photo[key] = value
    form = Stream(made, b"% " + WORDS + b"\n0 0 1 rg 0 0 5 5 re f")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    form.PieceInfo = Dictionary(Kenari=String(CANARY))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return Dictionary(
        XObject=Dictionary(Photo=photo, Form=form),
        Font=Dictionary(F1=font),
        Properties=Dictionary(P=Dictionary(Kenari=String(CANARY))),
    )


def _act(made: Pdf, page: pikepdf.Page) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{CANARY}')"))
    made.Root.OpenAction = script
    made.Root.AA = Dictionary(WC=script)
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String(CANARY), made.make_indirect(script)])))
    made.Root.AcroForm = Dictionary(Fields=Array(), XFA=made.make_stream(WORDS))
    page.AA = Dictionary(O=script)
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Contents=String(CANARY),
        A=Dictionary(S=Name.URI, URI=String(f"https://evil.example/{CANARY}")),
    )  # fmt: skip
    page.Annots = Array([made.make_indirect(link)])


def _tell(made: Pdf, page: pikepdf.Page) -> None:
    made.docinfo["/Author"], made.docinfo["/Title"] = CANARY, CANARY
    made.Root.Metadata = made.make_stream(b"<x:xmpmeta>" + WORDS + b"</x:xmpmeta>")
    page.PieceInfo = Dictionary(Kenari=Dictionary(Private=String(CANARY)))
    page.Metadata = made.make_stream(WORDS)
    page["/Kenari"] = String(CANARY)


def form() -> bytes:
    """A filled form: what was written into it shows on the page."""
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200))
        look = Stream(made, b"1 0 0 rg 0 0 50 20 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 50, 20])
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), V=String(CANARY), F=4,
            Rect=Array([10, 10, 60, 30]), AP=Dictionary(N=made.make_indirect(look)),
        )  # fmt: skip
        page.Annots = Array([made.make_indirect(field)])
        made.Root.AcroForm = Dictionary(Fields=page.Annots)
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A page whose contents are a gigabyte when unpacked, twice packed."""
    packed = zlib.compress(zlib.compress(bytes(1 << 20) * 1024, 9), 9)
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.Contents = Stream(made, packed)
        page.Contents.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        out = BytesIO()
        made.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def many_pages() -> bytes:
    with pikepdf.new() as made:
        for _ in range(501):
            made.add_blank_page()
        out = BytesIO()
        made.save(out)
    return out.getvalue()


def unpacked(content: bytes) -> bytes:
    """Every object of a PDF as text, every stream unpacked: what a search would find."""
    with pikepdf.open(BytesIO(content)) as file:
        found = [each.unparse(resolved=True) for each in file.objects]
        streams = [each for each in file.objects if isinstance(each, Stream)]
        packed = [each.read_raw_bytes() for each in streams]
        plain = [each.read_bytes() for each in streams if each.get("/Subtype") != Name.Image]
    return b"\n".join(found + packed + plain)
