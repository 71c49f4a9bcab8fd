import { ServiceError } from "../service-error.ts";

const TYPE_NAMES = {
  string: "a String",
  integer: "an Integer",
  long: "a Long",
  float: "a Float",
  double: "a Double",
  boolean: "a Boolean",
  timestamp: "milliseconds since epoch",
  blob: "a Blob",
} as const;

/** The error of a value that is no scalar, or of a scalar that is no such one. */
export function wrongType(value: unknown, expected: keyof typeof TYPE_NAMES): ServiceError {
  if (typeof value === "object") return notThis(value, "");
  return new ServiceError(
    "SerializationException",
    `${tokenOf(value)} can not be converted to ${TYPE_NAMES[expected]}`,
  );
}

/** The error of a list or structure where another is expected, and of any other value in `expected`'s words. */
export function notThis(value: unknown, expected: string): ServiceError {
  const message = Array.isArray(value)
    ? "Start of list found where not expected"
    : typeof value === "object"
      ? "Start of structure or map found where not expected."
      : expected;
  return new ServiceError("SerializationException", message);
}

function tokenOf(value: unknown): string {
  if (typeof value === "boolean") return value ? "TRUE_VALUE" : "FALSE_VALUE";
  return typeof value === "number" ? "NUMBER_VALUE" : "STRING_VALUE";
}
