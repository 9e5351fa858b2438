"""Cospas-Sarsat alerts for tests, in the layouts of several invented centres, and identities of invented beacons."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from ashore.intake.beacon_bits import BCH_1, BCH_2, LETTERS

CODES = {letter: code for code, letter in LETTERS.items()}
NO_PLACE = "011111111101111111111"


def bits(value: int, width: int) -> str:
    """Return a whole number as so many bits."""
    return f"{value:0{width}b}"


def spelt(text: str, letters: int) -> str:
    """Return a text in the modified Baudot code, filled up with spaces."""
    return "".join(bits(CODES[letter], 6) for letter in text.ljust(letters))


def hexadecimal(row: str) -> str:
    """Return bits as hexadecimal digits."""
    return f"{int(row, 2):0{len(row) // 4}X}"


def epirb_mmsi(country: int, six: int, number: int = 0) -> str:
    """Return the 15 digits of an EPIRB with its ship's MMSI, standard location."""
    return hexadecimal("0" + bits(country, 10) + "0010" + bits(six, 20) + bits(number, 4) + NO_PLACE)


def epirb_call_sign(country: int, call_sign: str) -> str:
    """Return the 15 digits of an EPIRB with its ship's call sign, maritime user."""
    return hexadecimal("1" + bits(country, 10) + "010" + spelt(call_sign, 6) + spelt("0", 1) + "0001")


def radio_call_sign(country: int, four: str, three: str) -> str:
    """Return the 15 digits of an EPIRB of the radio call sign user protocol."""
    digits = "".join(bits(int(digit), 4) for digit in three) + "1010" * (3 - len(three))
    return hexadecimal("1" + bits(country, 10) + "110" + spelt(four, 4) + digits + spelt("0", 1) + "0001")


def second_generation(country: int, certificate: int, serial: int, mmsi: int, *, test: bool = False) -> str:
    """Return the 23 digits of a second-generation EPIRB with its ship's MMSI and no EPIRB-AIS."""
    whose = "001" + bits(mmsi, 30) + bits(10922, 14)
    return hexadecimal(
        "1"
        + bits(country, 10)
        + "101"
        + bits(certificate, 16)
        + bits(serial, 14)
        + ("1" if test else "0")
        + whose
    )


def checked(identity: str, second: str = "1101" + "1" * 22) -> str:
    """Return the 30 digits of a long message whose bits 26 to 85 are an identity's, with right check bits."""
    first = "1" + bits(int(identity, 16), 60)
    return hexadecimal(_with_check(first, BCH_1.generator) + _with_check(second, BCH_2.generator))


def _with_check(row: str, generator: int) -> str:
    width = generator.bit_length() - 1
    left = int(row, 2) << width
    while left.bit_length() > width:
        left ^= generator << (left.bit_length() - width - 1)
    return row + bits(left, width)


@dataclass(frozen=True, kw_only=True)
class Written:
    """An alert to be written: what stands in each paragraph that a test cares for."""

    title: str = "DISTRESS COSPAS-SARSAT INITIAL ALERT"
    number: str = "00512"
    reference: str = "XXMCC REF 00077"
    detected: str = "12 NOV 2031 0213 UTC BY SARSAT S99"
    user: str = "STANDARD LOCATION - EPIRB"
    emergency: str = "NIL"
    confirmed: str = "NIL"
    doppler_a: str = "51 01.2 N 001 31.8 E PROB 62 PERCENT"
    doppler_b: str = "48 44.0 N 012 20.1 W PROB 38 PERCENT"
    doa: str = "NIL"
    encoded: str = "NIL"
    update: str = "UPDATE TIME UNKNOWN"
    hex_id: str = epirb_mmsi(227, 5210)
    other: str = "NIL"
    operational: str = "LUT ID XXLUT SOMEWHERE"
    remarks: str = "NIL"

    def paragraphs(self) -> list[tuple[str, str]]:
        """Return each paragraph's beginning and words, in their order, in English."""
        return [
            (self.title, ""),
            ("MSG NO", f"{self.number} {self.reference}"),
            ("DETECTED AT", self.detected),
            ("DETECTION FREQUENCY", "406.0400 MHZ"),
            ("COUNTRY OF BEACON REGISTRATION", "227/ FRANCE"),
            ("USER CLASS", self.user),
            ("EMERGENCY CODE", self.emergency),
            (
                "POSITIONS",
                f"CONFIRMED - {self.confirmed}\nDOPPLER A - {self.doppler_a}\nDOPPLER B - {self.doppler_b}\n"
                f"DOA - {self.doa}\nENCODED - {self.encoded}\n{self.update}",
            ),
            ("ENCODED POSITION PROVIDED BY", "INTERNAL DEVICE"),
            ("NEXT PASS TIMES", "CONFIRMED - UNKNOWN\nDOPPLER A - 12 NOV 2031 0356 UTC\nDOPPLER B - UNKNOWN"),
            ("HEX ID", f"{self.hex_id} HOMING SIGNAL 121.5 MHZ"),
            ("ACTIVATION TYPE", "MANUAL"),
            ("BEACON NUMBER ON AIRCRAFT OR VESSEL NO", "0"),
            ("OTHER ENCODED INFORMATION", self.other),
            ("OPERATIONAL INFORMATION", self.operational),
            ("REMARKS", self.remarks),
        ]

    def plain(self) -> str:
        """Return the alert one line to each value, as most centres write it."""
        lines = [
            f"{number}. {name} {words}".rstrip()
            for number, (name, words) in enumerate(self.paragraphs(), start=1)
        ]
        return "\n".join([*lines, "END OF MESSAGE"]) + "\n"

    def enveloped(self) -> str:
        """Return the alert between the lines that carry it from centre to centre, sent at 02:20 on day 316 of 2031."""
        return f"/{self.number} 00000/2270/31 316 0220\n/185/2320\n{self.plain()}/LASSIT\n/ENDMSG\n"

    def wrapped(self, width: int) -> str:
        """Return the alert with colons, lines broken at a width, wide gaps and an end of line of two letters."""
        lines: list[str] = []
        for number, (name, words) in enumerate(self.paragraphs(), start=1):
            for line in f"{number}.  {name}: {words}".split("\n"):
                lines += textwrap.wrap(
                    line, width, subsequent_indent="        ", break_long_words=False, break_on_hyphens=False
                )
        return "\r\n".join([*lines, "END OF MESSAGE", ""])

    def shuffled(self, order: list[int]) -> str:
        """Return the alert with its paragraphs after the first in another order, each with its number."""
        listed = list(enumerate(self.paragraphs(), start=1))
        return "\n".join(
            [
                f"{number}. {name} {words}"
                for number, (name, words) in [listed[0], *(listed[1 + each] for each in order)]
            ]
        )


FRENCH = """/00031 00000/2270/31 316 0220
/185/2270
1. ALERTE DE DÉTRESSE COSPAS-SARSAT – POSITION CONFIRMÉE
2. MESSAGE NO 00031 XXMCC REF 00077
3. DÉTECTÉE LE 12 NOV. 2031 À 02H13 TU PAR SARSAT S99
4. FRÉQUENCE 406,0400 MHZ
5. PAYS D'ENREGISTREMENT 227/ FRANCE
6. CLASSE D'UTILISATEUR LOCALISATION STANDARD - RLS
7. CODE D'URGENCE VOIE D'EAU
8. POSITIONS
   CONFIRMÉE - 51 01,2 N 001 31,8 E
   DOPPLER A - NÉANT
   DOPPLER B - NÉANT
   CODÉE - 51 01,3 N 001 32,0 O
   MISE À JOUR INCONNUE
11. CODE HEXADÉCIMAL {hex_id}
15. INFORMATIONS OPÉRATIONNELLES NOM DU NAVIRE: LE PÉTREL
16. OBSERVATIONS NÉANT
FIN DE MESSAGE
"""
"""The words of paragraphs in French; what centres of the kind write is not known to us."""
