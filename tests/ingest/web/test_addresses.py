"""Addresses: what is one, in which form it is kept, and which hosts are not public."""

import ipaddress
import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.web import check_address
from ingest.web.addresses import anywhere, is_public, join, literal, parse

CLOSED_4 = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
    *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
    *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
]
CLOSED_6 = [
    *("::/128", "::1/128", "100::/64", "2001::/32", "2001:db8::/32", "3fff::/20", "5f00::/16"),
    *("64:ff9b:1::/48", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "::/96", "4000::/3"),
]


def within(networks: list[str]) -> st.SearchStrategy[ipaddress.IPv4Address]:
    """Addresses of these networks of IPv4, their first and last ones often."""
    each = [ipaddress.IPv4Network(one) for one in networks]
    return st.one_of(
        *(st.ip_addresses(network=n) for n in each),
        st.sampled_from([a for n in each for a in (n[0], n[-1])]),
    )


def written(address: ipaddress.IPv4Address) -> list[str]:
    """The ways to write an address that resolvers understand."""
    a, b, c, d = address.packed
    return [
        str(address),
        f"{address}.",
        str(int(address)),
        hex(int(address)),
        f"0{int(address):o}",
        f"{a}.{b << 16 | c << 8 | d}",
        f"{a}.{b}.{c << 8 | d}",
        f"0x{a:x}.0{b:o}.{c}.0X{d:X}",
        str(address).translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}),
        str(address).replace(".", "。"),
    ]


@given(within(CLOSED_4))
def test_no_address_of_a_closed_network_is_public_however_it_is_written(
    address: ipaddress.IPv4Address,
) -> None:
    assert not is_public(address)
    for text in written(address):
        host = literal(parse(f"http://{text}/").host)
        assert host == address, text
    number = int(address)
    for embedded in (
        ipaddress.IPv6Address(0xFFFF << 32 | number),  # mapped
        ipaddress.IPv6Address(number),  # compatible
        ipaddress.IPv6Address(0x2002 << 112 | number << 80),  # 6to4
        ipaddress.IPv6Address((0x64_FF9B << 96) | number),  # NAT64
        ipaddress.IPv6Address((0x64_FF9B_0001 << 80) | number),  # NAT64 of a network's own
    ):
        assert not is_public(embedded), embedded
        assert literal(parse(f"http://[{embedded.exploded}]:8080/x").host) == embedded


@given(st.sampled_from(CLOSED_6).flatmap(lambda network: st.ip_addresses(network=network)))
def test_no_closed_address_of_ipv6_is_public(address: ipaddress.IPv6Address) -> None:
    assert not is_public(address)
    assert anywhere(address)


@pytest.mark.parametrize(
    "address",
    ["1.1.1.1", "100.63.255.255", "172.32.0.1", "223.255.255.254", "2606:4700::1111", "2a00::1"],
)
def test_public_addresses_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_public_address_behind_nat64_or_6to4_is_public() -> None:
    assert is_public(ipaddress.ip_address("64:ff9b::808:808"))
    assert is_public(ipaddress.ip_address("2002:0808:0808::1"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" HTTPS://Osk.Example ", "https://osk.example/"),
        ("http://osk.example:80/a#part", "http://osk.example/a"),
        ("https://osk.example.:8443/a?b=c d", "https://osk.example:8443/a?b=c%20d"),
        ("https://mühle.example/straße", "https://xn--mhle-0ra.example/stra%C3%9Fe"),
        ("http://a_b.example/%2Fx%20y", "http://a_b.example/%2Fx%20y"),
        ("http://[2606:4700:0::1]/", "http://[2606:4700::1]/"),
        ("http://osk.example/a/./b/../../c/..", "http://osk.example/"),
        ("http://osk.example/a//../b/.", "http://osk.example/a/b/"),
        ("http://osk.example/../..?a=../b", "http://osk.example/?a=../b"),
        ("http://127.1/", "http://127.0.0.1/"),
    ],
)
def test_one_form_for_each(text: str, kept: str) -> None:
    assert check_address(text) == kept
    assert check_address(kept) == kept


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("osk.example/news", "neither http:// nor https://"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://osk.example/", "only http and https"),
        ("javascript:alert(1)", "neither"),
        ("http://ada:secret@osk.example/", "user name or password"),
        ("http://good.example\\@evil.example/", "odd signs"),
        ("http://osk .example/", "odd signs"),
        ("http://osk.example:99999/", "host or port"),
        ("http://osk.example:0/", "port 0"),
        ("http:///news", "host"),
        ("http://[::1", "host or port"),
        ("http://[fe80::1%25eth0]/", "IPv6"),
        ("http://127%2e0.0.1/", "host"),
        ("http://" + "a" * 64 + ".example/", "host"),
        ("http://osk..example/", "host"),
        ("http://osk.example/" + "a" * 4_000, "longer than"),
    ],
)
def test_what_is_no_address_is_told(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)) as told:
        check_address(text)
    assert "secret" not in str(told.value)


@given(
    st.text(max_size=40),
    st.sampled_from(["", "http://", "https://a.example/", "//", "http://[", "http://a.example/a?"]),
)
def test_anything_is_an_address_or_a_sentence(text: str, before: str) -> None:
    try:
        kept = check_address(before + text)
    except ValueError:
        return
    assert kept.startswith(("http://", "https://"))
    assert kept.isascii()
    assert check_address(kept) == kept
    # What a robots.txt is asked about is what is sent.
    assert httpx.URL(kept).raw_path.decode() == parse(kept).target


def test_relative_addresses() -> None:
    assert join("https://osk.example/a/b", "../c?d") == "https://osk.example/c?d"
    with pytest.raises(ValueError, match="only http"):
        join("https://osk.example/", "ftp://osk.example/")
