"""What stands around a complaint, and what invented officers and citizens write to each other, by language."""

from __future__ import annotations

from collections.abc import Mapping

OPENINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("Selamat pagi,", "Assalamualaikum.", "Yth. Bapak/Ibu,", "Mohon perhatian.", "Min, tlg dibantu.", ""),
    "en": ("Good morning.", "Hello,", ""),
    "jv": ("Nuwun sewu,", "Kula nuwun.", ""),
    "su": ("Punten,", "Sampurasun.", ""),
}
GENERAL: Mapping[str, tuple[str, ...]] = {
    "id": ("Saya ingin melaporkan masalah {name}.", "Ada masalah {name} yg blm ditangani."),
    "en": ("I want to report a problem: {name}.",),
    "jv": ("Kula badhe lapor bab {name}.",),
    "su": ("Abdi bade lapor perkawis {name}.",),
}
WHERE: Mapping[str, str] = {"id": "Lokasi {}.", "en": "It is at {}.", "jv": "Panggonane {}.", "su": "Tempatna {}."}
SINCE: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Sudah {n} minggu begini.",
        "Kejadiannya sdh {n} bulan dan tdk ada tindakan.",
        "Warga sudah lapor ke RT {n} kali.",
        "Ini sudah ketiga kalinya saya melapor, yang pertama {n} bulan lalu, dan belum ada yang datang memeriksa.",
    ),
    "en": ("It has been like this for {n} weeks.",),
    "jv": ("Wis {n} minggu kaya ngene.",),
    "su": ("Tos {n} minggu kieu.",),
}
DETAILS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Kemarin ada anak sekolah yg hampir celaka di tempat itu, untung ada warga yg menolong.",
        "Saya sudah bertanya ke kantor desa tetapi dijawab menunggu dari kabupaten, dan di kabupaten disuruh ke desa.",
        "Kalau pagi ramai sekali krn jalan itu dipakai warga ke pasar, ke sekolah dan ke puskesmas.",
        "Kami siap kerja bakti kalau bahannya disediakan, asal ada kepastian kapan.",
        "Yang paling terdampak warga lanjut usia dan anak kecil.",
        "Dulu pernah ada petugas datang memotret, sesudah itu tidak ada kabar lagi.",
        "Mohon nama saya tidak disebut krn saya tinggal tidak jauh dari lokasi.",
        "Keadaan paling parah kalau malam dan sesudah hujan, siang masih bisa dilewati pelan2.",
        "Fotonya ada pada saya dan bisa dikirim kalau diperlukan.",
    ),
    "en": ("An official came once to take pictures, and nobody has heard anything since.",),
    "jv": ("Biyen tau ana petugas teka, nanging sawise kuwi ora ana kabar.",),
    "su": ("Kapungkur aya petugas sumping, saatosna teu aya wartos.",),
}
WISHES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Mohon segera ditindaklanjuti, terima kasih.",
        "Tolong dicek ke lapangan.",
        "Kami warga berharap ada perbaikan sebelum ada korban.",
        "Kapan ini bisa diperbaiki? Mohon jawabannya, karena yang terdampak bukan hanya saya tetapi satu kampung.",
        "",
    ),
    "en": ("Please take care of it soon.", "When will it be repaired?"),
    "jv": ("Nyuwun tulung dipirsani.",),
    "su": ("Nyungkeun gancang dilereskeun.",),
}
ANSWERS = (
    "Terima kasih. Petugas kami sudah memeriksa lokasi dan perbaikan dijadwalkan minggu depan.",
    "Laporan sudah kami tindak lanjuti. Pekerjaan selesai kemarin, silakan diperiksa.",
    "Data Anda sudah kami perbaiki. Silakan datang ke loket dengan membawa berkas asli.",
    "Perbaikan masuk rencana kerja tahun ini. Sementara itu lokasi kami beri tanda.",
)
AGAIN = (
    "Terima kasih atas tanggapannya. Petugas kembali ke lokasi hari ini dan pekerjaan dilengkapi.",
    "Kami sudah periksa ulang. Sisa pekerjaan selesai minggu ini.",
)
ASKS = (
    "Mohon tuliskan alamat lengkap atau patokan lokasi.",
    "Mohon kirim foto keadaan terakhir.",
    "Sejak kapan terjadi, dan siapa yang sudah dihubungi?",
)
HANDS_ON = ("Bukan wewenang kami, laporan kami teruskan ke instansi yang berwenang.",)
CLOSES = ("Masalah sudah selesai ditangani. Terima kasih atas laporannya.",)
ARCHIVES = ("Laporan kami arsipkan dengan alasan di atas. Anda dapat membuat laporan baru.",)
CITIZENS: Mapping[str, tuple[str, ...]] = {
    "id": ("Sudah saya lengkapi, lokasinya di samping masjid.", "Masih sama seperti kemarin.", "Kapan selesai?"),
    "en": ("I have added what you asked for.", "It is still the same."),
    "jv": ("Sampun kula lengkapi.", "Taksih kados wingi."),
    "su": ("Tos dilengkapan.", "Masih keneh sapertos kamari."),
}
REOPENS: Mapping[str, str] = {
    "id": "Belum selesai, tolong dibuka lagi.",
    "en": "It is not solved, please open it again.",
    "jv": "Dereng rampung, nyuwun dibukak malih.",
    "su": "Teu acan rengse, punten buka deui.",
}
CANNED: tuple[tuple[str, str, str, str], ...] = (  # action, language, title, text
    ("answer", "id", "Sudah diperiksa", "Terima kasih. Petugas kami sudah memeriksa lokasi. Kami kabari perbaikannya."),
    ("answer", "en", "Checked", "Thank you. Our staff have checked the place. We will tell you when it is repaired."),
    ("answer", "id", "Selesai", "Pekerjaan sudah selesai. Silakan diperiksa; balas bila masih ada masalah."),
    ("answer", "en", "Done", "The work is done. Please have a look and reply if there is still a problem."),
    ("ask", "id", "Minta lokasi", "Di mana tepatnya? Tuliskan jalan, nomor atau patokan terdekat."),
    ("ask", "en", "Where is it", "Where exactly is it? Please write the street, a number or something nearby."),
    ("ask", "id", "Minta foto", "Kirim satu foto keadaan terakhir, kalau bisa."),
    ("ask", "en", "A photo", "Please send one photo of how it is now, if you can."),
    ("archive", "id", "Kurang jelas", "Kami belum tahu apa, di mana, atau kapan. Silakan lapor lagi dengan lengkap."),
    ("archive", "en", "Not clear", "We do not know what, where or when. Please report again with these details."),
    ("close", "id", "Ditutup", "Masalah sudah ditangani, laporan kami tutup. Terima kasih."),
    ("close", "en", "Closed", "The problem is solved, and we close the report. Thank you."),
)
