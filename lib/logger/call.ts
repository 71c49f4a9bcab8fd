import type { Fields } from "./context.ts";
import { isError, isObject, readMember, thrownText } from "./error-members.ts";
import { ownMembers } from "./own-members.ts";
import { fillMessage } from "./printf.ts";
import { serializeValue } from "./serialize.ts";

/** Functions that turn the value of a field into what is written, by the field's name, as pino's. */
export type Serializers = Readonly<Record<string, (value: never) => unknown>>;

/** Arguments of one call, read as pino reads them. */
export interface Call {
  message: string;
  fields: Fields | undefined;
  error: unknown;
}

const NO_VALUES: readonly unknown[] = [];

/**
 * Reads `(message, ...values)`, `(fields, message, ...values)`, `(error, message, ...values)` and a function that
 * returns one of the first arguments. What a message has no placeholder for is kept: an error as the error, an object as
 * fields.
 */
export function readCall(
  first: unknown,
  rest: readonly unknown[],
  serializers: Serializers | undefined,
): Call {
  const call: Call = { message: "", fields: undefined, error: undefined };
  const given = typeof first === "function" ? evaluate(first as () => unknown) : first;
  if (typeof given === "string") {
    call.message = rest.length === 0 ? given : messageWith(call, given, rest);
    if (serializers !== undefined && call.fields !== undefined)
      call.fields = serialized(call.fields, serializers);
    return call;
  }
  let template = rest[0];
  let values = rest.length > 1 ? rest.slice(1) : NO_VALUES;
  if (isObject(given)) {
    if (isError(given)) call.error = given;
    else takeFields(call, given, serializers);
  } else if (given !== undefined && given !== null) {
    template = String(given);
    values = rest;
  }
  if (typeof template === "string")
    call.message = values.length === 0 ? template : messageWith(call, template, values);
  else if (template !== undefined && template !== null) call.message = textOf(template);
  else takeMessage(call);
  return call;
}

function messageWith(call: Call, template: string, values: readonly unknown[]): string {
  const { text, consumed } = fillMessage(template, values);
  for (let index = consumed; index < values.length; index += 1) {
    const value = values[index];
    if (isError(value)) call.error ??= value;
    else if (isObject(value) && !Array.isArray(value)) {
      call.fields = { ...call.fields, ...plainFields(value) };
    }
  }
  return text;
}

/** A call without a message takes it from its fields or its error. */
function takeMessage(call: Call): void {
  const { fields } = call;
  for (const key of ["message", "msg"]) {
    const text = fields?.[key];
    if (typeof text !== "string") continue;
    const { [key]: _taken, ...others } = fields as Record<string, unknown>;
    call.message = text;
    call.fields = others;
    return;
  }
  if (isError(call.error)) call.message = textOf(readMember(call.error, "message"));
}

function takeFields(call: Call, given: object, serializers: Serializers | undefined): void {
  const fields = isPlain(given) ? given : plainFields(given);
  call.fields = serializers === undefined ? fields : serialized(fields, serializers);
  try {
    if (scan(call, fields)) call.fields = settle(call.fields, call.error);
  } catch {
    call.fields = settle(plainFields(fields), undefined);
  }
}

/** Finds the call's error, and tells whether the fields cannot stay as they are: a function to evaluate, or that error. */
function scan(call: Call, fields: Fields): boolean {
  let unsettled = false;
  for (const key in fields) {
    const value = fields[key];
    if (typeof value === "function") unsettled = true;
    else if ((key === "err" || key === "error") && call.error === undefined && isError(value)) {
      call.error = value;
      unsettled = true;
    }
  }
  return unsettled;
}

function settle(fields: Fields, error: unknown): Fields {
  const settled: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (
      (key === "err" || key === "error") &&
      error !== undefined &&
      (value === error || isShapeOf(value, error))
    )
      continue;
    settled[key] = typeof value === "function" ? evaluate(value as () => unknown) : value;
  }
  return settled;
}

/** Whether a serializer has made this value of the error, as Fastify's does with `err`. */
function isShapeOf(value: unknown, error: unknown): boolean {
  return isObject(value) && isError(error) && readMember(value, "message") === readMember(error, "message");
}

/** Fields with the serializers of their names applied. */
export function serialized(fields: Fields, serializers: Serializers): Fields {
  const result: Record<string, unknown> = { ...fields };
  for (const key of Object.keys(serializers)) {
    if (result[key] === undefined) continue;
    try {
      result[key] = (serializers[key] as (value: unknown) => unknown)(result[key]);
    } catch (cause) {
      result[key] = `[Throws: ${thrownText(cause)}]`;
    }
  }
  return result;
}

/** Own members of any object, readable without a throw; an HTTP request or response becomes what identifies it. */
export function plainFields(given: object): Fields {
  try {
    return knownFields(given) ?? ownMembers(given);
  } catch {
    return ownMembers(given);
  }
}

function knownFields(given: object): Fields | undefined {
  if (given instanceof Map) return { entries: given };
  if (Array.isArray(given) || given instanceof Set) return { items: [...given] };
  const { method, url, headers, socket, setHeader, statusCode, toJSON } = given as Record<string, unknown>;
  if (method !== undefined && headers !== undefined && socket !== undefined)
    return { req: { method, url, headers } };
  if (typeof setHeader === "function") return { res: { statusCode } };
  if (typeof toJSON !== "function") return undefined;
  const json: unknown = toJSON.call(given);
  return isObject(json) && json !== given ? { ...json } : undefined;
}

function isPlain(given: object): given is Fields {
  try {
    const prototype: unknown = Object.getPrototypeOf(given);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false;
  }
}

function evaluate(lazy: () => unknown): unknown {
  try {
    return lazy();
  } catch (cause) {
    return `[Throws: ${thrownText(cause)}]`;
  }
}

function textOf(value: unknown): string {
  return isObject(value) ? (serializeValue(value) ?? "") : String(value);
}
