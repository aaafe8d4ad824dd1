"""A citizen's PDF keeps its pages and loses everything that could act, hide or tell who made it.

Only pages are taken over into a new file, with listed keys; scripts, actions, forms, attachments, links, titles, XMP
and whatever no page shows stay behind. Photos inside lose their Exif. Source: ISO 32000-1, 7.7.3 (pages), 8.8-8.10, 14.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from bot.media.kinds import Refused

_MOST_PAGES = 500
_PAGE = frozenset("/Type /Parent /MediaBox /CropBox /Rotate /Resources /Contents /UserUnit /Group".split())
_IMAGE = frozenset(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask "
    "/SMaskInData /Matte /Filter /DecodeParms /Length".split()
)
_FORM = frozenset("/Type /Subtype /FormType /BBox /Matrix /Resources /Group /Filter /DecodeParms /Length".split())
# Gone wherever it stands: what acts, points out of the file, or tells of its making.
_NOWHERE = (
    "/Metadata /PieceInfo /LastModified /AA /A /JS /OpenAction /EF /AF /OPI /Alternates /Ref /PS /Properties /OC "
    "/StructParent /StructParents /ActualText /Alt /E /Lang /Info /Measure /PtData /XFA /RichMediaContent"
).split()
_MARKS = frozenset(("BMC", "BDC", "EMC", "MP", "DP"))  # marked content: meaning for machines, with free words


def pdf(content: bytes) -> bytes:
    """The pages as they look, in a file without anything else. One that wants a password is refused."""
    with pikepdf.open(BytesIO(content)) as old, pikepdf.new() as new:
        if not 0 < len(old.pages) <= _MOST_PAGES:
            raise Refused
        old.flatten_annotations("all")  # a filled form and a stamp become part of the page
        for page in old.pages:
            _only(page.obj, _PAGE)
            new.pages.append(page)
        for page in new.pages:
            _clean_page(new, page)
        for each in list(new.objects):
            _clean(new, each)
        out = BytesIO()
        new.save(out, deterministic_id=True, fix_metadata_version=False)
        return out.getvalue()


def _only(thing: Object, wanted: frozenset[str]) -> None:
    for key in set(thing.keys()) - wanted:
        del thing[key]


def _clean_page(new: Pdf, page: Page) -> None:
    page.contents_coalesce()
    if "/Contents" in page.obj:
        page.obj.Contents = new.make_stream(_drawn(page.obj))


def _drawn(thing: Object) -> bytes:
    """What is drawn, without comments and marks."""
    steps = pikepdf.parse_content_stream(thing)
    return pikepdf.unparse_content_stream([step for step in steps if str(step.operator) not in _MARKS])


def _clean(new: Pdf, thing: Object) -> None:
    for each in _dictionaries(thing):
        for key in _NOWHERE:
            if key in each:
                del each[key]
    if isinstance(thing, Stream):
        _clean_stream(new, thing)


def _dictionaries(thing: Object) -> Iterator[Object]:
    """This object and those written inside it; what it refers to is met as an object of its own."""
    if isinstance(thing, Dictionary | Stream):
        yield thing
        inside = [thing[key] for key in thing.keys()]  # noqa: SIM118 - a pikepdf dictionary is iterated by its keys only
    else:
        inside = list(thing) if isinstance(thing, Array) else []
    for each in inside:
        if isinstance(each, Dictionary | Array) and not each.is_indirect:
            yield from _dictionaries(each)


def _clean_stream(new: Pdf, thing: Stream) -> None:
    for key in ("/F", "/FFilter", "/FDecodeParms"):  # the data in another file, anywhere
        if key in thing:
            del thing[key]
    kind = thing.get("/Subtype")
    if kind == Name.Image:
        _only(thing, _IMAGE)
        _clean_photo(new, thing)
    elif kind == Name.Form:
        _only(thing, _FORM)
        thing.write(_drawn(thing))
    elif kind == Name.PS:
        thing.write(b"")


def _clean_photo(new: Pdf, thing: Stream) -> None:
    """JPEG and JPEG 2000 bring their own metadata along, below any further packing."""
    filters = _list(thing.get("/Filter"))
    if not filters or filters[-1] not in (Name.DCTDecode, Name.JPXDecode):
        return
    photo = filters[-1] == Name.DCTDecode
    parameters = _list(thing.get("/DecodeParms"))
    packed = Stream(new, thing.read_raw_bytes())
    if filters[:-1]:
        packed.Filter, packed.DecodeParms = Array(filters[:-1]), Array(parameters[: len(filters) - 1])
    last = parameters[len(filters) - 1] if len(parameters) == len(filters) else None
    raw = packed.read_bytes() if filters[:-1] else packed.read_raw_bytes()
    thing.write(_jpeg(raw) if photo else _jp2(raw), filter=Name.DCTDecode if photo else Name.JPXDecode)
    if isinstance(last, Dictionary):
        thing.DecodeParms = last


def _list(thing: Object | None) -> list[Object]:
    return [] if thing is None else list(thing) if isinstance(thing, Array) else [thing]


def _jpeg(content: bytes) -> bytes:
    """A JPEG without application segments and comments; Adobe's stays, it tells how colours are meant (ITU-T T.81)."""
    out, at = bytearray(content[:2]), 2
    while content[at : at + 1] == b"\xff" and content[at + 1] != 0xDA:
        length = 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        mark, segment = content[at + 1], content[at : at + length]
        if mark not in range(0xE0, 0xF0) and mark != 0xFE:
            out += segment
        elif mark == 0xEE and segment[4:9] == b"Adobe":
            out += segment[:2] + b"\0\x0e" + segment[4:16]
        at += length
    end = content.rfind(b"\xff\xd9")
    if content[:2] != b"\xff\xd8" or at >= end:
        raise Refused
    return bytes(out) + content[at : end + 2]


def _jp2(content: bytes) -> bytes:
    """A JPEG 2000 without XML, UUID and rights boxes (ISO/IEC 15444-1, annex I); a bare code stream as it is."""
    if content[:4] == b"\xff\x4f\xff\x51":
        return content
    out, at = b"", 0
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4], "big") or len(content) - at, content[at + 4 : at + 8]
        if size < 8:
            raise Refused
        out += content[at : at + size] if name in (b"jP  ", b"ftyp", b"jp2h", b"jp2c") else b""
        at += size
    return out
