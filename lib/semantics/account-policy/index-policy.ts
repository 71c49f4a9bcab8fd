import { FIELD_INDEX_MAX_NAME_LENGTH, FIELD_INDEXES_PER_POLICY } from "../limits.ts";
import { InvalidParameterException } from "../log-events/service-errors.ts";

/**
 * The fields that an index policy names, in `Fields` or `FieldsV2`.
 *
 * @throws InvalidParameterException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutIndexPolicy.html
 */
export function readIndexPolicy(document: string): string[] {
  const policy = parsed(document);
  const { Fields, FieldsV2 } = policy;
  const named = Fields ?? [];
  if (Fields === undefined && FieldsV2 === undefined) refuse("expected Fields");
  if (!Array.isArray(named) || named.some((field) => typeof field !== "string"))
    refuse("Fields must be a list of names");
  if (
    FieldsV2 !== undefined &&
    (typeof FieldsV2 !== "object" || FieldsV2 === null || Array.isArray(FieldsV2))
  )
    refuse("FieldsV2 must be an object with a member for each name");
  const fields = [...new Set([...(named as string[]), ...Object.keys(FieldsV2 ?? {})])];
  if (fields.length > FIELD_INDEXES_PER_POLICY)
    refuse(`at most ${FIELD_INDEXES_PER_POLICY} fields are allowed, found ${fields.length}`);
  for (const field of fields)
    if (field.length === 0 || field.length > FIELD_INDEX_MAX_NAME_LENGTH)
      refuse(`a field's name has 1 to ${FIELD_INDEX_MAX_NAME_LENGTH} characters, found ${field.length}`);
  return fields;
}

function parsed(document: string): Readonly<Record<string, unknown>> {
  try {
    const policy: unknown = JSON.parse(document);
    if (typeof policy === "object" && policy !== null && !Array.isArray(policy))
      return policy as Readonly<Record<string, unknown>>;
  } catch {
    // Answered below like every other document that is no object.
  }
  return refuse("the document is not a valid JSON object");
}

function refuse(reason: string): never {
  throw new InvalidParameterException(`Invalid index policy: ${reason}.`);
}
