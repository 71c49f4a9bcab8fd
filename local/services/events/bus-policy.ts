import { invalidParameter } from "./errors.ts";
import type { PolicyStatement } from "./event-bus.ts";

/** The statements of a policy. @throws ServiceError when it is none */
export function statementsOf(policy: string): PolicyStatement[] {
  try {
    const { Statement } = JSON.parse(policy) as { Statement?: PolicyStatement | PolicyStatement[] };
    if (typeof Statement === "object" && Statement !== null) return [Statement].flat();
  } catch {
    // Said below.
  }
  throw invalidParameter("Parameter Policy is not valid.");
}
