import type { ResourceAttributes } from "./attributes.ts";

/**
 * Attributes that `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` declare; the latter wins. A pair that cannot be read is left out.
 *
 * @see https://opentelemetry.io/docs/specs/otel/resource/sdk/#specifying-resource-information-via-an-environment-variable
 */
export function declaredResource(
  environment: Readonly<Record<string, string | undefined>>,
): ResourceAttributes {
  const { OTEL_RESOURCE_ATTRIBUTES, OTEL_SERVICE_NAME } = environment;
  const attributes = Object.fromEntries(readPairs(OTEL_RESOURCE_ATTRIBUTES ?? ""));
  return OTEL_SERVICE_NAME ? { ...attributes, "service.name": OTEL_SERVICE_NAME } : attributes;
}

/**
 * `name=value` pairs with commas between them, values percent-encoded, as OpenTelemetry's variables have them.
 *
 * @see https://www.w3.org/TR/baggage/#baggage-http-header-format
 */
export function readPairs(text: string): (readonly [name: string, value: string])[] {
  return text.split(",").flatMap((pair) => {
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const value = pair.slice(at + 1).trim();
    if (at < 0 || name === "") return [];
    try {
      return [[decodeURIComponent(name), decodeURIComponent(value)] as const];
    } catch {
      return [];
    }
  });
}
