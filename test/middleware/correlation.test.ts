import { describe, expect, it } from "vitest";
import { onInternal } from "../../lib/logger/internal-channel.ts";
import { correlation, correlationId } from "../../lib/middleware/correlation.ts";

const EVENTS = [
  ["apiGatewayRest", { headers: { "X-Correlation-Id": "c-1" }, requestContext: { requestId: "r" } }, "c-1"],
  ["apiGatewayRest", { headers: null, requestContext: { requestId: "r-1" } }, "r-1"],
  ["apiGatewayHttp", { version: "2.0", headers: {}, requestContext: { requestId: "r-2" } }, "r-2"],
  ["alb", { headers: { "x-amzn-trace-id": "Root=1-2-3" } }, "Root=1-2-3"],
  ["alb", { multiValueHeaders: { "x-amzn-trace-id": ["Root=1-2-4"] } }, "Root=1-2-4"],
  ["eventBridge", { id: "e-1", detail: {} }, "e-1"],
  ["eventBridge", { id: "e-1", detail: { correlationId: "c-2" } }, "c-2"],
  ["sqs", { Records: [{ messageId: "m-1", messageAttributes: {} }] }, "m-1"],
  [
    "sqs",
    { Records: [{ messageId: "m-1", messageAttributes: { correlationId: { stringValue: "c-3" } } }] },
    "c-3",
  ],
  ["sns", { Records: [{ Sns: { MessageId: "n-1" } }] }, "n-1"],
  [
    "sns",
    { Records: [{ Sns: { MessageId: "n-1", MessageAttributes: { correlationId: { Value: "c-4" } } } }] },
    "c-4",
  ],
  ["functionUrl", { version: "2.0", headers: {}, requestContext: { requestId: "u-1" } }, "u-1"],
  ["vpcLattice", { version: "2.0", headers: { "x-correlation-id": ["l-1"] } }, "l-1"],
  ["vpcLattice", { headers: { "x-amzn-trace-id": "Root=1-2-5" } }, "Root=1-2-5"],
  ["appSync", { arguments: {}, request: { headers: { "x-amzn-requestid": "a-1" } } }, "a-1"],
  ["appSync", [{ request: { headers: { "x-correlation-id": "a-2" } } }], "a-2"],
  ["s3ObjectLambda", { xAmzRequestId: "o-1", getObjectContext: {} }, "o-1"],
  ["s3", { Records: [{ responseElements: { "x-amz-request-id": "s-1" } }] }, "s-1"],
  ["kinesis", { Records: [{ eventID: "shard:1" }] }, "shard:1"],
  ["dynamoDb", { Records: [{ eventID: "d-1" }] }, "d-1"],
  ["stepFunctions", { Execution: { Id: "arn:execution" }, State: { Name: "Pay" } }, "arn:execution"],
  ["stepFunctions", { input: {}, Context: { Execution: { Id: "arn:other" } } }, "arn:other"],
  ["sqs", {}, undefined],
  ["alb", null, undefined],
] as const;

describe("correlation", () => {
  it.each(EVENTS)("%s finds the id in %j", (preset, event, expected) => {
    const found = correlation(preset)!;

    expect(correlationId(found.find!, event, {})).toBe(expected);
  });

  it.each(["headers.[", "nope(a)", "join(a)"])(
    "tells of a wrong expression once, and finds nothing: %s",
    async (expression) => {
      const problems: string[] = [];
      const forget = onInternal(({ message }) => problems.push(message));

      const found = correlation(expression)!;
      await found.ready;
      const ids = [{ headers: {} }, { a: 1 }].map((event) => correlationId(found.find!, event, {}));
      forget();

      expect(ids).toEqual([undefined, undefined]);
      expect(problems).toEqual([
        expect.stringContaining(`correlationId ${JSON.stringify(expression)} cannot be used: `),
      ]);
    },
  );

  it("says nothing of an expression that an event has nothing for", async () => {
    const problems: string[] = [];
    const forget = onInternal(({ message }) => problems.push(message));

    const found = correlation("join('-', ids)")!;
    await found.ready;
    const ids = [{ ids: ["a", "b"] }, {}].map((event) => correlationId(found.find!, event, {}));
    forget();

    expect(ids).toEqual(["a-b", undefined]);
    expect(problems).toEqual([]);
  });

  it("ignores a function that throws, and what is no text", () => {
    const throwing = () => {
      throw new Error("no");
    };

    expect(correlationId(throwing, {}, {})).toBeUndefined();
    expect(correlationId(() => ({}), {}, {})).toBeUndefined();
    expect(correlationId(() => 17, {}, {})).toBe("17");
  });
});
