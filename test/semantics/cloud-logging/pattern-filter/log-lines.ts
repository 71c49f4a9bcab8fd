import fc from "fast-check";

const words = fc.constantFrom(
  "timeout",
  "Timeout",
  "/pay",
  "/cart",
  "E12",
  "ok",
  "5",
  "a.b",
  'say "hi"',
  "x\\y",
);
const numbers = fc.constantFrom(0, 1, 5, 42, 200, 404, 500, 503, 2.5, -1);

/** Records as the library writes them: a level in capitals, and more than a message. */
export const ownRecords = fc.record(
  {
    timestamp: fc.constant("2026-01-05T10:00:00.000Z"),
    level: fc.constantFrom("INFO", "WARN", "ERROR", "FATAL"),
    logger: fc.constantFrom("shop.cart", "shop.payment"),
    message: words,
    route: words,
    durationMs: numbers,
    status: numbers,
    flag: fc.boolean(),
    error: fc.record({ name: words, message: words }),
  },
  { requiredKeys: ["timestamp", "level", "logger", "message"] },
);

const anything = fc.oneof(
  words,
  numbers,
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom("404", "5e2", "true", "TRUE"),
  fc.array(fc.oneof(words, numbers), { maxLength: 2 }),
  fc.record({ name: words }),
);

const anyRecords = fc.record(
  {
    level: fc.oneof(
      fc.constantFrom("INFO", "ERROR", "error", "TRACE", "DEBUG", "notice", "Warning"),
      numbers,
    ),
    severity: fc.constantFrom("ERROR", "INFO"),
    message: fc.oneof(words, fc.constant('{"status":404,"level":"ERROR"}'), fc.constant(7)),
    route: anything,
    durationMs: anything,
    status: anything,
    flag: anything,
    error: fc.oneof(
      anything,
      fc.record({ name: anything, message: anything }),
      fc.array(fc.record({ name: words })),
    ),
    httpRequest: fc.record({ status: numbers, requestMethod: words }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const json = anyRecords.map((record) => JSON.stringify(record));

/** Lines of any kind: records, text, what Lambda writes. */
export const anyLines = fc.oneof(
  { weight: 3, arbitrary: ownRecords.map((record) => JSON.stringify(record)) },
  { weight: 4, arbitrary: json },
  fc.array(words, { minLength: 1, maxLength: 4 }).map((list) => list.join(" ")),
  fc
    .tuple(fc.constantFrom("INFO", "ERROR"), fc.oneof(json, words))
    .map(([level, text]) => `2026-01-05T10:00:00.000Z\t7b1c\t${level}\t${text}`),
  fc.constantFrom("[1, 2]", "{}", '{"message":"timeout"}', "{not json", "null"),
);

const quoted = (text: string) => `"${text.replaceAll(/["\\*]/g, "\\$&")}"`;
const selectors = fc.constantFrom(
  "$.route",
  "$.durationMs",
  "$.status",
  "$.flag",
  "$.error.name",
  "$.message",
  "$.httpRequest.status",
  "$.gone",
);
const equality = fc.constantFrom("=", "!=");
const order = fc.constantFrom("=", "!=", ">", ">=", "<", "<=");

const comparisons = fc.oneof(
  fc.tuple(selectors, order, numbers).map((parts) => parts.join(" ")),
  fc.tuple(selectors, equality, words.map(quoted)).map((parts) => parts.join(" ")),
  fc
    .tuple(
      selectors,
      equality,
      fc.constantFrom("*", "5*", "/*", '"*out"', "*im*", "4*4", '"404"', '"true"', "%^[tT]ime%", "%\\d%"),
    )
    .map((parts) => parts.join(" ")),
  fc
    .tuple(selectors, fc.constantFrom("IS TRUE", "IS FALSE", "IS NULL", "NOT EXISTS"))
    .map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constant("$.level"), equality, fc.constantFrom('"ERROR"', '"INFO"', '"WARN"', '"FATAL"'))
    .map((parts) => parts.join(" ")),
);

/** Patterns in braces. */
export const jsonPatterns = fc.oneof(
  comparisons.map((one) => `{ ${one} }`),
  fc.tuple(comparisons, fc.constantFrom("&&", "||"), comparisons).map((parts) => `{ ${parts.join(" ")} }`),
  fc.tuple(comparisons, comparisons, comparisons).map(([a, b, c]) => `{ (${a} || ${b}) && ${c} }`),
);

/** Patterns of words. */
export const termPatterns = fc
  .array(fc.tuple(fc.constantFrom("", "", "-", "?"), words.map(quoted)), { minLength: 1, maxLength: 3 })
  .map((terms) => terms.map(([sign, word]) => sign + word).join(" "));

const slots = fc.oneof(
  fc.constantFrom("a", "b", "c", ""),
  fc.tuple(fc.constantFrom("a", "b"), order, numbers).map((parts) => parts.join(" ")),
  fc.tuple(fc.constantFrom("a", "c"), equality, words.map(quoted)).map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constant("b"), equality, fc.constantFrom("*", "5*", "/*", '"*out"', '"*im*"', "%[tT]ime%"))
    .map((parts) => parts.join(" ")),
  fc.constant("a = 404 || a = 5*"),
);

/** Patterns in brackets. */
export const spacePatterns = fc
  .tuple(
    fc.array(slots, { maxLength: 3 }),
    fc.constantFrom("...", "...", undefined),
    fc.array(slots, { maxLength: 2 }),
  )
  .map(
    ([before, ellipsis, after]) => `[${[...before, ...(ellipsis ? [ellipsis] : []), ...after].join(", ")}]`,
  );

/** Lines of fields, some in quotes or brackets. */
export const fieldLines = fc
  .array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.oneof(words, numbers.map(String)).map((text) => text.replaceAll(/["[\]]/g, "")),
      },
      {
        weight: 1,
        arbitrary: fc.oneof(words, numbers.map(String)).map((text) => `"${text.replaceAll('"', "")}"`),
      },
      { weight: 1, arbitrary: numbers.map((number) => `[${number} x]`) },
      fc.constantFrom('"open', "[open", 'in"side'),
    ),
    { maxLength: 5 },
  )
  .map((fields) => fields.join(" "));
