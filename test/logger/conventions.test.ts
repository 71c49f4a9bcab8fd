import { describe, expect, it } from "vitest";
import { makeHandler } from "../../lib/config/make-handler.ts";
import { makeJsonFormatter } from "../../lib/logger/conventional-formatter.ts";
import { jsonFormatter } from "../../lib/logger/json-formatter.ts";
import type { LogRecord } from "../../lib/logger/record.ts";

const format = makeJsonFormatter({
  conventions: "otel",
  resource: { "cloud.provider": "aws", "cloud.region": "eu-west-1", "service.name": "unnamed" },
});

function line(more: Partial<LogRecord>, formatter = format): Record<string, unknown> {
  const text = formatter({
    timestamp: Date.UTC(2026, 0, 5, 10),
    level: 30,
    logger: "orders",
    message: "placed",
    service: "shop",
    context: undefined,
    fields: undefined,
    error: undefined,
    ...more,
  });
  return JSON.parse(text) as Record<string, unknown>;
}
const BASE = {
  timestamp: "2026-01-05T10:00:00.000Z",
  level: "INFO",
  message: "placed",
  logger: "orders",
  "cloud.provider": "aws",
  "cloud.region": "eu-west-1",
  "service.name": "shop",
};

describe('a JSON line with conventions "otel"', () => {
  it("names service and resource, and keeps fields that have no convention", () => {
    expect(line({ fields: { orderId: 17 } })).toEqual({ ...BASE, orderId: 17 });
    expect(line({ service: undefined })).toMatchObject({ "service.name": "unnamed" });
    expect(line({ context: { "service.name": "own" } })).toMatchObject({ "service.name": "own" });
  });

  it("names an exception, and keeps what else is on it", () => {
    const error = Object.assign(new TypeError("broken"), { code: "E17" });

    expect(line({ level: 50, error, fields: { error: "mine" } })).toEqual({
      ...BASE,
      level: "ERROR",
      "exception.type": "TypeError",
      "exception.message": "broken",
      "exception.stacktrace": error.stack,
      error: { code: "E17" },
      error_: "mine",
    });
  });

  it("names Lambda's context, and leaves a request's id alone", () => {
    const context = {
      requestId: "r-1",
      functionName: "orders",
      functionVersion: "7",
      functionMemory: 128,
      functionArn: "arn:aws:lambda:eu-west-1:111122223333:function:orders",
      coldStart: true,
    };

    expect(line({ context })).toEqual({
      ...BASE,
      "faas.invocation.id": "r-1",
      "faas.name": "orders",
      "faas.version": "7",
      "faas.max_memory": 134_217_728,
      "aws.lambda.invoked_arn": context.functionArn,
      "faas.coldstart": true,
    });
    expect(line({ context: { requestId: "r-1" } })).toMatchObject({ requestId: "r-1" });
  });

  it("names the record of a request, and Cloud Logging's httpRequest and sourceLocation", () => {
    const request = {
      method: "GET",
      path: "/orders/17",
      route: "/orders/:id",
      status: 200,
      durationMs: 12.5,
      requestBytes: 0,
      responseBytes: 512,
      client: "192.0.2.1",
      userAgent: "curl/8",
    };

    expect(line({ fields: request })).toEqual({
      ...BASE,
      "http.request.method": "GET",
      "url.path": "/orders/17",
      "http.route": "/orders/:id",
      "http.response.status_code": 200,
      durationMs: 12.5,
      "http.request.body.size": 0,
      "http.response.body.size": 512,
      "client.address": "192.0.2.1",
      "user_agent.original": "curl/8",
    });
    expect(
      line({
        fields: {
          method: "not a request",
          httpRequest: { requestMethod: "GET", requestUrl: "/a?b=c", status: 404, cacheHit: true },
          sourceLocation: { file: "a.ts", line: "17", function: "handle" },
        },
      }),
    ).toEqual({
      ...BASE,
      method: "not a request",
      "http.request.method": "GET",
      "url.path": "/a",
      "url.query": "b=c",
      "http.response.status_code": 404,
      httpRequest: { cacheHit: true },
      "code.file.path": "a.ts",
      "code.line.number": 17,
      "code.function.name": "handle",
    });
  });

  it("has no resource when told so, and a file may ask for it", async () => {
    const bare = makeJsonFormatter({ conventions: "otel", resource: false });
    const handler = makeHandler({
      type: "memory",
      formatter: { conventions: "otel", resource: false },
    });

    expect(line({}, bare)).not.toHaveProperty("cloud.provider");
    expect(line({}, handler.formatter)).toMatchObject({ "service.name": "shop" });
  });

  it("is the usual one without conventions, and refuses others", () => {
    expect(makeJsonFormatter()).toBe(jsonFormatter);
    expect(() => makeJsonFormatter({ conventions: "ecs" as never })).toThrow('use "otel"');
  });
});
