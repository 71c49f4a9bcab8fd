import type { ServiceModel } from "../model.ts";
import { inputCheck } from "./input-check.ts";
import type { ValidationWording } from "./wording.ts";

/** Brings an input into the form that its operation gets. @throws the service's own error for what is wrong */
export type InputReader = (input: object) => object;

/** What says how a service's inputs are read: readers of its own, or its model. */
export interface ReadService {
  readonly reader?: (operation: string) => InputReader;
  readonly model?: ServiceModel;
  readonly validation?: ValidationWording;
}

/** The reader of an operation, made when the operation is first called. */
export function inputReader(service: ReadService, operation: string): InputReader {
  let read: InputReader | undefined;
  return (input) => {
    read ??= service.reader?.(operation) ?? checkedByModel(service, operation);
    return read(input);
  };
}

function checkedByModel({ model, validation }: ReadService, operation: string): InputReader {
  if (!model) return withoutNulls;
  const check = inputCheck(model, operation, validation);
  return (input) => {
    check(input);
    return input;
  };
}

/** A member that is null is one that is not given. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function withoutNulls(input: object): object {
  if (!Object.values(input).includes(null)) return input;
  return Object.fromEntries(Object.entries(input).filter(([, member]) => member !== null));
}
