// How many SMS a text costs; the same count as segments.py (3GPP TS 23.038, 6.2.1).
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENDED = new Set("^{}\\[~]|€\f");

function parts(widths, alone, together) {
  const units = widths.reduce((sum, width) => sum + width, 0);
  if (units <= alone) return { units, count: 1, room: alone };
  let count = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > together) {
      count += 1;
      used = 0;
    }
    used += width;
  }
  return { units, count, room: count * together };
}

export function segments(text) {
  const letters = [...text];
  if (letters.every((letter) => BASIC.has(letter) || EXTENDED.has(letter))) {
    const widths = letters.map((letter) => (EXTENDED.has(letter) ? 2 : 1));
    return { alphabet: "GSM-7", ...parts(widths, 160, 153) };
  }
  return { alphabet: "UCS-2", ...parts(letters.map((letter) => letter.length), 70, 67) };
}
