import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { connectionAdvice } from "../../../lib/delivery/connection-trouble.ts";
import { classifyOtlpError } from "../../../lib/handlers/otlp/classify.ts";
import { OtlpHandler } from "../../../lib/handlers/otlp/index.ts";
import { OtlpError } from "../../../lib/handlers/otlp/otlp-answer.ts";
import { otlpSettings } from "../../../lib/handlers/otlp/otlp-settings.ts";

const url = (options: object, environment: Record<string, string>) =>
  otlpSettings(options, environment).url.href;

describe("OpenTelemetry's variables", () => {
  it.each([
    [{}, "http://localhost:4318/v1/logs"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }, "http://collector:4318/v1/logs"],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "https://host/base/" }, "https://host/base/v1/logs"],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://a", OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://b/own" },
      "http://b/own",
    ],
  ])("%j give the address %s", (environment, expected) => {
    expect(url({}, environment as Record<string, string>)).toBe(expected);
    expect(url({ url: "http://mine/x" }, environment as Record<string, string>)).toBe("http://mine/x");
  });

  it("give headers, those for logs and the options' winning, with their values decoded", () => {
    const { headers } = otlpSettings(
      { headers: { "X-Third": "options" } },
      {
        OTEL_EXPORTER_OTLP_HEADERS: "api-key=a%20b, X-Second=all,x-third=all,broken",
        OTEL_EXPORTER_OTLP_LOGS_HEADERS: "x-second=logs",
      },
    );

    expect(headers).toEqual({ "api-key": "a b", "x-second": "logs", "x-third": "options" });
  });

  it("give compression, protocol, time and certificates", () => {
    const folder = mkdtempSync(join(tmpdir(), "otlp-settings-"));
    const [ca, cert, key] = ["ca", "cert", "key"].map((name) => {
      writeFileSync(join(folder, name), name);
      return join(folder, name);
    }) as [string, string, string];
    const settings = otlpSettings(
      {},
      {
        OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
        OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: "none",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_EXPORTER_OTLP_TIMEOUT: "1234",
        OTEL_EXPORTER_OTLP_CERTIFICATE: ca,
        OTEL_EXPORTER_OTLP_LOGS_CLIENT_CERTIFICATE: cert,
        OTEL_EXPORTER_OTLP_CLIENT_KEY: key,
      },
    );

    expect(settings).toMatchObject({ compress: false, protocol: "http/json", requestTimeoutMs: 1234 });
    expect([settings.sockets.ca, settings.sockets.cert, settings.sockets.key].map(String)).toEqual([
      "ca",
      "cert",
      "key",
    ]);
  });

  it("that cannot be used are named", () => {
    expect(() => otlpSettings({}, { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" })).toThrow(
      'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; use http/protobuf or http/json',
    );
    expect(() => otlpSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: "collector" })).toThrow(/no address/);
    expect(() => otlpSettings({}, { OTEL_EXPORTER_OTLP_CERTIFICATE: "/none.pem" })).toThrow(
      "OTEL_EXPORTER_OTLP_CERTIFICATE: the file /none.pem cannot be read (ENOENT)",
    );
  });
});

describe("an address", () => {
  it.each([
    ["https://logs.eu-west-1.amazonaws.com/v1/logs", "aws", 10_000],
    ["https://logs-fips.us-east-1.amazonaws.com/v1/logs", "aws", 10_000],
    ["https://telemetry.googleapis.com/v1/logs", "google", 2_000],
    ["https://collector.example.com/v1/logs", "none", 2_000],
  ])("%s asks for %s and %d records", (address, type, records) => {
    const { auth, limits } = otlpSettings({ url: address }, {});
    expect(auth).toEqual({ type });
    expect(limits.maximumItems).toBe(records);
  });

  it("of CloudWatch comes of the log group and the Region, or of AWS_ENDPOINT_URL", () => {
    const group = { logGroupName: "/shop/orders" };
    expect(url(group, { AWS_REGION: "eu-west-1" })).toBe("https://logs.eu-west-1.amazonaws.com/v1/logs");
    expect(url({ ...group, auth: { type: "aws", region: "us-east-2" } }, { AWS_REGION: "eu-west-1" })).toBe(
      "https://logs.us-east-2.amazonaws.com/v1/logs",
    );
    expect(url(group, { AWS_ENDPOINT_URL: "http://127.0.0.1:4566" })).toBe("http://127.0.0.1:4566/v1/logs");
    expect(() => url(group, {})).toThrow(/the Region of logGroupName is not known/);
    expect(otlpSettings(group, { AWS_REGION: "eu-west-1" }).headers).toEqual({
      "x-aws-log-group": "/shop/orders",
      "x-aws-log-stream": "default",
    });
  });

  it("with a password is refused, and no secret is repeated", () => {
    const attempt = () => new OtlpHandler({ url: "http://ann:s3cret@host/v1/logs" });
    expect(attempt).toThrow(/user or password/);
    expect(attempt).not.toThrow(/s3cret/);
    expect(() => new OtlpHandler({ url: "ftp://s3cret" })).toThrow(/url .*an address such as/);
    expect(() => new OtlpHandler({ url: "ftp://s3cret" })).not.toThrow(/s3cret/);
  });
});

describe("a refusal", () => {
  const verdict = (status: number, retryAfter?: string) =>
    classifyOtlpError(new OtlpError(status, "refused", { retryAfter }));

  it.each([429, 502, 503, 504])("with HTTP %d is tried again, after the wait it asks for", (status) => {
    expect(verdict(status)).toMatchObject({ kind: "retry", retryAfterMs: 0, mayBeContent: false });
    expect(verdict(status, "7")).toMatchObject({ kind: "retry", retryAfterMs: 7_000 });
  });

  it.each([
    [400, "bisect"],
    [413, "bisect"],
    [401, "fatal"],
    [403, "fatal"],
    [404, "fatal"],
    [415, "fatal"],
  ])("with HTTP %d asks to %s", (status, kind) => {
    expect(verdict(status).kind).toBe(kind);
  });

  it("of a connection that cannot work says what to do", () => {
    const error = Object.assign(new Error("self-signed certificate"), {
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    expect(classifyOtlpError(error)).toEqual({
      kind: "fatal",
      reason: "certificate",
      advice: connectionAdvice("The OTLP endpoint", "certificate"),
    });
  });
});
