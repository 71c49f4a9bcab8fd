import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";

const SIGNED =
  "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/SERVICE/aws4_request, SignedHeaders=host, Signature=" +
  "0".repeat(64);
const PRESIGNED = (service: string) =>
  new URLSearchParams({
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `local/20260101/us-east-1/${service}/aws4_request`,
    "X-Amz-Date": "20260101T000000Z",
    "X-Amz-SignedHeaders": "host",
    "X-Amz-Signature": "0".repeat(64),
  }).toString();

let cloud: LocalCloud;
let port: number;
beforeAll(async () => {
  cloud = await LocalCloud.start({
    clock: "stepped",
    googlePort: false,
    allowedHosts: ["build.example"],
    allowedOrigins: ["http://localhost:5173"],
  });
  port = Number(new URL(cloud.endpoints.aws).port);
});
afterAll(() => cloud.stop());

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function send({ path = "/", method = "POST", headers = {}, body = "{}" }: Sent) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const request = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      request.on("error", reject);
      request.end(method === "GET" ? undefined : body);
    },
  );
}

const signed = (service: string) => ({ authorization: SIGNED.replace("SERVICE", service) });
const listGroups = {
  headers: {
    ...signed("logs"),
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "Logs_20140328.DescribeLogGroups",
    "x-amz-date": "20260101T000000Z",
  },
} satisfies Sent;

/** One call of each protocol that a client may make, and that a page must not. */
const CALLS: Readonly<Record<string, Sent>> = {
  "AWS JSON": listGroups,
  "AWS query": {
    headers: {
      ...signed("sns"),
      "x-amz-date": "20260101T000000Z",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "Action=ListTopics&Version=2010-03-31",
  },
  "AWS query by GET": {
    method: "GET",
    path: `/?Action=ListTopics&Version=2010-03-31&${PRESIGNED("sns")}`,
  },
  Lambda: {
    method: "GET",
    path: "/2015-03-31/functions/",
    headers: { ...signed("lambda"), "x-amz-date": "20260101T000000Z" },
  },
  "Google REST": {
    path: "/v2/entries:list",
    headers: { "content-type": "application/json" },
    body: '{"resourceNames":["projects/local-project"]}',
  },
  control: { method: "GET", path: "/_cumulog/clock" },
};

describe.each(Object.entries(CALLS))("a request in %s", (_, call) => {
  const withHeaders = (headers: Sent["headers"]) =>
    send({ ...call, headers: { ...call.headers, ...headers } });

  test("is answered when a client sends it", async () => {
    expect((await send(call)).status).toBe(200);
  });

  test.each([
    ["foreign name", { host: "attacker.example" }],
    ["foreign name that begins like ours", { host: "localhost.attacker.example" }],
    ["foreign name that ends like ours", { host: "notlocalhost" }],
    ["foreign address", { host: "10.0.0.9" }],
    ["foreign origin", { origin: "http://attacker.example" }],
    ["other port of this machine", { origin: "http://127.0.0.1:9999" }],
    ["opaque origin", { origin: "null" }],
    ["cross-site fetch", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["same-site fetch", { "sec-fetch-site": "same-site" }],
    ["unknown kind of site", { "sec-fetch-site": "nonsense" }],
  ])("is refused with: %s", async (_name, headers) => {
    const { status, text } = await withHeaders(headers);

    expect(status).toBe(403);
    expect(text).toMatch(/refused/);
  });

  test("is answered to a web application that was allowed, which may read the answer", async () => {
    const { status, headers } = await withHeaders({
      origin: "http://localhost:5173",
      "sec-fetch-site": "same-site",
    });

    expect(status).toBe(200);
    expect(headers["access-control-allow-origin"]).toBe("http://localhost:5173");
  });

  test.each(["localhost", "LOCALHOST", "shop.localhost", "127.0.0.1", "127.9.9.9", "[::1]", "build.example"])(
    "is answered by the name %s",
    async (name) => {
      expect((await withHeaders({ host: `${name}:${port}` })).status).toBe(200);
    },
  );
});

describe("what a browser sends without asking first", () => {
  test.each([
    "text/plain",
    "text/plain;charset=UTF-8",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
  ])("makes nothing with the content type '%s'", async (type) => {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const tries: Sent[] = [
      { path: `/2015-03-31/functions/?${PRESIGNED("lambda")}`, headers, body: '{"FunctionName":"made"}' },
      { path: `/2015-03-31/functions/made/invocations?${PRESIGNED("lambda")}`, headers },
      { path: `/?Action=CreateTopic&Name=made&Version=2010-03-31&${PRESIGNED("sns")}`, headers },
      {
        path: `/?${PRESIGNED("sqs")}`,
        headers,
        body: "Action=CreateQueue&QueueName=made&Version=2012-11-05",
      },
      { path: "/v2/entries:write", headers, body: '{"entries":[]}' },
      { path: "/_cumulog/clock", headers, body: '{"speed":60}' },
    ];
    for (const call of tries) expect((await send(call)).status, call.path).toBe(415);
  });

  test("makes nothing by a presigned GET", async () => {
    const path = `/?Action=CreateTopic&Name=made&Version=2010-03-31&${PRESIGNED("sns")}`;
    const { status } = await send({ method: "GET", path });

    expect(status).toBe(403);
  });

  test("refuses an Action that is hidden behind a harmless one", async () => {
    const path = `/?Action=ListTopics&Action=CreateTopic&Name=made&${PRESIGNED("sns")}`;

    expect((await send({ method: "GET", path })).status).toBe(403);
  });
});

test("a preflight of a foreign page is refused, that of an allowed application answered", async () => {
  const preflight = (origin: string) =>
    send({
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-amz-target",
      },
    });

  expect((await preflight("http://attacker.example")).status).toBe(403);
  const { status, headers } = await preflight("http://localhost:5173");
  expect([status, headers["access-control-allow-headers"]]).toEqual([204, "x-amz-target"]);
});

test("two Host headers are refused", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.end(
    "GET /_cumulog/clock HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example\r\nConnection: close\r\n\r\n",
  );
  const answer = (await socket.setEncoding("utf8").toArray()).join("");

  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test("no headers of a page get a function made, whatever they are", async () => {
  const token = fc.constantFrom(
    "host",
    "origin",
    "sec-fetch-site",
    "sec-fetch-mode",
    "content-type",
    "referer",
  );
  const value = fc.oneof(
    fc.constantFrom(
      "http://attacker.example",
      "null",
      "cross-site",
      "navigate",
      "text/plain",
      "text/plain, application/json",
      "application/x-www-form-urlencoded",
    ),
    fc.string({ unit: "grapheme-ascii", maxLength: 40 }).map((text) => text.trim()),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(token, value), { maxLength: 6 }), async (pairs) => {
      // What a page cannot do: send another content type without having asked.
      const headers = Object.fromEntries(
        pairs.filter(
          ([name, text]) =>
            name !== "content-type" || /^(text\/plain|application\/x-www|multipart)/.test(text),
        ),
      );
      const { status } = await send({
        path: `/2015-03-31/functions/?${PRESIGNED("lambda")}`,
        headers: { ...headers, origin: headers["origin"] ?? "http://attacker.example" },
        body: '{"FunctionName":"made","Code":{"InlineSource":"exports.handler = 1"}}',
      });
      expect([400, 403, 415]).toContain(status);
    }),
    { numRuns: 300 },
  );
});

test.each(["InlineSource", "LocalFolder"])("%s is refused from outside of the process", async (member) => {
  const { status, text } = await send({
    path: "/2015-03-31/functions/",
    headers: { ...signed("lambda"), "x-amz-date": "20260101T000000Z", "content-type": "application/json" },
    body: JSON.stringify({
      FunctionName: "made",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: "arn:aws:iam::123456789012:role/r",
      Code: { [member]: "/" },
    }),
  });

  expect(status).toBe(400);
  expect(text).toContain(`${member} is not a member of Lambda's API`);
});

test.each([1e308, 86_401, -1, Number.NaN])("the clock's speed %d is refused", async (speed) => {
  const { status, text } = await send({
    path: "/_cumulog/clock",
    headers: { "content-type": "application/json" },
    body: `{"speed":${Number.isNaN(speed) ? '"fast"' : speed}}`,
  });

  expect(status).toBe(400);
  expect(text).toContain("expected a number from 0 to 86400");
});

test.each([8.64e15, 1e300])("a time beyond the calendar, %d, is refused", async (to) => {
  const { status } = await send({
    path: "/_cumulog/clock",
    headers: { "content-type": "application/json" },
    body: `{"to":${to}}`,
  });

  expect(status).toBe(400);
});
