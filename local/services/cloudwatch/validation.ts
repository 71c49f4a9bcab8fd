import {
  DIMENSION_NAME_MAX_LENGTH,
  DIMENSION_VALUE_MAX_LENGTH,
  METRIC_MAX_DIMENSIONS,
  METRIC_UNITS,
  ValidationError,
} from "cumulog/semantics";
import { page } from "../../kernel/page.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { MetricIdentity } from "./metric-identity.ts";

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** A moment as the API takes it: seconds since the epoch, or text. */
export type Timestamp = number | string | Date;

export function validationError(message: string): ServiceError {
  return new ServiceError("ValidationError", message);
}

/** Runs a check of the rules that are shared with other packages. @throws ServiceError `ValidationError` */
export function obeying(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof ValidationError ? validationError(error.message) : error;
  }
}

export function invalidValue(message: string): ServiceError {
  return new ServiceError("InvalidParameterValueException", message);
}

export function missing(name: string): ServiceError {
  return new ServiceError("MissingRequiredParameterException", `The parameter ${name} is required.`);
}

export function invalidCombination(message: string): ServiceError {
  return new ServiceError("InvalidParameterCombinationException", message);
}

export function notFound(message: string): ServiceError {
  return new ServiceError("ResourceNotFoundException", message, { statusCode: 404 });
}

/**
 * Milliseconds since the epoch.
 *
 * @throws ServiceError when it is no moment
 */
export function readTimestamp(value: Timestamp | undefined, name: string): number {
  if (value === undefined || value === null) throw missing(name);
  const readable = typeof value === "string" || value instanceof Date;
  const time = typeof value === "number" ? value * 1_000 : readable ? new Date(value).getTime() : Number.NaN;
  if (!Number.isFinite(time)) throw invalidValue(`The parameter ${name} must be a valid timestamp.`);
  return Math.round(time);
}

export function seconds(milliseconds: number): number {
  return milliseconds / 1_000;
}

/** @throws ServiceError for a unit that CloudWatch does not have */
export function checkUnit(unit: unknown, name = "Unit"): void {
  if (unit !== undefined && !(METRIC_UNITS as readonly unknown[]).includes(unit))
    throw invalidValue(`The parameter ${name} must be a value in the set [ ${METRIC_UNITS.join(", ")} ].`);
}

/** @throws ServiceError for dimensions that are malformed or given twice */
export function readDimensions(
  dimensions: readonly Dimension[] = [],
  name = "Dimensions",
): Record<string, string> {
  if (dimensions.length > METRIC_MAX_DIMENSIONS)
    throw invalidValue(`The collection ${name} must not have a size greater than ${METRIC_MAX_DIMENSIONS}.`);
  const read: Record<string, string> = {};
  for (const { Name, Value } of dimensions) {
    if (!Name) throw missing(`${name}.Name`);
    if (!Value) throw missing(`${name}.Value`);
    if (Name.length > DIMENSION_NAME_MAX_LENGTH || Name.startsWith(":"))
      throw invalidValue(`The parameter ${name}.Name has a value that is not allowed: ${Name}.`);
    if (Value.length > DIMENSION_VALUE_MAX_LENGTH)
      throw invalidValue(
        `The parameter ${name}.Value is longer than ${DIMENSION_VALUE_MAX_LENGTH} characters.`,
      );
    if (Object.hasOwn(read, Name)) throw invalidValue("No metric may specify the same dimension name twice.");
    read[Name] = Value;
  }
  return read;
}

export function dimensionsOf({ dimensions = {} }: MetricIdentity): Dimension[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** One page of a list, with the token of the next. */
export function pageOf<Item>(
  items: readonly Item[],
  token: string | undefined,
  size: number,
  invalidToken: () => ServiceError = () =>
    new ServiceError("InvalidNextToken", "The next token specified is invalid."),
): { readonly items: Item[]; readonly NextToken?: string } {
  if (token === "") throw invalidToken();
  return page(items, token, { size, invalid: invalidToken });
}

export function dimensionRecord(dimensions: readonly Dimension[] = []): Record<string, string> {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
}
