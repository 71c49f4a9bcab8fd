import fc from "fast-check";
import type { LogRecord } from "../../lib/logger/record.ts";

/** Any text, often with what must be escaped or is not well-formed. */
export const text = fc.oneof(
  fc.string({ unit: "grapheme-ascii" }),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom('"', "\\", "\n", "\u0001", "\u007f", "é", "€", "😀", "\ud83d", "\udc00", "a"),
  }),
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 999_999_999, 1_000_000_000, -1, true, false, null, undefined, 10n, Number.NaN),
  fc.constant(() => "a function"),
  fc.date({ noInvalidDate: false }),
  fc.jsonValue(),
);
const members = fc.option(
  fc.dictionary(fc.oneof(text, fc.constantFrom("level", "message", "service", "a")), value),
  {
    nil: undefined,
  },
);
/** Any record, with what formatters treat in ways of their own. */
export const record: fc.Arbitrary<LogRecord> = fc.record({
  timestamp: fc.oneof(
    fc.integer({ min: 1_700_000_000_000, max: 1_700_000_003_000 }),
    fc.constantFrom(0, 7, 999, 1_000, 253_402_300_799_999, 253_402_300_800_000, 1.5, Number.NaN, -1),
  ),
  level: fc.constantFrom(10, 30, 35, 60, 100),
  logger: fc.constantFrom("", "orders.api", 'a"b'),
  message: text,
  service: fc.constantFrom(undefined, "shop", "é"),
  context: members,
  fields: members,
  error: fc.constantFrom(undefined, undefined, undefined, new Error("x"), null),
});
