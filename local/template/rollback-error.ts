import { TemplateError } from "./template-error.ts";

/** A deployment failed, and what it did could not be undone. */
export class RollbackError extends TemplateError {
  override readonly name = "RollbackError";
  /** Logical ids of the resources that are not as they were. */
  readonly resources: readonly string[];

  constructor(cause: Error, problems: readonly (readonly [logicalId: string, reason: string])[]) {
    const list = problems.map(([, reason]) => reason).join(" ");
    super(`${cause.message} What was done could not be undone: ${list}`, { cause });
    this.resources = problems.map(([logicalId]) => logicalId);
  }
}
