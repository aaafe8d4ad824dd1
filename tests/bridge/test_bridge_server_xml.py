"""An XML answer of every kind stands here as the specification writes it, for clients that speak nothing else."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bridge_asking import SAID, asking
from bridge_peers import FORM, KEY, ROOT, Clock, filed
from flask.testing import FlaskClient

from bot.pin import Pin
from bot.report import Place, Reference
from bridge.embedded.cases import Cases
from bridge.embedded.workflow import Action

DECLARATION = b'<?xml version="1.0" encoding="utf-8"?>\n'
NAMED = {"attribute[reference]": str(Reference.of(1))}
REQUEST = """
<request>
  <service_request_id>1</service_request_id>
  <status>open</status>
  <status_notes>Terdisposisi ke Dinas PU&#10;Catatan kantor</status_notes>
  <service_name>Infrastruktur Jalan</service_name>
  <service_code>928</service_code>
  <description>Lubang &lt;dalam&gt; &amp; lebar</description>
  <agency_responsible>Dinas PU</agency_responsible>
  <service_notice/>
  <requested_datetime>2026-11-21T05:00:00+00:00</requested_datetime>
  <updated_datetime>2026-11-21T05:00:00+00:00</updated_datetime>
  <expected_datetime>2026-11-27T23:59:59+07:00</expected_datetime>
  <address>depan pasar</address>
  <address_id/>
  <zipcode/>
  <lat>-8.65</lat>
  <long>116.53</long>
  <media_url>https://files.example.id/1.jpg</media_url>
  <extended_attributes>
    <kind>pengaduan</kind>
    <category_name>Infrastruktur Jalan</category_name>
    <title>Jalan berlubang depan pasar</title>
    <happened_on>2026-11-19</happened_on>
    <province/>
    <regency/>
    <district/>
    <village/>
  </extended_attributes>
</request>"""
LAMP = """
<service_definition>
  <service_code>311</service_code>
  <attributes>
    <attribute>
      <variable>false</variable><code>NOTE</code><datatype>string</datatype><required>false</required>
      <datatype_description/><order>1</order><description>Nomor tiang ada di pelat biru.</description><values/>
    </attribute>
    <attribute>
      <variable>true</variable><code>POLE</code><datatype>string</datatype><required>true</required>
      <datatype_description>tiga huruf, empat angka</datatype_description><order>2</order>
      <description>Nomor tiang</description><values/>
    </attribute>
    <attribute>
      <variable>true</variable><code>COUNT</code><datatype>number</datatype><required>false</required>
      <datatype_description/><order>3</order><description>Berapa lampu yang mati?</description><values/>
    </attribute>
    <attribute>
      <variable>true</variable><code>SINCE</code><datatype>datetime</datatype><required>false</required>
      <datatype_description/><order>4</order><description>Sejak kapan?</description><values/>
    </attribute>
    <attribute>
      <variable>true</variable><code>SIDE</code><datatype>singlevaluelist</datatype><required>false</required>
      <datatype_description/><order>5</order><description>Sisi jalan</description>
      <values><value><key>L</key><name>kiri</name></value><value><key>R</key><name>kanan</name></value></values>
    </attribute>
    <attribute>
      <variable>true</variable><code>RISK</code><datatype>multivaluelist</datatype><required>true</required>
      <datatype_description/><order>6</order><description>Apa bahayanya?</description>
      <values>
        <value><key>dark</key><name>gelap</name></value><value><key>cable</key><name>kabel terbuka</name></value>
      </values>
    </attribute>
    <attribute>
      <variable>true</variable><code>MORE</code><datatype>text</datatype><required>false</required>
      <datatype_description/><order>7</order><description>Keterangan lain</description><values/>
    </attribute>
  </attributes>
</service_definition>"""


@pytest.fixture
def site(cases: Cases) -> FlaskClient:
    return asking(cases).test_client()


def same(data: bytes, expected: str) -> None:
    """Fail unless an answer is this document, space between its elements apart."""
    assert data.startswith(DECLARATION)
    found = ElementTree.canonicalize(data.decode(), strip_text=True)
    assert found == ElementTree.canonicalize(expected.strip(), strip_text=True)


def test_discovery(site: FlaskClient) -> None:
    """The endpoint, its specification and its formats."""
    answer = site.get(f"{ROOT}/discovery.xml")
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    changed = ElementTree.fromstring(answer.data).findtext("changeset")
    same(
        answer.data,
        f"""<discovery>
          <changeset>{changed}</changeset>
          <contact>https://lapor.example.id</contact>
          <key_service>Keys are given by the operator of this site.</key_service>
          <endpoints><endpoint>
            <specification>http://wiki.open311.org/GeoReport_v2</specification>
            <url>https://lapor.example.id/open311/v2</url>
            <changeset>{changed}</changeset>
            <type>production</type>
            <formats><format>application/json</format><format>text/xml</format></formats>
          </endpoint></endpoints>
        </discovery>""",
    )


def test_services(site: FlaskClient) -> None:
    """services/service; metadata says which of them has a definition."""
    rows = [
        ("928", "Infrastruktur Jalan", "Jalan rusak", "false", "jalan,aspal", "Pekerjaan Umum"),
        ("110", "Topik Lainnya", "", "false", "", ""),
        ("311", "Lampu Jalan", "Lampu jalan mati", "true", "lampu,gelap", "Perhubungan"),
    ]
    expected = "".join(
        f"""<service>
          <service_code>{code}</service_code><service_name>{name}</service_name><description>{words}</description>
          <metadata>{metadata}</metadata><type>realtime</type><keywords>{keywords}</keywords><group>{group}</group>
        </service>"""
        for code, name, words, metadata, keywords, group in rows
    )
    same(site.get(f"{ROOT}/services.xml").data, f"<services>{expected}</services>")


def test_a_service_definition(site: FlaskClient) -> None:
    """service_definition/attributes/attribute, and of the lists values/value."""
    same(site.get(f"{ROOT}/services/311.xml").data, LAMP)


def test_the_answer_to_a_request(site: FlaskClient) -> None:
    """service_requests/request with the number."""
    same(
        site.post(f"{ROOT}/requests.xml", data=FORM | NAMED).data,
        f"""<service_requests><request>
          <service_request_id>1</service_request_id><service_notice/><account_id>{Reference.of(1)}</account_id>
        </request></service_requests>""",
    )


def test_a_token_before_and_after_its_number(cases: Cases, clock: Clock) -> None:
    """service_requests/request with a token and no number; then the token with an empty one; then with its own."""
    site = asking(cases, batch=timedelta(hours=1)).test_client()
    answer = site.post(f"{ROOT}/requests.xml", data=FORM | NAMED)
    token = ElementTree.fromstring(answer.data).findtext("request/token")
    same(
        answer.data,
        f"""<service_requests><request>
          <token>{token}</token><service_notice/><account_id>{Reference.of(1)}</account_id>
        </request></service_requests>""",
    )
    for number in ("<service_request_id/>", "<service_request_id>1</service_request_id>"):
        expected = f"<service_requests><request>{number}<token>{token}</token></request></service_requests>"
        same(site.get(f"{ROOT}/tokens/{token}.xml").data, expected)
        clock.now += timedelta(hours=1)


def test_a_request_alone_in_a_list_and_in_none(site: FlaskClient, cases: Cases) -> None:
    """service_requests/request, everything absent as an empty element; a list of nothing is the root alone."""
    same(site.get(f"{ROOT}/requests.xml").data, "<service_requests/>")
    place = Place("depan pasar", pin=Pin(-8.65, 116.53))
    filed(cases, 1, Action.VERIFY, Action.SEND_ON, place=place, story="Lubang <dalam> & lebar")
    document = f"<service_requests>{REQUEST.strip()}</service_requests>"
    same(site.get(f"{ROOT}/requests.xml").data, document)
    same(site.get(f"{ROOT}/requests/1.xml").data, document)


def test_updates_and_the_answer_to_one(site: FlaskClient, cases: Cases) -> None:
    """service_request_updates/request_update, told and posted."""
    same(site.get(f"{ROOT}/servicerequestupdates.xml").data, "<service_request_updates/>")
    filed(cases, 1, Action.VERIFY)
    same(
        site.get(f"{ROOT}/servicerequestupdates.xml").data,
        """<service_request_updates><request_update>
          <update_id>2</update_id><service_request_id>1</service_request_id><status>open</status>
          <external_status_code>verified</external_status_code>
          <updated_datetime>2026-11-21T05:00:00+00:00</updated_datetime>
          <description>Terverifikasi&#10;Catatan kantor</description><media_url/>
        </request_update></service_request_updates>""",
    )
    same(
        site.post(f"{ROOT}/servicerequestupdates.xml", data=SAID).data,
        """<service_request_updates><request_update>
          <update_id>3</update_id><service_request_id>1</service_request_id>
        </request_update></service_request_updates>""",
    )


@pytest.mark.parametrize(
    ("method", "path", "form", "errors"),
    [
        ("GET", "requests/7.xml", {}, [("404", "no request with this service_request_id")]),
        ("GET", "services/7.xml", {}, [("404", "no service with this service_code has a definition")]),
        ("GET", "tokens/7.xml", {}, [("404", "no request with this token")]),
        ("GET", "nothing.xml", {}, [("404", "no such resource")]),
        ("GET", "requests.xml?status=half", {}, [("400", "status must be open, closed or both")]),
        ("POST", "requests.xml", {}, [("403", "api_key is missing")]),
        ("POST", "requests.xml", FORM | {"service_code": "7"}, [("404", "no service with this service_code")]),
        (
            "POST",
            "requests.xml",
            {"api_key": KEY},
            [
                ("400", "service_code is missing"),
                ("400", "lat and long, or address_string, is missing"),
                ("400", "description is missing"),
            ],
        ),
        (
            "POST",
            "requests.xml",
            FORM | {"service_code": "311", "attribute[RISK]": "dark"},
            [("400", "attribute[POLE] is missing: Nomor tiang")],
        ),
        ("POST", "servicerequestupdates.xml", SAID, [("404", "no request with this service_request_id")]),
    ],
)
def test_errors(site: FlaskClient, method: str, path: str, form: dict[str, str], errors: list[tuple[str, str]]) -> None:
    """errors/error with the HTTP status as its code and the reason in words, one for each."""
    answer = site.open(f"{ROOT}/{path}", method=method, data=form)
    rows = "".join(f"<error><code>{code}</code><description>{why}</description></error>" for code, why in errors)
    assert {str(answer.status_code)} == {code for code, _ in errors}
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    same(answer.data, f"<errors>{rows}</errors>")
