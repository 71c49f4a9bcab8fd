import { jsonString } from "../../logger/json-string.ts";
import type { ResourceAttributes } from "../../resource/attributes.ts";
import { anyValue } from "./any-value.ts";

/**
 * The attributes of a resource as JSON of OTLP, a list.
 *
 * @param service name of the records' service; `""` when they have none
 */
export function resourceJson(attributes: ResourceAttributes, service: string): string {
  const name = service === "" ? (attributes["service.name"] ?? attributes["faas.name"]) : service;
  const all: ResourceAttributes = { ...attributes, "service.name": name ?? "unknown_service:node" };
  return `[${Object.entries(all)
    .map(([key, value]) => `{"key":${jsonString(key)},"value":${anyValue(value)!}}`)
    .join(",")}]`;
}
