"""Attacks on forms: forged from elsewhere, filled with garbage, aimed at what is another agency's."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from desk_house import PASSWORD, DeskHouse, Visitor
from desk_samples import SAMPLES, Sample, furnished
from test_desk_roles import plain

from bridge.desk.app import LARGEST_FORM, create_desk

FORGOTTEN = ("desk_tries", "desk_sessions")  # they count whoever comes, not what is done
PLACES = re.compile(r"<[^>]+>")


def forms(desk: DeskHouse) -> list[str]:
    """Every route that takes a form."""
    return sorted(
        {plain(rule.rule) for rule in create_desk(desk.desk).url_map.iter_rules() if "POST" in (rule.methods or ())}
    )


def kept(desk: DeskHouse) -> str:
    """A fingerprint of all that the database holds."""
    with desk.cases.ledger.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all()
        tables = [name for (name,) in names if name not in FORGOTTEN and not name.startswith("sqlite_")]
        rows = [(name, connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()) for name in tables]
    return sha256(repr(rows).encode()).hexdigest()


def sample(desk: DeskHouse, route: str, login: str) -> Sample:
    if route == "/cases/<reference>/accept":
        inner = SAMPLES[("/cases/<reference>", "GET")](desk, login, True)
        return Sample(f"{inner.path}/accept", inner.form)
    made = SAMPLES.get((route, "POST"))
    return made(desk, login, True) if made else Sample(route, {"code": "123456"})


def test_no_form_is_taken_without_the_token_of_its_own_session(desk: DeskHouse) -> None:
    """Without one, with a wrong one, with another session's and with an old session's: refused, nothing changed."""
    furnished(desk)
    visitor, other = desk.as_("pusat"), desk.as_("pusat").token()
    before_login = desk.visitor()
    early = before_login.token()
    assert before_login.post("/login", login="pusat", password=PASSWORD).status_code == 302
    routes = forms(desk)
    assert len(routes) > 20
    for route in routes:
        what = sample(desk, route, "pusat")
        before = kept(desk)
        tokens = [{}, {"csrf_token": ""}, {"csrf_token": "x" * 91}, {"csrf_token": other}]
        answers = [visitor.client.post(what.path, data={**what.form, **token}) for token in tokens]
        answers.append(before_login.client.post(what.path, data={**what.form, "csrf_token": early}))
        assert [answer.status_code for answer in answers] == [400] * 5, route
        assert kept(desk) == before, route
    assert visitor.get("/").status_code == 200


def test_a_login_form_from_elsewhere_logs_nobody_in(desk: DeskHouse) -> None:
    """A stranger's page cannot put an officer's browser into the stranger's account."""
    visitor = desk.visitor()
    assert visitor.client.post("/login", data={"login": "pusat", "password": PASSWORD}).status_code == 400
    assert visitor.get("/").status_code == 302


def test_no_address_changes_anything_by_being_looked_at(desk: DeskHouse) -> None:
    """What takes a form takes no GET that does the same: the form's fields in the address do nothing."""
    furnished(desk)
    visitor = desk.as_("pusat")
    for route in forms(desk):
        what = sample(desk, route, "pusat")
        before = kept(desk)
        visitor.get(what.path, query_string={**what.form})
        assert kept(desk) == before, route


@pytest.mark.parametrize("login", ["klaten", "pu_klaten", "lampu"])
def test_other_offices_people_reach_nothing_by_its_number(desk: DeskHouse, login: str) -> None:
    """Every route that names something: not found or not for this role, and the database is as it was."""
    furnished(desk)
    visitor = desk.as_(login)
    tried = 0
    for (route, method), make in SAMPLES.items():
        if "<" not in route or route.startswith(("/static", "/offices", "/monev")) or route.endswith("/<act>"):
            continue
        what = make(desk, "jalan", True)
        before = kept(desk)
        answer = visitor.get(what.path) if method == "GET" else visitor.post(what.path, what.form)
        assert answer.status_code in (403, 404), (route, answer.status)
        assert kept(desk) == before, route
        tried += 1
    assert tried > 12


def test_what_is_out_of_reach_looks_as_if_it_were_not_there(desk: DeskHouse) -> None:
    """Another agency's report and one that never was answer with the same page, byte for byte."""
    theirs = sample(desk, "/cases/<reference>/accept", "jalan").path.removesuffix("/accept")
    visitor = desk.as_("klaten")
    there, nowhere = visitor.get(theirs), visitor.get("/cases/9999999999")

    def body(text: str) -> str:
        return re.sub(r'name="(csrf_token|next)" value="[^"]*"', "", text)

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert body(there.text) == body(nowhere.text)


GARBAGE = (
    "",
    "\0",
    "'",
    "../../etc/passwd",
    "%s%n{0}{{7*7}}",
    "\u202e\u200b\ufeff",
    "9" * 400,
    "-1",
    "1e9",
    "NaN",
    "x" * 70_000,
    "\U0001f4a5" * 300,
)


@pytest.mark.parametrize("login", ["pusat", "jalan"])
def test_garbage_is_answered_with_words_and_not_with_a_fault(desk: DeskHouse, login: str) -> None:
    """Each kind of nonsense in each field of each form: no answer above 499."""
    furnished(desk)
    visitor = desk.as_(login)
    token = visitor.token()
    for route in forms(desk):
        if route in ("/logout", "/login"):
            continue
        what = sample(desk, route, login)
        for garbage in GARBAGE:
            filled = {**dict.fromkeys([*what.form, "next", "in", "q", "seen", "case"], garbage), "csrf_token": token}
            answer = visitor.client.post(what.path, data=filled)
            assert answer.status_code < 500, (route, garbage[:20])
        if visitor.get("/account").status_code != 200:
            visitor = desk.as_(login)
            token = visitor.token()


def test_garbage_in_addresses_is_answered_with_words_and_not_with_a_fault(desk: DeskHouse) -> None:
    """Numbers beyond any table, signs, NUL: in the path and in every field of a query."""
    furnished(desk)
    visitor = desk.as_("pusat")
    rules = {plain(rule.rule) for rule in create_desk(desk.desk).url_map.iter_rules() if "GET" in (rule.methods or ())}
    fields = ("q", "from", "page", "before", "after", "at", "login", "number", "office", "group", "region", "since")
    fields += ("until", "year", "category", "channel", "next", "in", "due", "kind", "secret", "language")
    for rule in rules:
        for bad in ("0", "-1", "2147483648", "9" * 30, "%00", "%ff", "a%2fb", "%e2%80%ae", "x" * 3000):
            assert visitor.client.get(PLACES.sub(bad, rule)).status_code < 500, (rule, bad)
        if "<" not in rule:
            for garbage in GARBAGE[:-2]:
                answer = visitor.client.get(rule, query_string=dict.fromkeys(fields, garbage))
                assert answer.status_code < 500, (rule, garbage[:20])


def test_forms_that_are_too_large_are_refused(desk: DeskHouse) -> None:
    """By their size, and by how many fields they have."""
    visitor = desk.as_("jalan")
    token = visitor.token()
    large = {"csrf_token": token, "language": "en", "next": "x" * (LARGEST_FORM + 1)}
    assert visitor.client.post("/language", data=large).status_code == 413
    many = {"csrf_token": token, **{f"f{number}": "x" for number in range(20_000)}}
    assert visitor.client.post("/language", data=many, content_type="multipart/form-data").status_code == 413
    raw = visitor.client.post("/language", data=b"\xff\xfe" * 1000, content_type="multipart/form-data; boundary=x")
    assert raw.status_code == 400


def test_forged_fields_make_nobody_more(desk: DeskHouse) -> None:
    """Rights do not come from a form: the own account's pages take no role, office or number."""
    visitor: Visitor = desk.as_("jalan")
    before = desk.desk.accounts.find("jalan")
    forged = {"role": "admin_pusat", "office_id": "", "account_id": "1", "id": "1", "must_change": ""}
    visitor.post("/language", {**forged, "language": "id", "next": "/"})
    visitor.post("/account/password", {**forged, "old": PASSWORD, "new": "kata sandi yang baru"})
    after = desk.desk.accounts.find("jalan")
    assert before == after
    assert visitor.get("/accounts").status_code == 403
