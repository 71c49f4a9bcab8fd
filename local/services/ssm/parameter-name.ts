import { ServiceError } from "../../kernel/service-error.ts";

const DEEPEST = 15;

/**
 * Checks the name of a new parameter.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html#sysman-parameter-name-constraints
 *
 * @throws ServiceError
 */
export function checkName(name: string): void {
  const path = name.startsWith("/");
  if (path && /^\/aws/i.test(name))
    throw new ServiceError("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
  if (path && /^\/ssm/i.test(name))
    throw new ServiceError(
      "ValidationException",
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  if (/^(aws|ssm)/i.test(name))
    throw new ServiceError(
      "ValidationException",
      'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).',
    );
  if (!path && name.includes("/"))
    throw new ServiceError("ValidationException", "Parameter name must be a fully qualified name.");
  if (!/^(\/?[\w.-]+)+$/.test(name))
    throw new ServiceError(
      "ValidationException",
      "Parameter name: can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_",
    );
  if (name.split("/").length > DEEPEST + 1)
    throw new ServiceError(
      "HierarchyLevelLimitExceededException",
      `Hierarchy depth exceeds maximum allowed value of ${DEEPEST}.`,
    );
}

/** Names with and without a slash in front mean the same parameter, unless it is a path. */
export function normalName(name: string): string {
  return name.startsWith("/") && !name.slice(1).includes("/") ? name.slice(1) : name;
}

/** A parameter's name in its ARN, or the text itself, with what stands behind its first colon. */
export function parseReference(
  text: string,
): { readonly name: string; readonly selector?: string } | undefined {
  const path = /^arn:aws[\w-]*:ssm:[^:]*:\d*:parameter(\/.*)$/.exec(text)?.[1];
  const [name, selector, ...rest] = (path ?? text).split(":");
  if (rest.length > 0) return undefined;
  return { name: name!, ...(selector !== undefined && { selector }) };
}
