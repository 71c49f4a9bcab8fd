import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileLoggingFilter } from "../../../../lib/semantics/cloud-logging/filter/compile.ts";
import { printFilter } from "../../../../lib/semantics/cloud-logging/filter/print.ts";
import { LoggingFilterSyntaxError } from "../../../../lib/semantics/cloud-logging/filter/syntax-error.ts";
import type { LogEntry } from "../../../../lib/semantics/cloud-logging/log-entry.ts";

const words = fc.constantFrom(
  "a",
  "b",
  "cat",
  "500",
  "1.5",
  "true",
  "ERROR",
  "NULL_VALUE",
  "x-y",
  "10.0.0.1",
);
const texts = fc.oneof(words, fc.string({ maxLength: 6 }));
const quoted = texts.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`);
const values = fc.oneof(words, quoted, fc.constant("-5"));
const paths = fc.constantFrom(
  "textPayload",
  "severity",
  "jsonPayload.a",
  'jsonPayload."b c".a',
  "jsonPayload.list",
  "labels.a",
  "httpRequest.status",
  "httpRequest.latency",
  "timestamp",
  "trace",
  "operation.first",
  "cast(jsonPayload.a, INT64)",
);
const operators = fc.constantFrom("=", "!=", "<", "<=", ">", ">=", ":");
const queries = fc.letrec<{ query: string; simple: string; comparison: string; alternatives: string }>(
  (tie) => ({
    alternatives: fc
      .array(values, { minLength: 1, maxLength: 3 })
      .chain((list) => fc.constantFrom(" OR ", " AND ", " ").map((glue) => `(${list.join(glue)})`)),
    comparison: fc
      .tuple(paths, operators, fc.oneof(values, tie("alternatives")))
      .map(([path, operator, value]) => `${path}${operator}${value}`),
    simple: fc.oneof(
      { depthSize: "small" },
      tie("comparison"),
      quoted,
      words,
      paths.map((path) => `${path}:*`),
      fc.constantFrom('SEARCH("a")', 'log_id("l")', "source(projects/p)", "sample(trace, 0.5)"),
      tie("query").map((query) => `(${query})`),
      tie("query").map((query) => `NOT (${query})`),
    ),
    query: fc
      .array(fc.tuple(tie("simple"), fc.constantFrom(" AND ", " OR ", " ", " -- note\n")), {
        minLength: 1,
        maxLength: 4,
      })
      .map((parts) =>
        parts.map(([simple, glue], at) => simple + (at === parts.length - 1 ? "" : glue)).join(""),
      ),
  }),
).query;

const scalars = fc.oneof(texts, fc.constantFrom(500, 1.5, -5, true, false, null), fc.double());
const members = fc.dictionary(
  fc.constantFrom("a", "b c", "list"),
  fc.oneof(scalars, fc.array(scalars, { maxLength: 3 }), fc.dictionary(fc.constantFrom("a", "b"), scalars)),
);
const entries = fc.record(
  {
    logName: fc.constantFrom("projects/p/logs/l", "folders/f/logs/a%2Fb", "projects/p/logs/%E0%A4%A"),
    severity: fc.constantFrom("ERROR", "INFO", "DEFAULT"),
    timestamp: fc.constantFrom("2023-01-02T03:04:05Z", "2023-01-02T03:04:05.5Z"),
    trace: texts,
    labels: fc.dictionary(fc.constantFrom("a", "b"), texts),
    httpRequest: fc.record({ status: fc.integer({ min: 100, max: 599 }), latency: fc.constant("1.5s") }),
    textPayload: texts,
    jsonPayload: members,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<LogEntry>;

describe("compileLoggingFilter", () => {
  it("understands what it prints as it understood the query", () => {
    fc.assert(
      fc.property(queries, fc.array(entries, { minLength: 1, maxLength: 5 }), (query, candidates) => {
        const filter = compileLoggingFilter(query);
        const again = compileLoggingFilter(printFilter(filter.expression));

        expect(printFilter(again.expression)).toBe(printFilter(filter.expression));
        for (const entry of candidates) expect(again.matches(entry)).toBe(filter.matches(entry));
      }),
      { numRuns: 2_000 },
    );
  });

  it("obeys the laws of NOT, and of OR binding tighter than AND", () => {
    fc.assert(
      fc.property(queries, queries, queries, entries, (a, b, c, entry) => {
        const is = (query: string) => compileLoggingFilter(query).matches(entry);
        const [first, second, third] = [is(a), is(b), is(c)];

        expect(is(`NOT (${a})`)).toBe(!first);
        expect(is(`-(${a})`)).toBe(!first);
        expect(is(`(${a}) AND (${b})`)).toBe(first && second);
        expect(is(`(${a}) (${b})`)).toBe(first && second);
        expect(is(`(${a}) OR (${b}) AND (${c})`)).toBe((first || second) && third);
        expect(is(`(${a}) AND (${b}) OR (${c})`)).toBe(first && (second || third));
        expect(is(`NOT (${a}) OR (${b})`)).toBe(!first || second);
      }),
      { numRuns: 1_000 },
    );
  });

  it("compiles or throws LoggingFilterSyntaxError, and what compiles matches without throwing", () => {
    const pieces = fc.constantFrom(
      ...[
        '"',
        "'",
        "(",
        ")",
        ",",
        "=",
        "!=",
        "=~",
        "!~",
        "<",
        ">",
        ">=",
        ":",
        "*",
        "-",
        "--",
        "\\",
        ".",
        "+",
        " ",
      ],
      ...[
        "AND",
        "OR",
        "NOT",
        "\n",
        "severity",
        "jsonPayload.a",
        "labels",
        "timestamp",
        "5",
        '"a.*b"',
        '"["',
        "`",
      ],
      ...["SEARCH(", "cast(", "sample(", "ip_in_net(", "regexp_extract(", "log_id(", "source(", "TIMEZONE("],
      ...["STRING", "INT64", '"10.0.0.0/8"', "0.5", "projects/p", "%3D", "ß", "😀", "NULL_VALUE", '"(a)"'],
    );
    const mixtures = fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 });
    const inputs = fc.oneof(
      mixtures.map((parts) => parts.join("")),
      mixtures.map((parts) => parts.join(" ")),
      fc.string({ unit: "binary" }),
      fc
        .tuple(queries, fc.nat(40), pieces)
        .map(([query, at, piece]) => query.slice(0, at) + piece + query.slice(at)),
    );
    fc.assert(
      fc.property(inputs, entries, (query, entry) => {
        let filter: ReturnType<typeof compileLoggingFilter>;
        try {
          filter = compileLoggingFilter(query);
        } catch (error) {
          if (error instanceof LoggingFilterSyntaxError && error.position <= query.length) return;
          throw error;
        }
        expect(typeof filter.matches(entry)).toBe("boolean");
      }),
      { numRuns: Number(process.env["CUMULOG_FUZZ_RUNS"] ?? 40_000) },
    );
  }, 600_000);
});
