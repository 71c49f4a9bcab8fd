import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidEventPatternError, parseEventPattern } from "../../../lib/semantics/index.ts";

describe("an event matches", () => {
  test.each<[pattern: unknown, event: unknown, expected: boolean]>([
    [{ source: ["shop"] }, { source: "shop" }, true],
    [{ source: ["shop"] }, { source: "Shop" }, false],
    [{ Source: ["shop"] }, { source: "shop" }, false],
    [{ source: ["shop", "bank"], detail: { n: [1] } }, { source: "bank", detail: { n: 1 } }, true],
    [{ source: ["shop"], detail: { n: [1] } }, { source: "shop", detail: { n: 2 } }, false],
    [{ resources: ["b"] }, { resources: ["a", "b"] }, true],
    [{ resources: ["c"] }, { resources: ["a", "b"] }, false],
    [{ n: [null] }, { n: null }, true],
    [{ n: [null] }, {}, false],
    [{ n: [null] }, { n: [] }, false],
    [{ n: [""] }, { n: "" }, true],
    [{ n: [true] }, { n: "true" }, false],
    [{ n: [300] }, { n: 300.0 }, true],
    [{ n: [300] }, { n: "300" }, false],
    [{ a: [{ prefix: "eu-" }] }, { a: "eu-west-1" }, true],
    [{ a: [{ prefix: "eu-" }] }, { a: 7 }, false],
    [{ a: [{ prefix: { "equals-ignore-case": "EU-" } }] }, { a: "eu-west-1" }, true],
    [{ a: [{ suffix: ".png" }] }, { a: "x.png" }, true],
    [{ a: [{ suffix: { "equals-ignore-case": ".PNG" } }] }, { a: "x.png" }, true],
    [{ a: [{ suffix: ".png" }] }, { a: "x.PNG" }, false],
    [{ a: [{ "equals-ignore-case": "ALARM" }] }, { a: "alarm" }, true],
    [{ a: [{ wildcard: "/users/*/orders/*" }] }, { a: "/users/7/orders/8" }, true],
    [{ a: [{ wildcard: "/users/*/orders" }] }, { a: "/users/7/order" }, false],
    [{ a: [{ wildcard: "a\\*b" }] }, { a: "a*b" }, true],
    [{ a: [{ wildcard: "a\\*b" }] }, { a: "axb" }, false],
    [{ a: [{ "anything-but": "x" }] }, { a: "y" }, true],
    [{ a: [{ "anything-but": "x" }] }, { a: null }, true],
    [{ a: [{ "anything-but": "x" }] }, {}, false],
    [{ a: [{ "anything-but": ["x", "y"] }] }, { a: "y" }, false],
    [{ a: [{ "anything-but": 5 }] }, { a: 5 }, false],
    [{ a: [{ "anything-but": [5, 6] }] }, { a: 7 }, true],
    [{ a: [{ "anything-but": { prefix: "x" } }] }, { a: "xy" }, false],
    [{ a: [{ "anything-but": { prefix: ["x", "y"] } }] }, { a: "z" }, true],
    [{ a: [{ "anything-but": { prefix: "x" } }] }, { a: 7 }, true],
    [{ a: [{ "anything-but": { suffix: [".png", ".gif"] } }] }, { a: "a.gif" }, false],
    [{ a: [{ "anything-but": { wildcard: "*/dir/*" } }] }, { a: "a/dir/b" }, false],
    [{ a: [{ "anything-but": { "equals-ignore-case": ["OK", "fine"] } }] }, { a: "ok" }, false],
    [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 5 }, true],
    [{ a: [{ numeric: [">", 0, "<=", 5] }] }, { a: 0 }, false],
    [{ a: [{ numeric: ["=", 3.018e2] }] }, { a: 301.8 }, true],
    [{ a: [{ numeric: ["<", 10] }] }, { a: "5" }, false],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.0.255" }, true],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "10.0.1.0" }, false],
    [{ a: [{ cidr: "10.0.0.0/24" }] }, { a: "nowhere" }, false],
    [{ a: [{ cidr: "2001:db8::/32" }] }, { a: "2001:db8:1::7" }, true],
    [{ a: [{ exists: true }] }, { a: null }, true],
    [{ a: [{ exists: true }] }, { a: { b: 1 } }, false],
    [{ a: [{ exists: false }] }, { b: 1 }, true],
    [{ a: [{ exists: false }] }, { a: 1 }, false],
    [{ a: { b: [{ exists: false }] } }, {}, true],
    [{ a: [{ exists: false }, "x"] }, { a: "x" }, true],
    [{ $or: [{ a: [1] }, { b: [{ numeric: [">", 5] }] }] }, { b: 6 }, true],
    [{ $or: [{ a: [1] }, { b: [{ numeric: [">", 5] }] }] }, { a: 2, b: 5 }, false],
    [{ c: ["x"], $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, false],
    [{ detail: { $or: [{ a: [1] }, { $or: [{ b: [2] }, { c: [3] }] }] } }, { detail: { c: 3 } }, true],
    [{ "detail.state": ["on"] }, { detail: { state: "on" } }, true],
    [{ items: { id: [1], state: ["on"] } }, { items: [{ id: 1, state: "on" }, { id: 2 }] }, true],
    [
      { items: { id: [1], state: ["on"] } },
      {
        items: [
          { id: 1, state: "off" },
          { id: 2, state: "on" },
        ],
      },
      false,
    ],
    [{ lists: { n: [3] } }, { lists: [[{ n: 1 }], [{ n: 2 }, { n: 3 }]] }, true],
  ])("%j with %j: %s", (pattern, event, expected) => {
    expect(parseEventPattern(pattern).matches(event)).toBe(expected);
    expect(parseEventPattern(JSON.stringify(pattern)).matches(event)).toBe(expected);
  });
});

/** The reasons are those that EventBridge gives. */
describe("a pattern is refused", () => {
  test.each<[pattern: string, reason: string]>([
    ["this", "Invalid JSON"],
    ['["a"]', "Filter is not an object"],
    ['{"int": 42}', '"int" must be an object or an array'],
    ['{"string": "my-value"}', '"string" must be an object or an array'],
    ["{}", "Empty objects are not allowed"],
    ['{"resources": []}', "Empty arrays are not allowed"],
    ['{"a": [["x"]]}', "Match value must be String, number, true, false, or null"],
    ['{"a": [{"EXISTS": true}]}', "Unrecognized match type EXISTS"],
    ['{"a": [{"exists": "yes"}]}', "exists match pattern must be either true or false."],
    ['{"a": [{"prefix": "a", "suffix": "b"}]}', "Only one key allowed in match expression"],
    ['{"a": [{"prefix": ["x"]}]}', "prefix match pattern must be a string"],
    ['{"a": [{"suffix": 123}]}', "suffix match pattern must be a string"],
    ['{"a": [{"wildcard": 123}]}', "wildcard match pattern must be a string"],
    ['{"a": [{"wildcard": "arn:**:b"}]}', "Consecutive wildcard characters at pos 5"],
    ['{"a": [{"wildcard": "a\\\\b"}]}', "Invalid escape character at pos 1"],
    ['{"a": [{"equals-ignore-case": ["x"]}]}', "equals-ignore-case match pattern must be a string"],
    ['{"a": [{"numeric": [">", 0, ">", 0]}]}', "Bad numeric range operator: >"],
    ['{"a": [{"numeric": [">", 0, "<"]}]}', "Value of < must be numeric"],
    ['{"a": [{"numeric": ["<", 9e9]}]}', "Value must be between -5.0E9 and 5.0E9, inclusive"],
    ['{"a": [{"cidr": "bad-ip"}]}', "Malformed CIDR, one '/' required"],
    ['{"a": [{"cidr": "xx.11.xx/8"}]}', "Nonstandard IP address: xx.11.xx"],
    ['{"a": [{"cidr": "10.0.0.0/xx"}]}', "Malformed CIDR, mask bits must be an integer"],
    ['{"a": [{"cidr": ["bad-type"]}]}', "prefix match pattern must be a string"],
    [
      '{"a": [{"anything-but": {"equals-ignore-case": [123, 456]}}]}',
      "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
    ],
    ['{"a": [{"anything-but": {"suffix": [123]}}]}', "prefix/suffix match pattern must be a string"],
    ['{"a": [{"anything-but": {"prefix": ""}}]}', "Null prefix/suffix not allowed"],
    ['{"a": [{"anything-but": {"wildcard": [123]}}]}', "wildcard match pattern must be a string"],
    [
      '{"a": [{"anything-but": {"prefix": {"equals-ignore-case": "file"}}}]}',
      "Value of anything-but must be an array or single string/number value.",
    ],
    [
      '{"a": [{"anything-but": ["x", null]}]}',
      "Inside anything but list, start|null|boolean is not supported.",
    ],
    [
      `{"$or": [${Array.from({ length: 1_001 }, (_, index) => `{"a": [${index}]}`).join()}]}`,
      "Rule with $or contains over 1000 rule combinations",
    ],
  ])("%s", (pattern, reason) => {
    expect(() => parseEventPattern(pattern)).toThrow(new InvalidEventPatternError(reason));
  });
});

test("an event matches the pattern of its own scalars, and not once one of them is another", () => {
  const scalar = fc.oneof(fc.string(), fc.integer({ min: -1e6, max: 1e6 }), fc.boolean(), fc.constant(null));
  const name = fc.string({ minLength: 1 }).filter((text) => !text.includes(".") && text !== "$or");
  const { event } = fc.letrec<{ event: Record<string, unknown>; value: unknown }>((tie) => ({
    event: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4, noNullPrototype: true }) as never,
    value: fc.oneof({ depthSize: "small" }, scalar, tie("event")),
  }));
  const exactly = (value: unknown): unknown =>
    typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exactly(inner)]))
      : [value];
  fc.assert(
    fc.property(event, (document) => {
      const pattern = parseEventPattern(exactly(document));
      expect(pattern.matches(document)).toBe(true);
      expect(pattern.matches({ ...document, [Object.keys(document)[0]!]: "something else entirely" })).toBe(
        false,
      );
    }),
  );
});

test("any text is a pattern or is refused with a reason", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"a": [${json}]}`),
      ),
      (text) => {
        try {
          parseEventPattern(text).matches({ a: "x" });
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidEventPatternError);
        }
      },
    ),
  );
});
