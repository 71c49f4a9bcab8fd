/** 16 hexadecimal digits that are the same for the same attributes: FNV-1a of 64 bits. */
export function contributorId({
  attributes,
}: {
  readonly attributes: Readonly<Record<string, string>>;
}): string {
  const text = JSON.stringify(Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1)));
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
