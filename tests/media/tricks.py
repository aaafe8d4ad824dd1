"""Addresses that try to lead a download astray, and addresses that lie inside somebody's own network."""

from __future__ import annotations

NAME = "media.example"  # the one listed host

TRICKS = [
    "http://169.254.169.254/latest/meta-data/iam/",
    "https://169.254.169.254/",
    "https://2852039166/",  # the same in decimal
    "https://0xa9fea9fe/",
    "https://0251.0376.0251.0376/",
    "https://169.254.43518/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://017700000001/",
    "https://0/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fe80::1%25eth0]/",
    "https://localhost/",
    "https://localhost.localdomain/",
    "https://metadata.google.internal/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    f"https://{NAME}@169.254.169.254/",
    f"https://169.254.169.254@{NAME}/",
    f"https://user:word@{NAME}/a",
    f"https://@{NAME}@evil.example/",
    f"https://{NAME}.evil.example/",
    f"https://evil.example/{NAME}",
    f"https://evil.example#{NAME}",
    f"https://evil.example?{NAME}",
    f"https://evil.example\\@{NAME}/",
    f"https://{NAME}\\.evil.example/",
    f"https://{NAME}./a",
    f"https://{NAME}:22/",
    f"https://{NAME}:80/",
    f"http://{NAME}/a",
    f"http://{NAME}:443/a",
    f"ftp://{NAME}/a",
    f"gopher://{NAME}/_GET",
    f"//{NAME}/a",
    f"https:/{NAME}/a",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    f"https://{NAME}/a\r\nHost: evil.example",
    f"https://{NAME}/a%0d%0a\r\nX: y",
    f"https://{NAME}\r\n.evil.example/",
    f" https://{NAME}/a",
    f"https://{NAME}/a\t",
    f"https://{NAME}\0.evil.example/",
    "https://mediа.example/a",  # a Cyrillic letter
    "https://ｍｅｄｉａ.example/a",  # wide letters that IDNA would make narrow
    "https://media。example/a",  # a full stop that IDNA would make a dot
    "https://xn--mdia-cpa.example/a",
    f"https://{NAME}/ä",
    f"https://{NAME}/a b",
    f"https://{NAME}/a\\..\\b",
    f"https://{NAME}/" + "a" * 5000,
    "https://[::1",
    "https://",
    "",
]

# As a redirect these are something else: a header cannot hold a line's end, and its outer spaces are no part of it.
IN_A_HEADER = [each for each in TRICKS if each == each.strip() and each not in ("", f"//{NAME}/a") and "\n" not in each]

PRIVATE = """
127.0.0.1 127.9.9.9 0.0.0.0 0.1.2.3 10.1.2.3 100.64.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.8 192.0.2.1
192.88.99.1 192.168.0.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 ::1 ::
::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::a00:1
64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe:: 2002:a00:1:: 2001::1 2001:db8::1 100::1 fc00::1 fd00:ec2::254 fe80::1
fec0::1 ff02::1 fe80::1%eth0 3fff::1 4000::1 5f00::1 2001:10::1 2130706433 0x7f000001 0177.0.0.1 127.1 example
""".split()
