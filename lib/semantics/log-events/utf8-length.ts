/** Bytes of a string in UTF-8; a lone surrogate counts as U+FFFD, as on the wire. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit < 0xd800 || unit > 0xdbff) bytes += 2;
    else {
      const next = text.charCodeAt(index + 1);
      bytes += 2;
      // A pair is four bytes: two units counted already, two more added above.
      if (next >= 0xdc00 && next <= 0xdfff) index++;
    }
  }
  return bytes;
}
