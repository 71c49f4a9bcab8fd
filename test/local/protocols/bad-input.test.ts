import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await LocalCloud.start({ googlePort: false });
  for (const operation of ["CreateLogGroup", "CreateLogStream"])
    await fetch(cloud.endpoints.aws, {
      method: "POST",
      headers: logs(operation),
      body: '{"logGroupName": "g", "logStreamName": "s"}',
    });
});
afterAll(() => cloud.stop());

function headersFor(service: string, others: Record<string, string>): Record<string, string> {
  return {
    "x-amz-date": "20260101T000000Z",
    authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
    ...others,
  };
}

const json = (service: string, target: string, others: Record<string, string> = {}) =>
  headersFor(service, {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": target,
    ...others,
  });
const logs = (operation: string, others?: Record<string, string>) =>
  json("logs", `Logs_20140328.${operation}`, others);
const FORM = headersFor("monitoring", { "content-type": "application/x-www-form-urlencoded" });
const METRICS = json("monitoring", "GraniteServiceVersion20100801.PutMetricData");
const GZIP = { "content-encoding": "gzip" };

const MEBIBYTE = 1_048_576;
/** Half a gigabyte of blanks in half a megabyte. */
const bomb = () => gzipSync(Buffer.alloc(512 * MEBIBYTE, " "));
const events = (size: number, count: number) =>
  JSON.stringify({
    logGroupName: "g",
    logStreamName: "s",
    logEvents: Array.from({ length: count }, () => ({ timestamp: Date.now(), message: "x".repeat(size) })),
  });

interface Case {
  readonly path?: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
  readonly status: number;
  readonly code: string;
}

const CASES: Record<string, () => Case> = {
  "JSON that ends too early": () => ({
    headers: logs("PutLogEvents"),
    body: '{"logGroupName": "g", "logEvents": [{',
    status: 400,
    code: "SerializationException",
  }),
  "a list instead of an object": () => ({
    headers: logs("CreateLogGroup"),
    body: "[]",
    status: 400,
    code: "SerializationException",
  }),
  "a number where a name belongs": () => ({
    headers: logs("CreateLogStream"),
    body: '{"logGroupName": 12, "logStreamName": {}}',
    status: 400,
    code: "SerializationException",
  }),
  "a hundred thousand nested lists": () => ({
    headers: logs("PutLogEvents"),
    body: `{"logGroupName": "g", "logStreamName": "s", "logEvents": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
    status: 400,
    code: "SerializationException",
  }),
  "an operation that there is not": () => ({
    headers: logs("MakeLogsVanish"),
    body: "{}",
    status: 400,
    code: "UnknownOperationException",
  }),
  "a target of no service": () => ({
    headers: json("logs", "Weather_2026.Rain"),
    body: "{}",
    status: 400,
    code: "UnknownOperationException",
  }),
  "an operation named like a property of every object": () => ({
    headers: logs("constructor"),
    body: "{}",
    status: 400,
    code: "UnknownOperationException",
  }),
  "a service that is not here": () => ({
    headers: headersFor("ec2", { "content-type": "application/x-www-form-urlencoded" }),
    body: "Action=RunInstances&Version=2016-11-15&RoleName=r",
    status: 400,
    code: "does not have the service 'ec2'",
  }),
  "two megabytes of events": () => ({
    headers: logs("PutLogEvents"),
    body: events(200_000, 10),
    status: 400,
    code: "InvalidParameterException",
  }),
  "eleven megabytes of JSON": () => ({
    headers: logs("PutLogEvents"),
    body: events(1_100_000, 10),
    status: 413,
    code: "RequestEntityTooLargeException",
  }),
  "a gzip bomb": () => ({
    headers: logs("PutLogEvents", GZIP),
    body: bomb(),
    status: 413,
    code: "RequestEntityTooLargeException",
  }),
  "a gzip bomb of metrics": () => ({
    headers: { ...METRICS, ...GZIP },
    body: bomb(),
    status: 413,
    code: "RequestEntityTooLargeException",
  }),
  "gzip that is none": () => ({
    headers: { ...METRICS, ...GZIP },
    body: "no gzip",
    status: 400,
    code: "SerializationException",
  }),
  "an unknown encoding": () => ({
    headers: { ...METRICS, "content-encoding": "lzma" },
    body: "{}",
    status: 415,
    code: "UnsupportedMediaTypeException",
  }),
  "a form whose number is none": () => ({
    headers: FORM,
    body: "Action=PutMetricData&Version=2010-08-01&Namespace=N&MetricData.member.1.MetricName=m&MetricData.member.1.Value=many",
    status: 400,
    code: "MalformedInput",
  }),
  "a form without an action": () => ({
    headers: FORM,
    body: "Namespace=N",
    status: 400,
    code: "MissingAction",
  }),
  "CBOR that is cut off": () => ({
    path: "/service/GraniteServiceVersion20100801/operation/PutMetricData",
    headers: headersFor("monitoring", {
      "content-type": "application/cbor",
      "smithy-protocol": "rpc-v2-cbor",
    }),
    body: Buffer.from([0xbf, 0x64, 0x4e]),
    status: 400,
    code: "SerializationException",
  }),
  "no signature": () => ({
    headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": "Logs_20140328.PutLogEvents" },
    body: "{}",
    status: 403,
    code: "MissingAuthenticationTokenException",
  }),
  "another region": () => ({
    headers: {
      ...logs("DescribeLogGroups"),
      authorization: logs("DescribeLogGroups")["authorization"]!.replace("us-east-1", "us-west-2"),
    },
    body: "{}",
    status: 403,
    code: "InvalidSignatureException",
  }),
};

test.each(Object.keys(CASES))("%s is refused with its code, and the cloud lives", async (name) => {
  const { path = "/", headers, body, status, code } = CASES[name]!();
  const before = process.memoryUsage().rss;

  const response = await fetch(cloud.endpoints.aws + path, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  const answer = Buffer.from(await response.arrayBuffer()).toString("latin1");

  expect({ status: response.status, answer }).toEqual({ status, answer: expect.stringContaining(code) });
  expect(process.memoryUsage().rss - before).toBeLessThan(256 * MEBIBYTE);
  const alive = await fetch(cloud.endpoints.aws, {
    method: "POST",
    headers: logs("DescribeLogGroups"),
    body: "{}",
  });
  expect(alive.status).toBe(200);
});
