import { readPolicy } from "../../kernel/policy.ts";
import { invalidParameter } from "./errors.ts";
import type { BusStatement } from "./event-bus.ts";

/** The statements of a policy. @throws ServiceError when it is none */
export function statementsOf(policy: string): BusStatement[] {
  const { Statement = [] } = readPolicy(policy) ?? {};
  if (Statement.length === 0) throw invalidParameter("Parameter Policy is not valid.");
  return Statement as BusStatement[];
}
