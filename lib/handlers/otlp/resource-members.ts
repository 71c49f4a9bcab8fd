import type { ResourceAttributes } from "../../resource/attributes.ts";
import { anyValue } from "./any-value.ts";
import type { OtlpForm } from "./form.ts";

/**
 * The attributes of a resource.
 *
 * @param service name of the records' service; `""` when they have none
 */
export function resourceMembers(
  form: OtlpForm,
  attributes: ResourceAttributes,
  service: string,
): (readonly [key: string, value: string])[] {
  const name = service === "" ? (attributes["service.name"] ?? attributes["faas.name"]) : service;
  const all: ResourceAttributes = { ...attributes, "service.name": name ?? "unknown_service:node" };
  return Object.entries(all).map(([key, value]) => [key, anyValue(form, value)!]);
}
