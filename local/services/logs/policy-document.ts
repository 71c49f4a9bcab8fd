import { readPolicy } from "../../kernel/policy.ts";
import { invalidParameter } from "./errors.ts";

export function checkDocument(document: string): void {
  if (readPolicy(document)) return;
  throw invalidParameter("The policy document is not a valid JSON object.");
}

/** The model leaves the name out of what is required, and the service does not. @throws ServiceError */
export function requiredName(policyName: string | undefined): string {
  if (policyName !== undefined) return policyName;
  throw invalidParameter(
    "1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null",
  );
}
