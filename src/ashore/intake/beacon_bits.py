"""The bits of a 406 MHz beacon: counted as its specifications count them, its letters, and its check bits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bits:
    """A row of bits whose first bears the number `first`, as the tables of C/S T.001 and T.018 number them."""

    row: str
    first: int

    @staticmethod
    def of(digits: str, first: int) -> Bits:
        """Return the bits of hexadecimal digits."""
        return Bits(row=f"{int(digits, 16):0{4 * len(digits)}b}", first=first)

    def part(self, first: int, last: int) -> str:
        """Return the bits from one number to another, both included, as 0 and 1."""
        return self.row[first - self.first : last - self.first + 1]

    def number(self, first: int, last: int) -> int:
        """Return the whole number that the bits from one number to another hold."""
        return int(self.part(first, last), 2)

    def digits(self, first: int, last: int) -> str:
        """Return the bits from one number to another, a multiple of four, as capital hexadecimal digits."""
        return f"{self.number(first, last):0{(last - first + 1) // 4}X}"

    def with_ending(self, last: int, ending: str) -> Bits:
        """Return the bits up to the one numbered `last`, and then an ending."""
        return Bits(row=self.part(self.first, last) + ending, first=self.first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A code that ends in check bits: the whole of it is a multiple of the generator, as polynomials over two."""

    generator: int

    def fits(self, bits: Bits, first: int, last: int) -> bool:
        """Return whether the bits from one number to another, check bits and all, hold no error that shows."""
        left, length = bits.number(first, last), self.generator.bit_length()
        while left.bit_length() >= length:
            left ^= self.generator << (left.bit_length() - length)
        return left == 0


BCH_1 = Check(generator=0b1001101101100111100011)
"""BCH(82,61): bits 25 to 106 of every message of the first generation (C/S T.001, appendix B)."""

BCH_2 = Check(generator=0b1010100111001)
"""BCH(38,26): bits 107 to 144 of a long one."""


def letters(bits: Bits, first: int, last: int, *, width: int = 6) -> str:
    """Return what the bits spell in the modified Baudot code (T.001, table A1), without the spaces around it.

    Five bits to a letter is the same code without its first bit, which is 1 for every letter.
    A group that stands for nothing is written as a question mark.
    """
    spelt = ""
    for at in range(first, last + 1, width):
        spelt += LETTERS.get(bits.number(at, at + width - 1) | (0b100000 if width == 5 else 0), "?")
    return spelt.strip()


_CODES = (
    "111000 110011 101110 110010 110000 110110 101011 100101 101100 111010 111110 101001 100111 100110 100011 101101 "
    "111101 101010 110100 100001 111100 101111 111001 110111 110101 110001 100100 011000 010111 001101 011101 011001 "
    "010000 001010 000001 010101 011100 001100 000011"
)
LETTERS = {
    int(code, 2): letter
    for code, letter in zip(_CODES.split(), "ABCDEFGHIJKLMNOPQRSTUVWXYZ -/0123456789", strict=True)
}
"""The letters of the modified Baudot code by their six bits."""
