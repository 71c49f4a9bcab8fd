import type { CallContext } from "#kernel/cloud.ts";

/** Whether CloudWatch itself calls, for one of its log alarms. */
export function isManagement({ principal }: Pick<CallContext, "principal">): boolean {
  return principal === "cloudwatch.amazonaws.com";
}
