import { randomUUID } from "node:crypto";
import { rootArnOf } from "../../kernel/arn.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import type { DeployedFunction, PermissionStatement } from "./deployed-function.ts";
import type { FunctionRegistry } from "./function-registry.ts";

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

/** A statement as policies show it: services stand by their names, accounts by the ARN of their root. */
export function shownStatement(statement: PermissionStatement, arn: string): object {
  const { sid, action, principal, sourceArn, sourceAccount, organization, qualifier } = statement;
  const equal = {
    ...(sourceAccount !== undefined && { "AWS:SourceAccount": sourceAccount }),
    ...(organization !== undefined && { "aws:PrincipalOrgID": organization }),
  };
  const Condition = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": sourceArn } }),
  };
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: shownPrincipal(principal, arn),
    Action: action,
    Resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

function shownPrincipal(principal: string, arn: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: rootArnOf({ region: arn.split(":")[3]! }, principal) };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}

/** An alias as the API shows it. @throws ServiceError when there is none such */
export function aliasOf(deployed: DeployedFunction, name: string) {
  const alias = deployed.aliases.get(name);
  const arn = `${deployed.pool.definition.arn}:${name}`;
  if (!alias) throw new ServiceError("ResourceNotFoundException", `Cannot find alias arn: ${arn}`);
  const { version, description, routing, revision } = alias;
  return {
    AliasArn: arn,
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(routing && { RoutingConfig: routing }),
    RevisionId: revision,
  };
}

/** Gives a version of a function a name, or changes what the name says. */
export function putAlias(functions: FunctionRegistry, input: AliasInput): object {
  const deployed = functions.get(input.FunctionName);
  const former = deployed.aliases.get(input.Name);
  const version = input.FunctionVersion ?? former?.version ?? "$LATEST";
  functions.shown(deployed, version);
  const routing = input.RoutingConfig ?? former?.routing;
  deployed.aliases.set(input.Name, {
    version,
    description: input.Description ?? former?.description ?? "",
    routing: Object.keys(routing?.AdditionalVersionWeights ?? {}).length > 0 ? routing : undefined,
    revision: randomUUID(),
  });
  functions.save(deployed);
  return aliasOf(deployed, input.Name);
}
