import type { IncomingHttpHeaders } from "node:http";
import {
  type Binding,
  bindingOf,
  type Reference,
  type ServiceModel,
  shapeOf,
  structureOf,
} from "../../kernel/model.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { readText, UnreadableText } from "../text-value.ts";

/** The parts of a request that members are bound to. */
export interface RestRequest {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Reads what a REST request has in its body: one member of the input, or all that have no place of their own. */
export interface BodyReader {
  document(body: Buffer, members: Readonly<Record<string, Reference>>): object;
  payload(body: Buffer, member: Reference): unknown;
}

/**
 * Gathers an operation's input from the places that its model names.
 *
 * @throws ServiceError `SerializationException` for a text that is not of its member's type
 */
export function readRestInput(
  model: ServiceModel,
  operation: string,
  request: RestRequest,
  reader: BodyReader,
): Record<string, unknown> {
  const members = structureOf(model, model.operations[operation]?.input)?.members ?? {};
  const read: Record<string, unknown> = {};
  const inDocument: Record<string, Reference> = {};
  for (const [name, reference] of Object.entries(members)) {
    const binding = bindingOf(reference);
    if (binding.in === undefined) inDocument[name] = reference;
    else {
      const value =
        binding.in === "payload"
          ? payloadOf(model, reference, request, reader)
          : boundValue(model, name, binding, request);
      if (value !== undefined) read[name] = value;
    }
  }
  if (Object.keys(inDocument).length === 0) return read;
  return { ...reader.document(request.body, inDocument), ...read };
}

function payloadOf(
  model: ServiceModel,
  reference: Reference,
  { body }: RestRequest,
  reader: BodyReader,
): unknown {
  const { type } = shapeOf(model, reference);
  if (type === "blob") return body;
  if (body.length === 0) return undefined;
  return type === "string" ? body.toString("utf8") : reader.payload(body, reference);
}

function boundValue(model: ServiceModel, name: string, binding: Binding, request: RestRequest): unknown {
  const shape = shapeOf(model, binding);
  const place = binding.name ?? name;
  if (binding.in === "headers") return prefixed(request.headers, place.toLowerCase());
  if (binding.in === "query" && shape.type === "map") return Object.fromEntries(request.query);
  const texts = textsOf(name, place, binding, request);
  if (texts === undefined) return undefined;
  try {
    if (shape.type !== "list") return readText(shape, texts[0] ?? "");
    const item = shapeOf(model, shape.of);
    const parts = binding.in === "header" ? texts.flatMap((text) => text.split(/,\s*/)) : texts;
    return parts.map((text) => readText(item, text));
  } catch (error) {
    if (error instanceof UnreadableText)
      throw new ServiceError("SerializationException", `'${place}' is ${error.message}`);
    throw error;
  }
}

function textsOf(
  name: string,
  place: string,
  binding: Binding,
  { labels, query, headers }: RestRequest,
): readonly string[] | undefined {
  if (binding.in === "label") return labels[name] === undefined ? undefined : [labels[name]];
  if (binding.in === "query") return query.has(place) ? query.getAll(place) : undefined;
  const header = headers[place.toLowerCase()];
  return header === undefined ? undefined : [header].flat();
}

function prefixed(headers: IncomingHttpHeaders, prefix: string): Record<string, string> | undefined {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), String(value)]);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
