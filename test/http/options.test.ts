import { beforeEach, describe, expect, test } from "vitest";
import { entryMembers } from "../../lib/handlers/cloud-logging/entry-members.ts";
import type { MemoryHandler } from "../../lib/handlers/memory.ts";
import {
  addFields,
  type HttpLoggingOptions,
  httpLogging,
  InvalidHttpLoggingOptionError,
} from "../../lib/http/index.ts";
import { HTTP_REQUEST_READERS } from "../../lib/semantics/cloud-logging/http-request.ts";
import { remembered, serving } from "./exchange.ts";

let memory: MemoryHandler;

beforeEach(async () => {
  memory = await remembered();
});

/** Records of requests to a server that answers `/500` with 500, and so on, and everything else with 200. */
async function recordsFor(
  options: HttpLoggingOptions,
  requests: readonly (readonly [path: string, headers?: Record<string, string>])[],
): Promise<{ records: Record<string, unknown>[]; ids: (string | null)[] }> {
  const logging = httpLogging(options);
  const ids: (string | null)[] = [];
  await serving(
    (request, response) =>
      logging(request, response, () => {
        response.setHeader("set-cookie", "session=1");
        response.writeHead(Number(/^\/(\d{3})/.exec(request.url!)?.[1] ?? 200)).end("ok");
      }),
    async (origin) => {
      for (const [path, headers = {}] of requests) {
        const response = await fetch(origin + path, { headers });
        ids.push(response.headers.get("x-request-id"));
        await response.text();
      }
    },
  );
  return { records: memory.entries.filter((entry) => entry["method"] !== undefined), ids };
}

describe("the request's id", () => {
  test.each([
    ["a good one is taken", { "x-request-id": "abc-123" }, "abc-123"],
    ["the second header counts without the first", { "x-correlation-id": "c/1" }, "c/1"],
    ["one that is too long is not taken", { "x-request-id": "x".repeat(129) }, undefined],
    ["one that would forge a line is not taken", { "x-request-id": 'a"b c' }, undefined],
  ])("%s", async (_, headers, expected) => {
    const { records, ids } = await recordsFor({}, [["/", headers as Record<string, string>]]);

    const id = expected ?? expect.stringMatching(/^[\da-f]{8}-[\da-f-]{27}$/);
    expect(records).toMatchObject([{ requestId: id }]);
    expect(ids[0]).toBe(records[0]!["requestId"]);
  });

  test("headers, maker and answer can be chosen, and a maker that fails is replaced", async () => {
    let count = 0;
    const makeRequestId = () => {
      count += 1;
      if (count > 1) throw new Error("no more");
      return "made-1";
    };

    const { records, ids } = await recordsFor(
      { requestIdHeaders: ["X-Mine"], makeRequestId, responseIdHeader: false },
      [["/", { "x-mine": "m" }], ["/", { "x-request-id": "ignored" }], ["/"]],
    );

    expect(records.map((record) => record["requestId"])).toEqual([
      "m",
      "made-1",
      expect.stringMatching(/^.{36}$/),
    ]);
    expect(ids).toEqual([null, null, null]);
  });
});

describe("the trace", () => {
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  test.each([
    [
      { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
      { trace_id: traceId, span_id: "00f067aa0ba902b7", trace_flags: "01" },
    ],
    [
      { "x-cloud-trace-context": `${traceId}/74;o=0` },
      { trace_id: traceId, span_id: "000000000000004a", trace_flags: "00" },
    ],
    [
      { "x-amzn-trace-id": "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1" },
      {
        trace_id: "5759e988bd862e3fe1be46a994272793",
        span_id: "53995c3f42cd8ad8",
        trace_flags: "01",
        xrayTraceId: "1-5759e988-bd862e3fe1be46a994272793",
      },
    ],
  ])("of %o is in the record", async (headers, expected) => {
    const { records } = await recordsFor({}, [["/", headers as Record<string, string>]]);

    expect(records).toMatchObject([expected]);
  });

  test("what is none is left out", async () => {
    const { records } = await recordsFor({}, [
      ["/", { traceparent: "00-zz", "x-amzn-trace-id": "Root=nonsense" }],
    ]);

    for (const name of ["trace_id", "span_id", "trace_flags", "xrayTraceId"])
      expect(records[0]).not.toHaveProperty(name);
  });
});

describe("which requests write a record", () => {
  test("paths and beginnings are ignored", async () => {
    const { records } = await recordsFor({ ignore: ["/health", "/static/*"] }, [
      ["/health?x=1"],
      ["/healthy"],
      ["/static/a.css"],
      ["/static"],
    ]);

    expect(records.map((record) => record["path"])).toEqual(["/healthy", "/static"]);
  });

  test("a sample keeps failures, slow ones and what a function keeps", async () => {
    const sampling = {
      rate: 0,
      keep: (fields: Readonly<Record<string, unknown>>) => fields["path"] === "/kept",
    };

    const { records } = await recordsFor({ sampling }, [["/"], ["/404"], ["/500"], ["/kept"]]);

    expect(records.map((record) => record["path"])).toEqual(["/404", "/500", "/kept"]);
    const slow = await recordsFor({ sampling: { rate: 0, slowMs: 0 } }, [["/"]]);
    expect(slow.records).toHaveLength(4);
  });

  test("one that is kept by chance says how many it stands for", async () => {
    const requests = Array.from({ length: 60 }, () => ["/"] as const);

    const { records } = await recordsFor({ sampling: { rate: 0.5 } }, requests);

    expect(records.length).toBeGreaterThan(5);
    expect(records.length).toBeLessThan(55);
    for (const record of records) expect(record["sampleRate"]).toBe(0.5);
  });

  test("levels can be chosen", async () => {
    const { records } = await recordsFor({ level: ({ status }) => (status === 404 ? "silent" : "warn") }, [
      ["/"],
      ["/404"],
    ]);

    expect(records).toMatchObject([{ path: "/", level: "WARN" }]);
  });
});

describe("what is written of a request", () => {
  test("headers without credentials, whatever was asked for", async () => {
    const { records } = await recordsFor({ headers: true, responseHeaders: true, redact: ["X-Card"] }, [
      [
        "/",
        { authorization: "Bearer abc", "x-card": "4111", "x-plain": "p", cookie: "a=b", "x-api-key": "k" },
      ],
    ]);

    expect(records[0]).toMatchObject({
      headers: {
        authorization: "[REDACTED]",
        cookie: "[REDACTED]",
        "x-api-key": "[REDACTED]",
        "x-card": "[REDACTED]",
        "x-plain": "p",
      },
      responseHeaders: { "set-cookie": "[REDACTED]" },
    });
  });

  test("chosen headers alone", async () => {
    const { records } = await recordsFor({ headers: ["X-Plain"] }, [
      ["/", { "x-plain": "p", "x-other": "o" }],
    ]);

    expect(records[0]!["headers"]).toEqual({ "x-plain": "p" });
  });

  test("the query where it is asked for, without credentials", async () => {
    const target = "/a?page=2&access_token=abc&q=x%20y";

    expect((await recordsFor({}, [[target]])).records.at(-1)!["path"]).toBe("/a");
    expect((await recordsFor({ query: true }, [[target]])).records.at(-1)!["path"]).toBe(
      "/a?page=2&access_token=[REDACTED]&q=x%20y",
    );
    expect((await recordsFor({ query: ["page"] }, [[target]])).records.at(-1)!["path"]).toBe("/a?page=2");
  });

  test("the client that the proxies in front have seen", async () => {
    const headers = { "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.1" };

    const none = await recordsFor({}, [["/", headers]]);
    const two = await recordsFor({ trustedProxies: 2 }, [["/", headers]]);

    expect(none.records.at(-1)!["client"]).toBe("127.0.0.1");
    expect(two.records.at(-1)!["client"]).toBe("203.0.113.7");
  });

  test("further fields in all records of the request, also if they cannot be made", async () => {
    const fields = ({ headers }: { headers: unknown }) => ({
      tenant: (headers as Record<string, string>)["x-tenant"],
    });

    const { records } = await recordsFor({ fields }, [["/", { "x-tenant": "t-1" }]]);
    const failing = await recordsFor({ fields: () => JSON.parse("{") }, [["/"]]);

    expect(records[0]).toMatchObject({ tenant: "t-1" });
    expect(failing.records.at(-1)).toMatchObject({ fieldsError: expect.stringContaining("SyntaxError") });
  });

  test("Cloud Logging gets its httpRequest", async () => {
    await recordsFor({}, [["/500", { "user-agent": "test/1" }]]);

    const [record] = memory.records;
    const members = JSON.parse(`{${entryMembers(record!, undefined, "p").slice(1)}}`);

    expect(members.httpRequest).toMatchObject({
      requestMethod: "GET",
      requestUrl: "/500",
      status: 500,
      responseSize: "2",
      userAgent: "test/1",
      remoteIp: "127.0.0.1",
      latency: expect.stringMatching(/^\d+(\.\d+)?s$/),
    });
    for (const name of Object.keys(members.httpRequest)) expect(HTTP_REQUEST_READERS).toHaveProperty(name);
  });
});

test.each([
  [{ nonsense: 1 }, /nonsense is no option; known are logger/],
  [{ logger: {} }, /logger: expected a logger/],
  [{ sampling: { rate: 2 } }, /sampling.rate: expected a share from 0 to 1, got 2/],
  [{ sampling: { rate: 1, slowMs: -1 } }, /sampling.slowMs/],
  [{ trustedProxies: -1 }, /trustedProxies: expected a whole number/],
  [{ requestIdHeaders: ["bad name"] }, /requestIdHeaders: expected a list of header names/],
  [{ responseIdHeader: "a\r\nb" }, /responseIdHeader/],
])("%o is refused", (options, message) => {
  const make = () => httpLogging(options as never);

  expect(make).toThrow(InvalidHttpLoggingOptionError);
  expect(make).toThrow(message);
});

test("fields added outside of a request go nowhere and say so", () => {
  expect(addFields({ a: 1 })).toBe(false);
});
