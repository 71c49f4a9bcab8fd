import type { Cloud } from "../../kernel/cloud.ts";
import { type PolicyStatement, readPolicy } from "../../kernel/policy.ts";
import type { Permission } from "../../template/resource-making.ts";
import { templateText, validationError } from "./template-text.ts";

/** The longest policy, in bytes. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html */
const LONGEST_POLICY = 16_384;

/** The text of a stack policy, from the request or from a bucket. @throws ServiceError `ValidationError` when it is no policy */
export function stackPolicyText(
  cloud: Cloud,
  body: string | undefined,
  url: string | undefined,
): string | undefined {
  if (body !== undefined && url !== undefined)
    throw validationError("You cannot specify both StackPolicyURL and StackPolicyBody");
  const text = templateText(cloud, { TemplateBody: body, TemplateURL: url });
  if (text === undefined) return undefined;
  if (Buffer.byteLength(text) > LONGEST_POLICY)
    throw validationError(`The stack policy has more than ${LONGEST_POLICY} bytes.`);
  const policy = readPolicy(text);
  const valid = policy?.Statement.every(isStatement);
  if (!valid)
    throw validationError(
      "Error validating stack policy: Invalid stack policy: expected statements with an Effect, an Action that begins with Update:, and a Resource.",
    );
  return text;
}

function isStatement(statement: PolicyStatement | null): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const actions = textsOf(Action ?? NotAction);
  return (
    (Effect === "Allow" || Effect === "Deny") &&
    actions.length > 0 &&
    actions.every((one) => /^Update:|^\*$/.test(one)) &&
    textsOf(Resource ?? NotResource).length > 0 &&
    (Condition === undefined || (isObject(Condition) && Object.values(Condition).every(isObject)))
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether a stack policy lets an update do something to a resource: what no statement allows is denied.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
 */
export function permissionOf(policy: string | undefined): Permission | undefined {
  const statements = policy === undefined ? undefined : readPolicy(policy)?.Statement;
  if (!statements) return undefined;
  return (logicalId, type, change) => {
    const action = `Update:${change}`;
    const matching = statements
      .map((statement, index) => ({ statement, index }))
      .filter(({ statement }) => matches(statement, action, `LogicalResourceId/${logicalId}`, type));
    const denying = matching.find(({ statement }) => statement["Effect"] === "Deny");
    if (!denying && matching.length > 0) return undefined;
    const where = denying ? `Statement [#${denying.index + 1}] does not allow` : "no statement allows";
    return `Action denied by stack policy: ${where} [${action}] for resource [LogicalResourceId/${logicalId}]`;
  };
}

function matches(statement: PolicyStatement, action: string, resource: string, type: string): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const actions = NotAction === undefined ? anyLike(Action, action) : !anyLike(NotAction, action);
  const resources = NotResource === undefined ? anyLike(Resource, resource) : !anyLike(NotResource, resource);
  return actions && resources && conditionHolds(Condition, type);
}

/** Types of resources are all that conditions can ask for. */
function conditionHolds(condition: unknown, type: string): boolean {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>).every(
    ([operator, { ResourceType }]) => {
      const found = operator.endsWith("Like")
        ? anyLike(ResourceType, type)
        : textsOf(ResourceType).includes(type);
      return operator.startsWith("StringNot") ? !found : found;
    },
  );
}

const textsOf = (value: unknown): string[] => [value ?? []].flat().map(String);

const anyLike = (patterns: unknown, text: string): boolean =>
  textsOf(patterns).some((pattern) => isLike(pattern, text));

/** Whether a text is as a pattern with `*` and `?`, in at most as many steps as both lengths multiplied: only the last `*` is tried again. */
function isLike(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resumed = 0;
  for (let index = 0; index < text.length; ) {
    if (pattern[at] === "*") {
      star = at++;
      resumed = index;
    } else if (pattern[at] === "?" || pattern[at] === text[index]) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resumed;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
