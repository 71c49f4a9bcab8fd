import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extractEmf, extractEmfFromDocument, mayHoldEmf } from "../../../lib/semantics/emf/extract-emf.ts";

const document = {
  _aws: {
    Timestamp: 1_574_109_732_004,
    CloudWatchMetrics: [{ Namespace: "N", Dimensions: [["d"]], Metrics: [{ Name: "m", Unit: "Count" }] }],
  },
  d: "x",
  m: 1,
};
const metric = {
  namespace: "N",
  metricName: "m",
  dimensions: { d: "x" },
  values: [1],
  unit: "Count",
  timestamp: 1_574_109_732_004,
  storageResolution: 60,
};

/** A member with a value that holds no comma or bracket of its own, or the array in it. */
const memberOf = (name: string) => new RegExp(String.raw`"${name}":("[^"]*"|\d+|\[\[[^\]]*\]\]|\[.*?\}\])`);

describe("extractEmf", () => {
  test("reads a document behind Lambda's metadata", () => {
    const prefix = "2026-01-15T12:00:00.000Z\t989ffbf8-9ace-4817-a57c-e4dd734019ee\tINFO\t";

    expect(extractEmf(prefix + JSON.stringify(document))).toEqual([metric]);
  });

  test("reads escaped member names", () => {
    const escaped = JSON.stringify(document)
      .replace("_aws", "\\u005faws")
      .replace("CloudWatch", "\\u0043loudWatch");

    expect(extractEmf(escaped)).toEqual([metric]);
  });

  test("does not take names from the prototype", () => {
    const inherited = structuredClone(document);
    inherited._aws.CloudWatchMetrics[0]!.Metrics[0]!.Name = "constructor";

    expect(extractEmf(JSON.stringify(inherited))).toEqual([]);
  });

  test("a line without the member names is not parsed", () => {
    expect(mayHoldEmf('{"level":"info"}')).toBe(false);
    expect(mayHoldEmf(JSON.stringify(document))).toBe(true);
  });

  test("survives any change of a document", () => {
    const target = fc.constantFrom(
      "Timestamp",
      "CloudWatchMetrics",
      "Namespace",
      "Dimensions",
      "Metrics",
      "Name",
      "Unit",
      "d",
      "m",
    );
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(target, value), { maxLength: 4 }), (changes) => {
        const changed = changes.reduce(
          (text, [name, content]) =>
            text.replace(memberOf(name), () => `"${name}":${JSON.stringify(content)}`),
          JSON.stringify(document),
        );
        const metrics = extractEmf(changed);
        for (const one of metrics) {
          expect(one.values.length).toBeGreaterThan(0);
          expect(one.values.every(Number.isFinite)).toBe(true);
          expect(Object.values(one.dimensions).every((text) => typeof text === "string")).toBe(true);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  test("survives any text and any document", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, at) => {
        const whole = JSON.stringify(document);
        const cut = at % whole.length;
        extractEmf(whole.slice(0, cut) + text + whole.slice(cut));
      }),
      { numRuns: 10_000 },
    );
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        extractEmfFromDocument(anything);
        extractEmfFromDocument({ _aws: anything });
      }),
      { numRuns: 3000 },
    );
  });
});
