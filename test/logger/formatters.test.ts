import fc from "fast-check";
import { expect, test } from "vitest";
import { type LogRecord, PatternError, pattern, prettyFormatter } from "../../lib/index.ts";
import { isoTimestamp } from "../../lib/logger/timestamp.ts";

const record: LogRecord = {
  timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  level: 30,
  logger: "orders.api",
  message: "placed",
  service: "shop",
  context: { requestId: "r1" },
  fields: { orderId: 7, user: { name: "Ann" } },
  error: undefined,
};

test.each([
  ["{level} | {timestamp} | {message}", "INFO | 2026-01-02T03:04:05.006Z | placed"],
  ["{{{logger}}} {orderId} {user.name} {missing}.", "{orders.api} 7 Ann ."],
  ["{fields}", '{"requestId":"r1","orderId":7,"user":{"name":"Ann"}}'],
  ["%(levelname)s | %(asctime)s | %(message)s", "INFO | 2026-01-02 03:04:05,006 | placed"],
  ["%(levelname)-8s|%(levelname)8s|%(levelno)05d|%(name).3s|100%%", "INFO    |    INFO|00030|ord|100%"],
  ["%(msecs)03d %(orderId)s", "006 7"],
  ["no placeholder", "no placeholder"],
])("pattern %s", (text, line) => {
  expect(pattern(text)(record)).toBe(line);
});

test("an error that the pattern does not name follows the line", () => {
  const error = new Error("bad", { cause: new Error("why") });

  const line = pattern("{message}")({ ...record, error });

  expect(line).toMatch(/^placed\nError: bad\n[\s\S]*caused by: Error: why/);
  expect(pattern("{message} {error}")({ ...record, error })).toMatch(/^placed Error: bad/);
});

test.each(["{level", "{}", "level}", "%(levelname", "%(levelname)", "%()s", "%(level)q", "%(level)s %"])(
  "refuses %s",
  (text) => {
    expect(() => pattern(text)).toThrow(PatternError);
  },
);

test("any text is a pattern or refused, and a pattern never throws later", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "%",
    "(",
    ")",
    "s",
    "d",
    "-8",
    "level",
    "message",
    " ",
    "é",
    ".",
    "0",
    "f",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
      ),
      (text) => {
        let format: ReturnType<typeof pattern>;
        try {
          format = pattern(text);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
          return;
        }
        expect(typeof format(record)).toBe("string");
      },
    ),
    { numRuns: 3000 },
  );
});

test("pretty lines have colours only when asked", () => {
  const plain = prettyFormatter({ colors: false })(record);
  const colored = prettyFormatter({ colors: true })(record);

  expect(plain).toBe('03:04:05.006 INFO  orders.api placed requestId=r1 orderId=7 user={"name":"Ann"}');
  expect(colored).toContain("\u001b[32mINFO ");
});

test("timestamps are those of Date", () => {
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (milliseconds) => {
      expect(isoTimestamp(milliseconds)).toBe(new Date(milliseconds).toISOString());
    }),
  );
});
