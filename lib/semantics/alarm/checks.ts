import { ALARM_DESCRIPTION_MAX_LENGTH, ALARM_NAME_MAX_LENGTH } from "../limits.ts";
import { ValidationError } from "./validation-error.ts";

/** @throws ValidationError when the member is missing or has no characters or too many */
export function checkText(value: unknown, name: string, maximum: number, minimum = 1): string {
  if (typeof value !== "string")
    throw new ValidationError(
      `${name}: expected a text of ${minimum} to ${maximum} characters, found ${kindOf(value)}`,
    );
  if (value.length < minimum || value.length > maximum)
    throw new ValidationError(`${name}: expected ${minimum} to ${maximum} characters, found ${value.length}`);
  return value;
}

/** @throws ValidationError when the member is no whole number in the range */
export function checkWhole(value: unknown, name: string, minimum: number, maximum: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum)
    return value;
  const found = typeof value === "number" ? String(value) : kindOf(value);
  throw new ValidationError(`${name}: expected a whole number from ${minimum} to ${maximum}, found ${found}`);
}

/** @throws ValidationError when the member is no object */
export function checkObject<Value extends object>(value: Value | undefined | null, name: string): Value {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new ValidationError(`${name}: expected an object, found ${kindOf(value)}`);
}

/** @throws ValidationError when the member is none of the values */
export function checkOneOf(value: unknown, name: string, values: readonly string[]): void {
  if (typeof value === "string" && values.includes(value)) return;
  throw new ValidationError(`${name}: expected one of ${values.join(", ")}`);
}

/** The name and description of an alarm or a mute rule. @throws ValidationError */
export function checkNaming(
  name: unknown,
  nameMember: string,
  description: unknown,
  descriptionMember: string,
): void {
  checkText(name, nameMember, ALARM_NAME_MAX_LENGTH);
  if (description !== undefined) checkText(description, descriptionMember, ALARM_DESCRIPTION_MAX_LENGTH, 0);
}

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
