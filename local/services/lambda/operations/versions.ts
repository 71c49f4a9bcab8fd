import { randomUUID } from "node:crypto";
import type { Operations } from "../../../kernel/cloud.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import type { DeployedFunction, PermissionStatement } from "../deployed-function.ts";
import type { FunctionRegistry } from "../function-registry.ts";

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> };
}

/** Permissions, versions and aliases. Every version runs the newest code: the local cloud keeps one copy of it. */
export function versionOperations(registry: FunctionRegistry): Operations {
  function aliasOf(deployed: DeployedFunction, name: string) {
    const alias = deployed.aliases.get(name);
    const arn = `${deployed.pool.definition.arn}:${name}`;
    if (!alias)
      throw new ServiceError("ResourceNotFoundException", `Cannot find alias arn: ${arn}`, {
        statusCode: 404,
      });
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

  function putAlias(input: AliasInput) {
    const deployed = registry.get(input.FunctionName);
    const former = deployed.aliases.get(input.Name);
    const version = input.FunctionVersion ?? former?.version ?? "$LATEST";
    registry.shown(deployed, version);
    const routing = input.RoutingConfig ?? former?.routing;
    deployed.aliases.set(input.Name, {
      version,
      description: input.Description ?? former?.description ?? "",
      routing: Object.keys(routing?.AdditionalVersionWeights ?? {}).length > 0 ? routing : undefined,
      revision: randomUUID(),
    });
    registry.save(deployed);
    return aliasOf(deployed, input.Name);
  }

  return {
    AddPermission(input: {
      FunctionName: string;
      StatementId: string;
      Action: string;
      Principal: string;
      SourceArn?: string;
      SourceAccount?: string;
      PrincipalOrgID?: string;
      Qualifier?: string;
    }) {
      const deployed = registry.get(input.FunctionName);
      const { permissions } = deployed;
      if (input.Qualifier !== undefined) registry.shown(deployed, input.Qualifier);
      if (permissions.has(input.StatementId))
        throw new ServiceError(
          "ResourceConflictException",
          `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          { statusCode: 409 },
        );
      const statement = {
        sid: input.StatementId,
        action: input.Action,
        principal: input.Principal,
        sourceArn: input.SourceArn,
        sourceAccount: input.SourceAccount,
        organization: input.PrincipalOrgID,
        qualifier: input.Qualifier,
      };
      permissions.set(input.StatementId, statement);
      registry.save(deployed);
      return { Statement: JSON.stringify(shownStatement(statement, deployed.pool.definition.arn)) };
    },
    RemovePermission(input: { FunctionName: string; StatementId: string }) {
      const deployed = registry.get(input.FunctionName);
      if (!deployed.permissions.delete(input.StatementId))
        throw new ServiceError(
          "ResourceNotFoundException",
          `Statement ${input.StatementId} is not found in resource policy.`,
          { statusCode: 404 },
        );
      registry.save(deployed);
      return {};
    },
    GetPolicy(input: { FunctionName: string; Qualifier?: string }) {
      const { permissions, pool } = registry.get(input.FunctionName);
      const found = [...permissions.values()].filter(({ qualifier }) => qualifier === input.Qualifier);
      if (found.length === 0)
        throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.", {
          statusCode: 404,
        });
      const Statement = found.map((statement) => shownStatement(statement, pool.definition.arn));
      return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }) };
    },
    /** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html for "unchanged makes no version" */
    PublishVersion(input: { FunctionName: string; Description?: string }) {
      const deployed = registry.get(input.FunctionName);
      const newest = deployed.versions.at(-1);
      if (newest && newest["RevisionId"] === deployed.configuration["RevisionId"]) return newest;
      const Version = String(deployed.versions.length + 1);
      const version = {
        ...deployed.configuration,
        Version,
        FunctionArn: `${deployed.pool.definition.arn}:${Version}`,
        ...(input.Description !== undefined && { Description: input.Description }),
      };
      deployed.versions.push(version);
      registry.save(deployed);
      return version;
    },
    ListVersionsByFunction(input: { FunctionName: string }) {
      const { configuration, versions, pool } = registry.get(input.FunctionName);
      const latest = { ...configuration, FunctionArn: `${pool.definition.arn}:$LATEST` };
      return { Versions: [latest, ...versions] };
    },
    CreateAlias(input: AliasInput) {
      if (registry.get(input.FunctionName).aliases.has(input.Name))
        throw new ServiceError(
          "ResourceConflictException",
          `Alias already exists: ${registry.get(input.FunctionName).pool.definition.arn}:${input.Name}`,
          {
            statusCode: 409,
          },
        );
      return putAlias(input);
    },
    UpdateAlias(input: AliasInput) {
      aliasOf(registry.get(input.FunctionName), input.Name);
      return putAlias(input);
    },
    GetAlias: (input: AliasInput) => aliasOf(registry.get(input.FunctionName), input.Name),
    ListAliases(input: { FunctionName: string }) {
      const deployed = registry.get(input.FunctionName);
      return { Aliases: [...deployed.aliases.keys()].map((name) => aliasOf(deployed, name)) };
    },
    DeleteAlias(input: AliasInput) {
      const deployed = registry.get(input.FunctionName);
      deployed.aliases.delete(input.Name);
      registry.save(deployed);
      return {};
    },
  };
}

/** A statement as policies show it: services stand by their names, accounts by the ARN of their root. */
function shownStatement(statement: PermissionStatement, arn: string): object {
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
    Principal: shownPrincipal(principal),
    Action: action,
    Resource: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    ...(Object.keys(Condition).length > 0 && { Condition }),
  };
}

function shownPrincipal(principal: string): unknown {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith("arn:") ? { AWS: principal } : { Service: principal };
}
