import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type CompiledPattern,
  compilePattern,
  compileSelector,
  MessageView,
  PatternSet,
} from "../../../lib/semantics/pattern/index.ts";
import { scanSubscription } from "../../../lib/semantics/subscription/scan.ts";

const PATTERNS = [
  '{ $.level = "ERROR" }',
  "{ $.level = ERR* }",
  "{ $.a.b = 1 }",
  "{ $.a.b > 2.5 }",
  "{ $.a = * }",
  "{ $.a NOT EXISTS }",
  "{ $.a.b NOT EXISTS }",
  "{ $.list[1] = x }",
  "{ $.list[0].b IS TRUE }",
  "{ $.list IS NULL }",
  '{ $.level = "é/\\n" }',
  '{ $.level = "A\\"" }',
  "{ $.__proto__ = 1 }",
  "{ $.toString = 1 || $.['x.y'] = 404 }",
  "{ ($.a.b = 1 || $.a.b = true) && $.level != x }",
  "ERROR",
  '"x y" -nothing',
  "?timeout ?x/y",
  "level -ERROR",
  '"\\"level\\":"',
  "nlevel",
  "%E[RQ]+%",
  "[one, two]",
];
const SELECTORS = ["$.level", "$.a.b", "$.list[1]", "$.x", "$.list[0]", "$['x.y']"];

const character = fc.constantFrom(...'ERROx yA/"\\\n\u0001é€😀\ud800');
const string = fc.oneof(
  fc.constantFrom("ERROR", "ERRATIC", "x", "x y", "timeout", "x/y", "é/\n", 'A"', "404", "true", "nlevel"),
  fc.array(character, { maxLength: 6 }).map((characters) => characters.join("")),
);
const blank = fc.constantFrom("", "", "", "", " ", "\n", "\t", "\r\n ");
const number = fc.oneof(
  fc.constantFrom("0", "-0", "1", "1.0", "10e-1", "2.5", "1E5", "404", "123456789012345678", "-1.25e+3"),
  fc.constantFrom("01", "1.", ".5", "-", "1e", "+1", "1e999"),
);
/** How a document writes a string: its characters as they are, or as escapes. */
const written = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.array(fc.nat(9), { minLength: 1, maxLength: 4 })).map(
    ([value, choices]) =>
      `"${Array.from({ length: value.length }, (_, index) => {
        const unit = value[index] as string;
        const choice = choices[index % choices.length];
        if (choice === 0) return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
        if (choice === 1 && unit === "/") return "\\/";
        return JSON.stringify(unit).slice(1, -1);
      }).join("")}"`,
  );
const name = fc.constantFrom("level", "a", "b", "list", "x", "x.y", "__proto__", "toString", "é", "");
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    written(string),
    number,
    fc.constantFrom("true", "false", "null", "nul", "True"),
    fc
      .tuple(fc.array(tie("value"), { maxLength: 3 }), blank)
      .map(([elements, between]) => `[${between}${elements.join(`${between},${between}`)}${between}]`),
    fc
      .tuple(fc.array(fc.tuple(written(name), tie("value")), { maxLength: 5 }), blank)
      .map(
        ([members, between]) =>
          `{${between}${members.map(([key, member]) => `${key}${between}:${between}${member}`).join(`,${between}`)}${between}}`,
      ),
  ),
}));
const document = fc
  .tuple(fc.array(fc.tuple(written(name), value), { maxLength: 5 }), blank, blank)
  .map(([members, before, after]) => `${before}{${members.map((pair) => pair.join(":")).join(",")}}${after}`);
const broken = fc
  .tuple(document, fc.nat(), fc.constantFrom("", '"', "}", "{", ",", "\\", "x", "\u0000"))
  .map(
    ([text, at, put]) =>
      text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1),
  );
const message = fc.oneof({ weight: 4, arbitrary: document }, broken, string, value);
const NAMED = /^["\\\n\r\t\b\f]$/;
/** How a payload writes a message, which is a string of its document. */
const payloadString = fc
  .tuple(message, fc.boolean(), fc.array(fc.nat(19), { minLength: 1, maxLength: 7 }))
  .map(([text, isPlain, choices]) => ({
    text,
    raw: isPlain
      ? JSON.stringify(text)
      : `"${Array.from({ length: text.length }, (_, index) => {
          const unit = text[index] as string;
          const choice = choices[index % choices.length];
          if (choice === 0) return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
          if (choice === 1 && unit === "/") return "\\/";
          return NAMED.test(unit) || unit < " " || /[\ud800-\udfff]/.test(unit)
            ? JSON.stringify(unit).slice(1, -1)
            : unit;
        }).join("")}"`,
  }));

const outcome = <Result>(work: () => Result): Result | string => {
  try {
    return work();
  } catch (error) {
    return (error as Error).name;
  }
};

const scan = (raws: readonly string[]) =>
  scanSubscription(
    Buffer.from(
      `{"messageType":"DATA_MESSAGE","logEvents":[${raws
        .map((raw, index) => `{"id":"${index}","timestamp":${index},"message":${raw}}`)
        .join(",")}]}`,
    ),
  ).logEvents;

describe("messages as they stand in a payload", () => {
  const compiled = PATTERNS.map(compilePattern);
  const selectors = SELECTORS.map(compileSelector);
  const jsonPattern = compiled[0] as CompiledPattern;
  const steps = selectors.flatMap((selector) => (selector.type === "json" ? [selector.steps] : []));
  const sets: [string, readonly string[]][] = [
    ["all of one kind", PATTERNS.filter((_, index) => compiled[index]?.kind === "json")],
    ["of several kinds", PATTERNS.filter((_, index) => compiled[index]?.kind !== "space")],
    ["with lines", PATTERNS],
    ["with a wildcard", [...PATTERNS, "{ $.list[*] = x }"]],
    ["without documents", PATTERNS.filter((_, index) => compiled[index]?.kind === "terms")],
  ];

  test.each(sets)("match the patterns that they match decoded: patterns %s", (_, sources) => {
    const patterns = sources.map(compilePattern);
    const set = new PatternSet(patterns, steps);
    let read = 0;
    fc.assert(
      fc.property(fc.array(payloadString, { minLength: 1, maxLength: 4 }), (given) => {
        const events = scan(given.map(({ raw }) => raw));

        for (const [index, { text }] of given.entries()) {
          const view = new MessageView(events[index]!.escaped);
          const matches = set.match(view).map((match) => match.index);

          expect(matches).toEqual([...patterns.keys()].filter((each) => patterns[each]!.test(text)));
          for (const selector of selectors)
            expect(jsonPattern.read(view, selector)).toEqual(jsonPattern.read(text, selector));
          expect(view.text).toBe(text);
          read += matches.length;
        }
        set.forget();
      }),
      { numRuns: 600 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test("are refused with an invalid escape, whatever is looked for", () => {
    const set = new PatternSet(['{ $.a = "x" }', "timeout"]);

    for (const raw of ['"\\q"', '"{\\"a\\":\\q\\"x\\"}"', '"{\\"a\\":\\"x\\"}\\u00"', '"x\\u12g4"'])
      expect(outcome(() => set.match(new MessageView(scan([raw])[0]!.escaped)))).toBe(
        "MalformedSubscriptionError",
      );
  });

  test("that nest deeply are read as JSON.parse reads them", () => {
    const set = new PatternSet(["{ $.a = 1 }"]);

    for (const depth of [10, 255, 256, 257, 2_000]) {
      const text = `{"b":${"[".repeat(depth)}${"]".repeat(depth)},"a":1}`;
      expect(set.match(new MessageView(scan([JSON.stringify(text)])[0]!.escaped))).toHaveLength(1);
    }
  });

  test("of bytes that are no UTF-8 are read with U+FFFD in their place", () => {
    const set = new PatternSet(['{ $.a = "\ufffdx" }']);
    const bytes = Buffer.from(
      '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1,"message":"{\\"a\\":\\"\u00ffx\\"}"}]}',
      "latin1",
    );
    const [event] = scanSubscription(bytes).logEvents;

    expect(set.match(new MessageView(event!.escaped))).toHaveLength(1);
    expect(event!.message).toBe('{"a":"\ufffdx"}');
  });
});
