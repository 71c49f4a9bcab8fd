import { credentials, makeClientConstructor } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LocalCloud } from "../../../local/index.ts";
import type { FieldType, MessageType, ValueType } from "../../../local/kernel/google/proto/proto-types.ts";
import { messageFromJson } from "../../../local/protocols/google/message-codec.ts";
import { definitionsOf } from "../../../local/protocols/google/proto-definitions.ts";
import { GOOGLE_SERVICES } from "../../../local/services/list.ts";
import { PROTOS } from "../../../scripts/models/sources.ts";

import type { CallError } from "./google-cloud.ts";

/** Longer than any answer takes that is on its way at all. */
const PATIENCE = 20_000;

const nested = (depth: number): unknown =>
  JSON.parse(`${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`) as unknown;

/** Values of every kind, and some that are too large or too deep for any member. */
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
  "projects/p",
  "projects/p/locations/global/buckets/_Default",
  [],
  [1],
  [null],
  ["constructor", "x", "x"],
  {},
  { a: 1 },
  { constructor: "x", toString: [1] },
  [{ constructor: {} }],
  nested(20),
  "z".repeat(200_000),
  Array.from({ length: 5_000 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, "v"])),
  nested(1_000),
];

/** Of every kind of value one or two: what a member gets while the others fit. */
const FEW: readonly unknown[] = [null, true, -1, "", "constructor", "projects/p", [1], { constructor: "x" }];

let cloud: LocalCloud;
beforeAll(async () => {
  cloud = await LocalCloud.start({ clock: "stepped" });
});
afterAll(() => cloud.stop());

/** A value that a member would take, so that what is wrong beside it is looked at. */
function fitting({ type, repeated, map, name }: FieldType, depth = 0): unknown {
  const value = fittingValue(type, name, depth);
  if (repeated) return depth > 3 ? [] : [value];
  return map ? { k: value } : value;
}

function fittingValue(type: ValueType, name: string, depth: number): unknown {
  switch (type.kind) {
    case "message":
      return depth > 3 ? {} : fittingMessage(type.message, depth + 1);
    case "enum":
      return Object.keys(type.values).at(-1);
    case "known":
      return {
        timestamp: "2026-01-01T00:00:00Z",
        duration: "60s",
        fieldMask: "description",
        struct: { a: 1 },
        value: 1,
        list: [1],
        any: { "@type": "a/b.C" },
      }[type.known];
    default:
      if (type.scalar !== "string") return type.scalar === "bool" ? true : 1;
      return /^(?:parent|name)$|Name$/.test(name) ? "projects/p" : "x";
  }
}

/** One member of each group. */
function fittingMessage(message: MessageType, depth = 0): Record<string, unknown> {
  const left = new Set(Object.values(message.oneofs).flatMap(([, ...others]) => others));
  return Object.fromEntries(
    [...message.fields.values()]
      .filter(({ name, outputOnly }) => !left.has(name) && !outputOnly)
      .map((field) => [field.name, fitting(field, depth)]),
  );
}

describe.each(GOOGLE_SERVICES)("$name", async ({ load }) => {
  const { service } = await load();
  const { types } = service;

  const definitions = definitionsOf(types.model);
  const clientOf = (method: string) => {
    const definition = definitions.services.find((one) => Object.hasOwn(one, method))!;
    const Client = makeClientConstructor(definition, "Any");
    return new Client(cloud.endpoints.google, credentials.createInsecure());
  };

  /** Ways to write a method's address with the members that stand in it. */
  async function send(method: string, input: Record<string, unknown>): Promise<number> {
    const [verb, template, body] = types.methods.get(method)!.http[0]!;
    const rest = { ...input };
    const path = template.replace(/\{(\w+)(?:\.\w+)*(?:=([^}]+))?\}/g, (_, name: string, pattern = "*") => {
      const member = name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      const value = rest[member];
      delete rest[member];
      const text = (typeof value === "string" ? value : JSON.stringify(value ?? "x")).slice(0, 1_000);
      const part = encodeURIComponent(text.toWellFormed()) || "x";
      return (pattern as string).replaceAll("*", part);
    });
    const query = new URLSearchParams();
    if (body !== "*")
      for (const [name, value] of Object.entries(rest))
        if (name !== body)
          query.append(
            name,
            (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, 2_000),
          );
    const content =
      body === "*"
        ? rest
        : body && rest[body.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
    const response = await fetch(`${cloud.endpoints.aws}${path}?${query}`, {
      method: verb,
      headers: { "content-type": "application/json" },
      ...(verb !== "GET" && verb !== "DELETE" && { body: JSON.stringify(content ?? {}) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** The code that gRPC answers; 0 for a method that does not do all of what it is asked, which it says. */
  function call(method: string, input: Record<string, unknown>): Promise<number> {
    const client = clientOf(method);
    const mask = typeof input["updateMask"] === "string" ? { updateMask: [input["updateMask"]] } : {};
    const message = messageFromJson(types.request(method), { ...input, ...mask }, () => undefined);
    return new Promise<number>((answer) => {
      client[method]!(message, { deadline: Date.now() + PATIENCE }, (error: CallError | null) => {
        answer(error?.details.startsWith("The local cloud") ? 0 : (error?.code ?? 0));
      });
    }).finally(() => client.close());
  }

  const unary = [...types.methods].filter(([, { streams }]) => !streams);

  test.each(unary.map(([name]) => name))(
    "%s answers whatever it is given, and never fails itself",
    async (method) => {
      const message = types.request(method);
      const names = [...message.fields.keys()];
      const fit = fittingMessage(message);
      const inputs = [
        {},
        fit,
        ...ANY.map((value) => Object.fromEntries(names.map((member) => [member, value]))),
        ...names.flatMap((member) => FEW.map((value) => ({ ...fit, [member]: value }))),
        ...names.flatMap((member) => innerChanges(fit, member)),
      ];

      const failed: string[] = [];
      for (const input of inputs) {
        const status = await send(method, input);
        if (status === 415 || (status >= 500 && status !== 501))
          failed.push(`${status}: ${JSON.stringify(input).slice(0, 300)}`);
      }
      // Neither an internal error nor one that is not of the method, nor no answer.
      for (const input of [{}, fit]) {
        const code = await call(method, input);
        if ([2, 4, 12, 13].includes(code))
          failed.push(`gRPC ${code}: ${JSON.stringify(input).slice(0, 300)}`);
      }

      expect(failed).toEqual([]);
    },
    120_000,
  );

  test("has a model of every operation, and no operation more", () => {
    expect(Object.keys(service.operations).sort()).toEqual([...types.methods.keys()].sort());
    expect(Object.keys(PROTOS)).toContain(service.name);
  });
});

/** Wrong values one level below a member. */
function innerChanges(fit: Record<string, unknown>, member: string): Record<string, unknown>[] {
  const inner = fit[member];
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return [];
  return Object.keys(inner).flatMap((name) =>
    FEW.map((value) => ({ ...fit, [member]: { ...inner, [name]: value } })),
  );
}
