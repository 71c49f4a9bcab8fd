import {
  type Binding,
  bindingOf,
  type Reference,
  type ServiceModel,
  shapeOf,
  structureOf,
} from "../../kernel/model.ts";
import { writeText } from "../text-value.ts";

/** An answer's parts, as the model binds an output's members. */
export interface RestOutput {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The member that is the whole body. */
  readonly payload?: { readonly name: string; readonly reference: Reference; readonly value: unknown };
  /** Members of the document, when no member is the body; undefined when the operation answers without one. */
  readonly document?: { readonly members: Readonly<Record<string, Reference>>; readonly value: object };
}

/** Parts an operation's output into status, headers and body. */
export function partRestOutput(model: ServiceModel, operation: string, output: object): RestOutput {
  const { output: shape, http } = model.operations[operation]!;
  const members = structureOf(model, shape)?.members ?? {};
  const values = output as Readonly<Record<string, unknown>>;
  const headers: Record<string, string> = {};
  const inDocument: Record<string, Reference> = {};
  let status = http![2];
  let payload: RestOutput["payload"];
  for (const [name, reference] of Object.entries(members)) {
    const binding = bindingOf(reference);
    const value = values[name];
    if (binding.in === undefined) inDocument[name] = reference;
    else if (binding.in === "payload") payload = { name, reference, value };
    else if (value !== undefined && value !== null) {
      if (binding.in === "status") status = Number(value);
      else addHeaders(headers, model, binding, value);
    }
  }
  // https://www.rfc-editor.org/rfc/rfc9110#name-206-partial-content
  if (headers["content-range"] !== undefined) status = 206;
  if (payload) return { status, headers, payload };
  if (Object.keys(inDocument).length === 0) return { status, headers };
  const value = Object.fromEntries(
    Object.entries(values).filter(([name]) => Object.hasOwn(inDocument, name)),
  );
  return { status, headers, document: { members: inDocument, value } };
}

function addHeaders(
  headers: Record<string, string>,
  model: ServiceModel,
  binding: Binding,
  value: unknown,
): void {
  const shape = shapeOf(model, binding);
  if (binding.in === "headers")
    for (const [name, item] of Object.entries(value as object)) headers[binding.name + name] = String(item);
  else if (binding.name !== undefined)
    headers[binding.name.toLowerCase()] = Array.isArray(value)
      ? value.join(", ")
      : writeText(shape, value, binding, "http-date");
}
