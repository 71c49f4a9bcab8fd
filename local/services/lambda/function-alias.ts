import { randomUUID } from "node:crypto";
import { rootArnOf } from "../../kernel/arn.ts";
import type { CallContext } from "../../kernel/cloud.ts";
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
  const { urlAuthType, eventSourceToken, viaUrl } = statement;
  const equal = {
    ...(sourceAccount !== undefined && { "AWS:SourceAccount": sourceAccount }),
    ...(urlAuthType !== undefined && { "lambda:FunctionUrlAuthType": urlAuthType }),
    ...(organization !== undefined && { "aws:PrincipalOrgID": organization }),
    ...(eventSourceToken !== undefined && { "lambda:EventSourceToken": eventSourceToken }),
  };
  const Condition = {
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(sourceArn !== undefined && { ArnLike: { "AWS:SourceArn": sourceArn } }),
    ...(viaUrl !== undefined && { Bool: { "lambda:InvokedViaFunctionUrl": String(viaUrl) } }),
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

function checkRouting(version: string, others: readonly string[]): void {
  const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message);
  if (others.length > 1)
    throw invalid("Number of items in AdditionalVersionWeights cannot be greater than 1");
  if (others.includes(version))
    throw invalid(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  if (others.length > 0 && version === "$LATEST")
    throw invalid("$LATEST is not supported for an alias pointing to more than 1 version");
}

/** A function whose policy a client has changed is of a new revision; a stack that is deployed again leaves it as it was. */
export function renewRevision(
  deployed: DeployedFunction,
  qualifier: string | undefined,
  { endpoint }: Pick<CallContext, "endpoint">,
): void {
  if (qualifier !== undefined || endpoint === undefined) return;
  deployed.configuration = { ...deployed.configuration, RevisionId: randomUUID() };
}

/** The revision of a function, or of the version or alias of that name. */
export function revisionOf(deployed: DeployedFunction, qualifier: string | undefined): unknown {
  const { aliases, configuration, versions } = deployed;
  if (qualifier === undefined) return configuration["RevisionId"];
  const version = versions.find((one) => one["Version"] === qualifier);
  return aliases.get(qualifier)?.revision ?? version?.["RevisionId"];
}

/** Gives a version of a function a name, or changes what the name says. */
export function putAlias(functions: FunctionRegistry, input: AliasInput): object {
  const deployed = functions.get(input.FunctionName);
  const former = deployed.aliases.get(input.Name);
  const version = input.FunctionVersion ?? former?.version ?? "$LATEST";
  functions.shown(deployed, version);
  const routing = input.RoutingConfig ?? former?.routing;
  checkRouting(version, Object.keys(routing?.AdditionalVersionWeights ?? {}));
  for (const other of Object.keys(routing?.AdditionalVersionWeights ?? {})) functions.shown(deployed, other);
  deployed.aliases.set(input.Name, {
    version,
    description: input.Description ?? former?.description ?? "",
    routing: Object.keys(routing?.AdditionalVersionWeights ?? {}).length > 0 ? routing : undefined,
    revision: randomUUID(),
  });
  functions.save(deployed);
  return aliasOf(deployed, input.Name);
}
