import type { DeployedFunction, PermissionStatement } from "./deployed-function.ts";

/** Statements are told from each other by their ids, in the policy of each version and alias. */
export function keyOf({ sid, qualifier }: Pick<PermissionStatement, "sid" | "qualifier">): string {
  return qualifier === undefined ? sid : `${sid}:${qualifier}`;
}

/**
 * Whether a function's resource policy lets a service call it. Other callers are not restricted: identity policies
 * are not enforced in the local cloud.
 */
export function mayInvoke(
  deployed: DeployedFunction,
  principal: string,
  sourceArn: string | undefined,
): boolean {
  for (const statement of deployed.permissions.values()) {
    const service = statement.principal === principal || statement.principal === "*";
    // A regional principal such as logs.eu-west-1.amazonaws.com stands for the same service.
    const regional =
      statement.principal.replace(/^(\w+)\.[\w-]+\.amazonaws\.com$/, "$1.amazonaws.com") === principal;
    if (!service && !regional) continue;
    if (statement.viaUrl) continue;
    if (!/^lambda:(\*|Invoke\*|InvokeFunction)$/.test(statement.action)) continue;
    if (
      statement.sourceArn === undefined ||
      sourceArn === undefined ||
      matchesArn(statement.sourceArn, sourceArn)
    )
      return true;
  }
  return false;
}

/** `*` in a policy's ARN stands for any text. */
function matchesArn(pattern: string, arn: string): boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return pattern === arn;
  let at = parts[0]!.length;
  if (!arn.startsWith(parts[0]!)) return false;
  for (const part of parts.slice(1, -1)) {
    const found = arn.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = parts.at(-1)!;
  return arn.length - last.length >= at && arn.endsWith(last);
}
