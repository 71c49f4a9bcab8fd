import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControls, type LogRecord, pattern, prettyFormatter } from "../../lib/index.ts";

const record = (more: Partial<LogRecord>): LogRecord => ({
  timestamp: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  level: 30,
  logger: "app",
  message: "m",
  service: undefined,
  context: undefined,
  fields: undefined,
  error: undefined,
  ...more,
});

const HOSTILE = "a\u001b]0;title\u0007b\rc\u0000d\u202ee\u009bf\ud800g\u2028h\nINFO forged";
const SAFE = "a\\u001b]0;title\\u0007b\\rc\\u0000d\\u202ee\\u009bf\\ud800g\\u2028h\\nINFO forged";
const FORMATTERS = {
  pretty: prettyFormatter({ colors: false }),
  "a pattern": pattern("{timestamp} {level} {message} {text} {fields}"),
  "Python's pattern": pattern("%(asctime)s %(levelname)-8s %(message)s %(text)s"),
};

describe.each(Object.entries(FORMATTERS))("%s", (_, format) => {
  it("writes what could command a terminal or forge a line as escapes", () => {
    const line = format(
      record({ message: HOSTILE, fields: { text: HOSTILE, [`k${HOSTILE}`]: 1 }, logger: HOSTILE }),
    );

    expect(line).toContain(SAFE);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    expect(line.isWellFormed()).toBe(true);
  });

  it("keeps an error's stack on lines that no message can forge", () => {
    const cause = new Error("inner\nINFO forged too");
    const error = new Error(`outer\n03:04:05.006 INFO  app all is well\u001b[2J`, { cause });

    const lines = format(record({ error })).split("\n").slice(1);

    const own = lines.filter((line) => !/^\s{4}at /.test(line));
    expect(own).toEqual([
      "Error: outer\\n03:04:05.006 INFO  app all is well\\u001b[2J",
      "caused by: Error: inner\\nINFO forged too",
    ]);
  });

  it("never writes a control character of a record", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, stack) => {
        const error = Object.assign(new Error(message), { stack });
        const text = format(record({ message, error, fields: { [stack]: message } }));

        const [first, ...others] = text.split("\n");
        for (const line of [first!, ...others])
          expect(line).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/);
        for (const line of others.slice(1)) expect(line).toMatch(/^(?:\s|caused by: )/);
      }),
    );
  });
});

it("leaves the text as it is when that is asked for", () => {
  const given = record({ message: "a\nb\u001b[1m", error: new Error("c\nd") });

  expect(pattern("{message}", { escape: false })(given)).toMatch(/^a\nb\u001b\[1m\nError: c\nd\n/);
  expect(prettyFormatter({ colors: false, escape: false })(given)).toContain("a\nb\u001b[1m\nError: c\nd\n");
});

it("escapes one character by one, and nothing else", () => {
  expect(escapeControls("plain\ttext é € 😀 \\n")).toBe("plain\ttext é € 😀 \\n");
  expect(escapeControls("\u0085\u061c\ufeff\udc00")).toBe("\\u0085\\u061c\\ufeff\\udc00");
});
