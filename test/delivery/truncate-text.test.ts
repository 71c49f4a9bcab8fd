import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { truncateEscaped, truncateText } from "../../lib/delivery/truncate-text.ts";

const MIB = 1_048_576;
const bytesOf = (text: string) => Buffer.byteLength(text);

describe("truncateText", () => {
  it("shortens JSON to JSON within the limit", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.integer({ min: 60, max: 400 }),
        (value, limit) => {
          const shortened = truncateText(JSON.stringify(value), limit);
          expect(bytesOf(shortened)).toBeLessThanOrEqual(limit);
          expect(JSON.parse(shortened)).toMatchObject({ truncated: true });
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("keeps as much as fits of texts in any characters, however they are escaped and nested", () => {
    const unit = fc.constantFrom("x", "é", "€", "😀", '"', "\\", "\n", "\t", "\u0001", '{"a":"b\\n"}');
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        (units, copies) => {
          const text = units.join("").repeat(21_000);
          const value = {
            before: 1,
            nested: { list: Array.from({ length: copies }, () => text) },
            after: "kept",
          };
          const limit = 20_000;

          const shortened = truncateText(JSON.stringify(value), limit);

          expect(bytesOf(shortened)).toBeLessThanOrEqual(limit);
          expect(bytesOf(shortened)).toBeGreaterThan(limit - 12 * copies - 12);
          expect(JSON.parse(shortened)).toMatchObject({ before: 1, after: "kept", truncated: true });
        },
      ),
    );
  });

  it.each(["x", 'é"\\\n', '"', "é", "\n", "\t", JSON.stringify({ a: ["b\n"] }), "\u0000"])(
    "keeps nearly 1 MiB of %j",
    (text) => {
      const line = JSON.stringify({ message: "m", text: text.repeat(2_000_000 / text.length), b: 1 });

      const shortened = truncateText(line, MIB);

      expect(bytesOf(shortened)).toBeGreaterThan(MIB - 16);
      expect(bytesOf(shortened)).toBeLessThanOrEqual(MIB);
      expect(JSON.parse(shortened)).toMatchObject({ message: "m", b: 1, truncated: true });
    },
  );

  it("cuts the longest of many texts to one length, and keeps the short ones whole", () => {
    const value = {
      ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`long${index}`, "y".repeat(4_000)])),
      short: "z".repeat(900),
    };

    const shortened = truncateText(JSON.stringify(value), MIB);

    expect(bytesOf(shortened)).toBeGreaterThan(MIB - 1_000);
    expect(JSON.parse(shortened)).toMatchObject({ short: value.short, truncated: true });
  });
});

it("cuts a text by what its JSON takes, at a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 3, max: 60 }), (text, limit) => {
      const cut = truncateEscaped(text, limit);
      const bytes = bytesOf(JSON.stringify(cut)) - 2;

      expect(bytes).toBeLessThanOrEqual(limit);
      if (cut !== text) expect(bytes).toBeGreaterThan(limit - 3 - 6);
    }),
    { numRuns: 5_000 },
  );
});
