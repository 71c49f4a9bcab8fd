/** What a template says of itself. */
export interface TemplateHead {
  readonly AWSTemplateFormatVersion?: string;
  readonly Description?: string;
  readonly Metadata?: object;
  readonly Transform?: unknown;
}

/** Names of the transforms in any of the forms a template declares them in; undefined when there are none. */
export function namesOf(transform: unknown): string[] | undefined {
  if (transform === undefined) return undefined;
  return [transform]
    .flat()
    .map((one) => (typeof one === "string" ? one : String((one as { Name?: unknown }).Name)));
}
