/** Attributes of a resource: what produced the records. @see https://opentelemetry.io/docs/specs/otel/resource/sdk/ */
export type ResourceAttributes = Readonly<Record<string, string | number | boolean | readonly string[]>>;
