import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LocalCloud } from "../../local/index.ts";
import type { Cloud } from "../../local/kernel/cloud.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;
let foreign: Server;
let local: LocalCloud;
let cloud: Cloud;
/** Where the page of somebody else comes from. */
let origin: string;

beforeAll(async () => {
  local = await LocalCloud.start({
    clock: "stepped",
    routes: (inner) => {
      cloud = inner;
      return [];
    },
  });
  foreign = createServer((_request, response) => {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end(`<!doctype html><title>elsewhere</title><body><script>${ATTACK}</script>`);
  }).listen(0, "127.0.0.1");
  await once(foreign, "listening");
  origin = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  foreign?.close();
  await local?.stop();
});

const presigned = (service: string) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local%2F20260101%2Fus-east-1%2F${service}%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=${"0".repeat(64)}`;

const FUNCTION = JSON.stringify({
  FunctionName: "made",
  Runtime: "nodejs24.x",
  Handler: "index.handler",
  Role: "arn:aws:iam::123456789012:role/r",
  Code: { InlineSource: "exports.handler = async () => 1" },
});

/** Everything that a page can send without being asked for permission, and what it must ask for. */
const ATTACK = `async function attack([url, type, body]) {
  const attempts = [
    { method: "POST", mode: "no-cors", headers: { "content-type": type }, body },
    { method: "POST", mode: "no-cors", body: new Blob([body]) },
    { method: "GET", mode: "no-cors" },
    { method: "POST", headers: { "content-type": "application/json" }, body },
    { method: "POST", headers: { "x-amz-target": "Logs_20140328.CreateLogGroup" }, body },
    { method: "PUT", body },
  ];
  for (const attempt of attempts) await fetch(url, attempt).catch(() => undefined);
  navigator.sendBeacon(url, body);
  const image = new Image();
  const seen = new Promise((resolve) => { image.onload = image.onerror = resolve; });
  image.src = url;
  await seen;
}
function submit([url, , body]) {
  const form = document.body.appendChild(document.createElement("form"));
  Object.assign(form, { method: "post", action: url, enctype: "text/plain" });
  const field = form.appendChild(document.createElement("input"));
  field.name = body.slice(0, 1);
  field.value = body.slice(1);
  form.submit();
}`;

/** What a page can send to each protocol's endpoint: path, content type, body. */
const ATTACKS: readonly (readonly [protocol: string, path: string, type: string, body: string])[] = [
  ["Lambda", `/2015-03-31/functions/?${presigned("lambda")}`, "text/plain", FUNCTION],
  [
    "Lambda's invocations",
    `/2015-03-31/functions/made/invocations?${presigned("lambda")}`,
    "text/plain",
    "{}",
  ],
  [
    "query",
    `/?${presigned("sns")}`,
    "application/x-www-form-urlencoded",
    "Action=CreateTopic&Name=made&Version=2010-03-31",
  ],
  [
    "query in the address",
    `/?Action=CreateTopic&Name=made&Version=2010-03-31&${presigned("sns")}`,
    "text/plain",
    "",
  ],
  ["JSON", `/?${presigned("logs")}`, "text/plain", '{"logGroupName":"made"}'],
  [
    "CBOR",
    `/service/GraniteServiceVersion20100801/operation/PutDashboard?${presigned("monitoring")}`,
    "text/plain",
    "{}",
  ],
  [
    "Google's REST",
    "/v2/entries:write",
    "text/plain",
    '{"logName":"projects/local-project/logs/made","entries":[{"textPayload":"x"}]}',
  ],
  ["control", "/_cumulog/clock", "text/plain", '{"speed":60}'],
  [
    "the page's API",
    "/_cumulog/call",
    "text/plain",
    '{"service":"sns","operation":"CreateTopic","input":{"Name":"made"}}',
  ],
];

test.each(ATTACKS)("a page of another site gets nothing done through %s", async (_, path, type, body) => {
  const page = await browser.newPage();
  await page.goto(origin);

  await page.evaluate(`attack(${JSON.stringify([`${local.endpoints.aws}${path}`, type, body])})`);
  const answered = page.waitForEvent("response", (response) =>
    response.url().startsWith(local.endpoints.aws),
  );
  await page.evaluate(`submit(${JSON.stringify([`${local.endpoints.aws}${path}`, type, body])})`);
  expect([403, 415]).toContain((await answered).status());
  await page.close();

  expect(await cloud.call("lambda", "ListFunctions")).toEqual({ Functions: [] });
  expect(await cloud.call("sns", "ListTopics")).toEqual({ Topics: [] });
  expect(await cloud.call("logs", "DescribeLogGroups")).toEqual({ logGroups: [] });
  expect(await cloud.call("monitoring", "ListDashboards")).toMatchObject({ DashboardEntries: [] });
  expect(local.clock.speed).toBe(0);
  const entries = await fetch(`${local.endpoints.aws}/v2/entries:list`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"resourceNames":["projects/local-project"]}',
  });
  expect(await entries.json()).toEqual({ entries: [] });
});

test("a page gets nothing done through the port of Google's gRPC", async () => {
  const page = await browser.newPage();
  await page.goto(origin);

  const answered = await page.evaluate(async (url) => {
    for (const type of ["text/plain", "application/grpc-web+proto", "application/grpc-web-text"])
      await fetch(`${url}/google.logging.v2.LoggingServiceV2/WriteLogEntries`, {
        method: "POST",
        mode: type === "text/plain" ? "no-cors" : "cors",
        headers: { "content-type": type },
        body: "AAAAAAA=",
      }).then(
        () => true,
        () => false,
      );
    return fetch(`${url}/`, { mode: "no-cors" }).then(
      () => true,
      () => false,
    );
  }, `http://${local.endpoints.google}`);

  expect(answered).toBe(false);
});
