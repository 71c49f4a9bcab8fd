import type { IConstruct } from "constructs";

/** A construct that could not be deployed or would do harm. The message begins with the construct's path. */
export class ConstructError extends Error {
  override readonly name = "ConstructError";

  constructor(scope: IConstruct, problem: string, options?: ErrorOptions) {
    super(`${scope.node.path}: ${problem}`, options);
  }
}
