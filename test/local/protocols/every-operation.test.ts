import { Agent, request } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";
import type { CloudService } from "../../../local/kernel/cloud.ts";
import { bindingOf, type ServiceModel, shapeOf, structureOf } from "../../../local/kernel/model.ts";
import { SERVICES } from "../../../local/services/list.ts";

/** Longer than any answer takes that is on its way at all. */
const PATIENCE = 20_000;

const nested = (depth: number): unknown =>
  JSON.parse(`${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`) as unknown;

/** Values of every kind that a member may be given, and that few members take. */
const ANY: readonly unknown[] = [
  null,
  true,
  5,
  -1,
  1.5,
  1e308,
  "",
  "x",
  "constructor",
  "__proto__",
  "a:b/c d\u0000\ud800",
  "arn:aws:sqs:us-east-1:123456789012:gone",
  [],
  [1],
  [null],
  ["constructor", "x", "x"],
  {},
  { a: 1 },
  { constructor: "x", toString: [1] },
  [{ constructor: {} }],
  nested(20),
];

/** Of every kind of value one or two: what a member gets while the others fit. */
const FEW: readonly unknown[] = [null, true, -1, "", "constructor", [1], { constructor: "x" }];

/** Values too large or too deep for any member. */
const HUGE: readonly unknown[] = [
  "z".repeat(200_000),
  Array.from({ length: 5_000 }, (_, index) => index),
  Array.from({ length: 2_000 }, () => ({ a: "b" })),
  Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, "v"])),
  nested(1_000),
];

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await LocalCloud.start({ googlePort: false, clock: "stepped" });
});
afterAll(() => cloud.stop());

interface Wire {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How an input of any kind looks in the service's own protocol. */
function wireOf({ model }: CloudService, operation: string, input: Record<string, unknown>): Wire {
  if (model.protocol === "json")
    return {
      method: "POST",
      path: "/",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `${model.target}.${operation}`,
      },
      body: JSON.stringify(input),
    };
  if (model.protocol === "query") {
    const form = new URLSearchParams({ Action: operation, Version: model.version });
    for (const [name, value] of Object.entries(input)) addToForm(form, name, value);
    return {
      method: "POST",
      path: "/",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    };
  }
  return restOf(model, operation, input);
}

function addToForm(form: URLSearchParams, name: string, value: unknown, depth = 0): void {
  if (depth > 40 || form.size > 2_000) return;
  if (Array.isArray(value))
    value.forEach((item, index) => {
      addToForm(form, `${name}.member.${index + 1}`, item, depth + 2);
    });
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) addToForm(form, `${name}.${key}`, item, depth + 1);
  else form.append(name, String(value));
}

function xmlOf(value: unknown, depth = 0): string {
  if (depth > 60) return "";
  if (Array.isArray(value)) return value.map((item) => `<member>${xmlOf(item, depth + 1)}</member>`).join("");
  if (typeof value !== "object" || value === null) return String(value).replaceAll(/[<&\u0000]/g, "");
  return Object.entries(value)
    .map(([name, item]) => `<${name}>${xmlOf(item, depth + 1)}</${name}>`)
    .join("");
}

/** Members that the path and the query hold are texts there; whatever else is given goes into the body. */
function restOf(model: ServiceModel, operation: string, input: Record<string, unknown>): Wire {
  const { http, input: shape } = model.operations[operation]!;
  const members = structureOf(model, shape)?.members ?? {};
  const [method, template] = http!;
  const rest = { ...input };
  const query = new URLSearchParams();
  let path = template;
  for (const [name, reference] of Object.entries(members)) {
    const binding = bindingOf(reference);
    const value = rest[name];
    const text = (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, 2_000);
    if (binding.in === "label")
      path = path.replace(`{${name}}`, encodeURIComponent(text.toWellFormed()) || "-");
    if (binding.in === "query" && value !== undefined) query.append(binding.name ?? name, text);
    if (binding.in !== undefined) delete rest[name];
  }
  const search = query.size > 0 ? `${path.includes("?") ? "&" : "?"}${query}` : "";
  const bodiless = method === "GET" || method === "HEAD" || method === "DELETE";
  const body = model.protocol === "rest-xml" ? `<Root>${xmlOf(rest)}</Root>` : JSON.stringify(rest);
  return { method, path: path + search, headers: {}, ...(!bodiless && { body }) };
}

/** Of `node:http`, which costs a third of what `fetch` does. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
afterAll(() => agent.destroy());

/** The status of an answer; a stream that has begun is one. */
function send(service: CloudService, { method, path, headers, body }: Wire): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(cloud.endpoints.aws + path, {
      agent,
      method,
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        "x-amz-date": "20260101T000000Z",
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/${service.signedAs}/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
        ...headers,
      },
    });
    call.on("error", reject);
    call.on("response", (answer) => {
      if (answer.headers["content-type"]?.includes("eventstream")) {
        resolve(answer.statusCode!);
        answer.destroy();
        return;
      }
      answer.on("error", reject);
      answer.resume().on("end", () => resolve(answer.statusCode!));
    });
    call.end(body);
  });
}

/** A value that a member would take, so that what is wrong beside it is looked at. */
function fitting(model: ServiceModel, reference: Parameters<typeof bindingOf>[0], depth = 0): unknown {
  const shape = shapeOf(model, reference);
  switch (shape.type) {
    case "string":
      return shape.values?.[0] ?? "x".repeat(Math.max(1, shape.min ?? 1));
    case "list":
      return depth > 3 ? [] : [fitting(model, shape.of, depth + 1)];
    case "map":
      return depth > 3 ? {} : { [String(fitting(model, shape.key))]: fitting(model, shape.of, depth + 1) };
    case "structure":
      return Object.fromEntries(
        (depth > 3 ? [] : Object.keys(shape.members)).map((name) => [
          name,
          fitting(model, shape.members[name]!, depth + 1),
        ]),
      );
    case "boolean":
      return true;
    case "blob":
      return "eA==";
    default:
      return "min" in shape ? (shape.min ?? 1) : 1;
  }
}

describe.each(Object.keys(SERVICES))("%s", async (name) => {
  const { service } = await SERVICES[name]!();
  const { model } = service;

  test.each(Object.keys(service.operations))(
    "%s answers whatever it is given, and never fails itself",
    async (operation) => {
      const members = structureOf(model, model.operations[operation]?.input)?.members ?? {};
      const names = Object.keys(members);
      const fit = Object.fromEntries(names.map((member) => [member, fitting(model, members[member]!)]));
      const inputs = [
        {},
        fit,
        ...[...ANY, ...HUGE].map((value) => Object.fromEntries(names.map((member) => [member, value]))),
        ...names.flatMap((member) => FEW.map((value) => ({ ...fit, [member]: value }))),
      ];

      const failed: string[] = [];
      for (const input of inputs) {
        const status = await send(service, wireOf(service, operation, input));
        if (status >= 500) failed.push(`${status}: ${JSON.stringify(input).slice(0, 300)}`);
      }

      expect(failed).toEqual([]);
    },
    120_000,
  );

  test("has a model of every operation, and no operation more", () => {
    expect(Object.keys(service.operations).sort()).toEqual(Object.keys(model.operations).sort());
    expect(service.signedAs).toBe(name);
  });
});
