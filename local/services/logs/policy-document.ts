import { invalidParameter } from "./errors.ts";

export function checkDocument(document: string): void {
  try {
    const value: unknown = JSON.parse(document);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  } catch {
    // Answered below like every other document that is no object.
  }
  throw invalidParameter("The policy document is not a valid JSON object.");
}

/** The model leaves the name out of what is required, and the service does not. @throws ServiceError */
export function requiredName(policyName: string | undefined): string {
  if (policyName !== undefined) return policyName;
  throw invalidParameter(
    "1 validation error detected: Value null at 'policyName' failed to satisfy constraint: Member must not be null",
  );
}
