import type { StackRecord } from "./stack-record.ts";
import { validationError } from "./template-text.ts";

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const FINAL = new Set([
  "DELETE_COMPLETE",
  "DELETE_FAILED",
  "ROLLBACK_COMPLETE",
  "ROLLBACK_FAILED",
  "UPDATE_ROLLBACK_FAILED",
]);

/** @throws ServiceError `ValidationError` when a stack has first to be finished, rolled back or deleted */
export function checkUpdatable({ id, status }: StackRecord): void {
  const busy = status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS";
  if (busy || FINAL.has(status))
    throw validationError(`Stack:${id} is in ${status} state and can not be updated.`);
}
