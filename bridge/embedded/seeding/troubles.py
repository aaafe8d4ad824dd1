"""What invented citizens complain of, by category: a title and sentences of our own, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """A category's share of all reports (of a hundred), a title and what is said, by language; `wet`: of the rains."""

    share: float
    title: str
    said: Mapping[str, tuple[str, ...]]
    wet: bool = False


def _trouble(share: float, title: str, *id: str, wet: bool = False, **other: str) -> Trouble:
    return Trouble(share, title, {"id": id, **{language: (words,) for language, words in other.items()}}, wet)


TROUBLES: Mapping[str, Trouble] = {
    "pothole": _trouble(
        6,
        "Jalan berlubang",
        "Ada lubang besar di tengah jalan, kalau hujan tertutup air dan tidak kelihatan.",
        "Jln di sini bolong2 sdh lama, kemarin ada motor jatuh krn menghindari lubang.",
        wet=True,
        en="There is a deep hole in the road and motorbikes keep falling into it.",
        jv="Dalane bolong gedhe, wis ana sing tiba merga ora ketok.",
        su="Jalanna bolong ageung, tos aya nu labuh margi teu katingal.",
    ),
    "damaged_road": _trouble(
        8,
        "Jalan rusak",
        "Aspal jalan sudah rusak parah dan kalau hujan jadi lumpur.",
        "Jalan desa blm pernah diaspal, anak sekolah susah lewat.",
        wet=True,
        en="The asphalt is gone for about two hundred metres and turns to mud in the rain.",
        jv="Aspale wis rusak kabeh, nek udan dadi lendhut.",
        su="Aspalna tos ruksak, upami hujan janten leutak.",
    ),
    "street_light": _trouble(
        6.5,
        "Lampu jalan mati",
        "Lampu PJU mati semua dari ujung sampai ujung, malam gelap sekali.",
        "Lampu jln mati sdh dua minggu, warga takut lewat malam.",
        en="All street lights are out and people are afraid to walk at night.",
        jv="Lampu dalan mati kabeh, bengi peteng ndhedhet.",
        su="Lampu jalan pareum sadaya, wengi poek pisan.",
    ),
    "garbage": _trouble(
        6,
        "Sampah menumpuk",
        "Sampah menumpuk di pinggir jalan dan tidak diangkut, baunya menyengat.",
        "Truk sampah tdk datang2, warga akhirnya membuang di sungai.",
        en="Garbage has not been collected and the smell reaches our houses.",
        jv="Uwuh numpuk neng pinggir dalan, ora dijupuk-jupuk.",
        su="Runtah numpuk di sisi jalan, teu diangkut-angkut.",
    ),
    "drainage": _trouble(
        5,
        "Got mampet",
        "Got mampet penuh lumpur, air meluap ke rumah warga.",
        "Saluran air di depan rumah tersumbat dan tutupnya pecah.",
        wet=True,
        en="The gutter is clogged and its cover is broken.",
        jv="Gote buntu, banyune mlebu omah.",
        su="Solokan mampet, caina lebet ka bumi.",
    ),
    "flood": _trouble(
        4,
        "Banjir setiap hujan",
        "Setiap hujan deras air masuk rumah setinggi lutut.",
        "Tanggul jebol dan belum diperbaiki, warga was2 banjir lagi.",
        wet=True,
        en="Whenever it rains the water comes up to our knees inside the houses.",
        su="Unggal hujan ageung caah lebet ka bumi.",
    ),
    "tap_water": _trouble(
        5,
        "Air PDAM mati",
        "Air PDAM tidak mengalir, kalau keluar warnanya keruh.",
        "Tagihan air naik pdhl air jarang keluar.",
        en="No water has come from the tap, and when it comes it is brown.",
        jv="Banyu PDAM ora mili, nek mili buthek.",
    ),
    "electricity": _trouble(
        3,
        "Listrik sering padam",
        "Listrik padam hampir setiap malam tanpa pemberitahuan.",
        en="The power goes out nearly every night without notice.",
    ),
    "civil_registry": _trouble(
        6,
        "KTP belum jadi",
        "Sudah rekam KTP tapi sampai sekarang belum jadi, katanya blangko habis.",
        "Mengurus KK pindah disuruh bolak balik terus, loket tutup sebelum jamnya.",
        en="My ID card was recorded long ago and I am told there are no blanks.",
        jv="KTP kula dereng dados, jarene blangkone entek.",
        su="KTP abdi teu acan janten, saurna blangkona seep.",
    ),
    "social_aid": _trouble(
        6,
        "Bansos tidak tepat",
        "Yang mampu dapat bantuan, yang tidak mampu malah tidak terdaftar.",
        "Nama ibu saya hilang dari data penerima PKH tanpa alasan.",
        en="My mother's name disappeared from the list for family aid.",
        su="Nu beunghar kenging bantuan, nu teu gaduh henteu.",
    ),
    "health_service": _trouble(
        5,
        "Antrean puskesmas lama",
        "Antre di puskesmas dari pagi, dokternya baru datang siang.",
        "Obat di puskesmas kosong dan pasien disuruh beli sendiri.",
        en="We queued since morning and the doctor came at noon.",
    ),
    "bpjs_health": _trouble(
        3,
        "BPJS tidak aktif",
        "Kartu BPJS tiba2 tidak aktif waktu mau berobat.",
        en="My insurance card was inactive when I needed treatment.",
    ),
    "school_fees": _trouble(
        4,
        "Pungutan di sekolah",
        "Sekolah menarik uang seragam dan uang gedung, padahal sekolah negeri.",
        en="A public school collects money for uniforms and the building.",
    ),
    "school": _trouble(
        3, "Atap sekolah rusak", "Atap kelas bocor dan hampir roboh, murid belajar di teras.", en="The roof leaks."
    ),
    "public_order": _trouble(
        4,
        "Kebisingan malam hari",
        "Setiap malam ada musik keras sampai jam dua, warga tidak bisa tidur.",
        en="Loud music every night until two, nobody can sleep.",
    ),
    "parking": _trouble(
        2, "Parkir liar", "Mobil parkir di kedua sisi jalan dan juru parkirnya menarik uang tanpa karcis."
    ),
    "traffic": _trouble(
        2.5,
        "Lampu merah mati",
        "Lampu merah mati dan setiap pagi macet, tidak ada petugas.",
        en="The traffic light is broken.",
    ),
    "labour": _trouble(
        3, "Upah belum dibayar", "Upah dua bulan belum dibayar dan yang bertanya diancam diberhentikan."
    ),
    "pollution": _trouble(
        2, "Sungai tercemar", "Air sungai hitam dan berbau karena limbah dibuang malam hari.", en="The river is black."
    ),
    "village_government": _trouble(
        3, "Dana desa tidak jelas", "Papan proyek dana desa tidak ada dan warga tidak pernah diajak rapat."
    ),
    "land": _trouble(1.5, "Sertifikat belum terbit", "Ikut program sertifikat tanah sejak lama tetapi belum terbit."),
    "corruption": _trouble(
        1.5, "Pungutan liar", "Petugas meminta uang supaya berkas cepat diproses, tidak ada kuitansi."
    ),
    "internet": _trouble(1.5, "Tidak ada sinyal", "Di kampung kami tidak ada sinyal sama sekali, anak susah belajar."),
    "farming": _trouble(1.5, "Pupuk langka", "Pupuk bersubsidi tidak ada di kios, yang ada harganya dua kali lipat."),
}
NAMED = 93.0  # of a hundred reports are about these; the other categories share the rest
