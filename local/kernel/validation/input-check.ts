import type { ServiceModel } from "../model.ts";
import { Problems } from "./problems.ts";
import { ShapeChecks } from "./shape-checks.ts";
import type { ValidationWording } from "./wording.ts";

/**
 * Checks an input and makes it typed: moments are seconds since the epoch, blobs are bytes, nulls are gone. A text in
 * place of bytes, as calls in this process have it, stands for its own.
 */
export type InputCheck = (input: object) => void;

/**
 * The check in front of an operation, as AWS's front ends make it: first the types, then every constraint that the model
 * publishes.
 *
 * @throws ServiceError from the check: `SerializationException` for a value of the wrong type, or the service's code for
 *   constraints that are not met, all of them in AWS's words
 */
export function inputCheck(
  model: ServiceModel,
  operation: string,
  wording: ValidationWording = {},
): InputCheck {
  const { input } = model.operations[operation] ?? {};
  if (input === undefined) return () => {};
  const check = new ShapeChecks(model, wording).of(input);
  return (given) => {
    wording.first?.(given as Record<string, unknown>);
    const problems = new Problems(operation, wording);
    check(given, problems);
    problems.throwFound();
  };
}
