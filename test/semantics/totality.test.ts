import fc from "fast-check";
import { expect, test } from "vitest";
import {
  compileSelector,
  decodeSubscription,
  encodeSubscriptionBytes,
  MalformedSubscriptionError,
  PatternSyntaxError,
  parseStatistic,
  SubscriptionTooLargeError,
  scanSubscription,
  UnknownStatisticError,
} from "../../lib/semantics/index.ts";

/** Set it to 100000 for a long run. Patterns, composite rules, metric math and embedded metrics have runs beside their own tests. */
const numRuns = Number(process.env["SEMANTICS_FUZZ_RUNS"] ?? 3_000);
const timeout = 600_000;

/** What a parser gives for a text, or the error that it is allowed to throw. */
function totally<Result>(work: () => Result, allowed: (error: unknown) => boolean): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!allowed(error)) throw error;
    return undefined;
  }
}

const textOf = (pieces: readonly string[], maxLength: number) =>
  fc.oneof(
    { arbitrary: fc.string({ unit: fc.constantFrom(...pieces), maxLength }), weight: 4 },
    { arbitrary: fc.string({ unit: "binary", maxLength }), weight: 1 },
  );

test(
  "any text is a statistic or is refused by name",
  () => {
    const statistic = textOf([..."p90.%:()-1", "tm", "TM(", "wm", "PR(", "IQM", "TS(", "Average", "10%"], 8);
    fc.assert(
      fc.property(statistic, (text) => {
        totally(
          () => parseStatistic(text),
          (error) => error instanceof UnknownStatisticError && error.statistic === text,
        );
      }),
      { numRuns },
    );
  },
  timeout,
);

test(
  "any text is a selector, which reads any document, or an error that points into it",
  () => {
    const selector = textOf([..."$.[]*'\"a0\\9-_", "$.a", "['a']", "[0]", "[*]"], 8);
    fc.assert(
      fc.property(selector, fc.object({ key: fc.constantFrom("a", "0", "__proto__") }), (text, document) => {
        const compiled = totally(
          () => compileSelector(text),
          (error) => error instanceof PatternSyntaxError && error.offset <= text.length,
        );
        if (compiled?.type === "json") expect(typeof compiled.read(document)).not.toBe("function");
      }),
      { numRuns },
    );
  },
  timeout,
);

test(
  "any bytes are a subscription payload or malformed, and both readers agree",
  () => {
    const packed = encodeSubscriptionBytes({
      owner: "123456789012",
      logGroup: "group",
      logStream: "stream",
      logEvents: [
        { timestamp: 1, message: 'a "quoted" é' },
        { timestamp: 2, message: "b c", extractedFields: { $1: "b" } },
      ],
    });
    const plain = Buffer.from(JSON.stringify(decodeSubscription(packed)));
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
    const tail = fc.constantFrom("", "", "", "x", "\0\0", packed.toString("latin1"));
    const bytes = fc
      .tuple(fc.constantFrom(packed, plain), edits, fc.option(fc.nat()), tail)
      .map(([whole, changes, end, after]) => {
        const edited = Buffer.from(whole);
        for (const [at, byte] of changes) edited[at % edited.length] = byte;
        const cut = end === null ? edited : edited.subarray(0, end % edited.length);
        return Buffer.concat([cut, Buffer.from(after, "latin1")]);
      });
    const refused = (error: unknown) =>
      error instanceof MalformedSubscriptionError || error instanceof SubscriptionTooLargeError;
    fc.assert(
      fc.property(bytes, fc.boolean(), (data, asText) => {
        const given = asText ? data.toString("base64") : data;
        const decoded = totally(() => decodeSubscription(given, { maxBytes: 100_000 }), refused);
        const scanned = totally(() => scanSubscription(given, { maxBytes: 100_000 }), refused);
        if (decoded !== undefined)
          expect(scanned?.logEvents.map(({ message }) => message)).toEqual(
            decoded.logEvents.map(({ message }) => message),
          );
      }),
      { numRuns },
    );
  },
  timeout,
);
