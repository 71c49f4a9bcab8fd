import { ServiceError } from "../../kernel/service-error.ts";

/** @throws ServiceError when a parameter is no whole number of its range */
export function between(name: string, given: number, lowest: number, highest: number): number {
  const value = Number(given);
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new ServiceError(
    "InvalidParameterValue",
    `Value ${given} for parameter ${name} is invalid. Reason: Must be between ${lowest} and ${highest}, if provided.`,
  );
}
