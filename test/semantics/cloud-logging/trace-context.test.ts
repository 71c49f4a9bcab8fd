import { describe, expect, it } from "vitest";
import { parseTraceHeader, parseTraceHeaders } from "../../../lib/semantics/cloud-logging/trace-context.ts";

const NONE = { trace: null, spanId: null, traceSampled: false };

describe("parseTraceHeader", () => {
  it("reads X-Amzn-Trace-Id", () => {
    const value = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

    expect(parseTraceHeader("X-Amzn-Trace-Id", value)).toEqual({
      trace: "5759e988bd862e3fe1be46a994272793",
      spanId: "53995c3f42cd8ad8",
      traceSampled: true,
    });
    expect(parseTraceHeader("X-Amzn-Trace-Id", "Self=1-2-3;Sampled=?")).toEqual(NONE);
  });

  it("takes later versions of traceparent and refuses impossible ones", () => {
    const ids = "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331";

    expect(parseTraceHeader("traceparent", `cc-${ids}-03-more`).traceSampled).toBe(true);
    expect(parseTraceHeader("traceparent", `00-${ids}-03-more`)).toEqual(NONE);
    expect(parseTraceHeader("traceparent", `ff-${ids}-01`)).toEqual(NONE);
    expect(parseTraceHeader("traceparent", `00-${"0".repeat(32)}-b7ad6b7169203331-01`)).toEqual(NONE);
    expect(
      parseTraceHeader("traceparent", `00-0af7651916cd43dd8448eb211c80319c-${"0".repeat(16)}-01`),
    ).toEqual(NONE);
  });

  it("knows no other header", () => {
    expect(parseTraceHeader("x-b3-traceid", "80f198ee56343ba864fe8b2a57d3eff7")).toEqual(NONE);
  });
});

describe("parseTraceHeaders", () => {
  it("prefers traceparent, then Google's header, then AWS's", () => {
    const headers = {
      "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793",
      "X-Cloud-Trace-Context": ["105445aa7843bc8bf206b120001000/1;o=1"],
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };
    const { traceparent, ...google } = headers;

    expect(parseTraceHeaders(headers).spanId).toBe("b7ad6b7169203331");
    expect(parseTraceHeaders(new Headers({ traceparent })).spanId).toBe("b7ad6b7169203331");
    expect(parseTraceHeaders(google).spanId).toBe("1");
    expect(parseTraceHeaders({ ...google, traceparent: "broken" }).spanId).toBe("1");
    expect(parseTraceHeaders({})).toEqual(NONE);
  });
});
