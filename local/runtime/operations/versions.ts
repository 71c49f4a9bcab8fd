import type { Operations } from "../../engine/cloud.ts";
import { ServiceError } from "../../engine/service-error.ts";
import type { DeployedFunction, FunctionRegistry, PermissionStatement } from "../function-registry.ts";

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly Description?: string;
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
    return { AliasArn: arn, Name: name, FunctionVersion: alias.version, Description: alias.description };
  }

  function putAlias(input: AliasInput) {
    const deployed = registry.get(input.FunctionName);
    const former = deployed.aliases.get(input.Name);
    deployed.aliases.set(input.Name, {
      version: input.FunctionVersion ?? former?.version ?? "$LATEST",
      description: input.Description ?? former?.description ?? "",
    });
    return aliasOf(deployed, input.Name);
  }

  return {
    AddPermission(input: {
      FunctionName: string;
      StatementId: string;
      Action: string;
      Principal: string;
      SourceArn?: string;
    }) {
      const { permissions, pool } = registry.get(input.FunctionName);
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
      };
      permissions.set(input.StatementId, statement);
      return { Statement: JSON.stringify(shownStatement(statement, pool.definition.arn)) };
    },
    RemovePermission(input: { FunctionName: string; StatementId: string }) {
      if (!registry.get(input.FunctionName).permissions.delete(input.StatementId))
        throw new ServiceError(
          "ResourceNotFoundException",
          `Statement ${input.StatementId} is not found in resource policy.`,
          { statusCode: 404 },
        );
      return {};
    },
    GetPolicy(input: { FunctionName: string }) {
      const { permissions, pool } = registry.get(input.FunctionName);
      if (permissions.size === 0)
        throw new ServiceError("ResourceNotFoundException", "The resource you requested does not exist.", {
          statusCode: 404,
        });
      const Statement = [...permissions.values()].map((statement) =>
        shownStatement(statement, pool.definition.arn),
      );
      return { Policy: JSON.stringify({ Version: "2012-10-17", Id: "default", Statement }) };
    },
    PublishVersion(input: { FunctionName: string; Description?: string }) {
      const deployed = registry.get(input.FunctionName);
      const Version = String(deployed.versions.length + 1);
      const version = {
        ...deployed.configuration,
        Version,
        FunctionArn: `${deployed.pool.definition.arn}:${Version}`,
        ...(input.Description !== undefined && { Description: input.Description }),
      };
      deployed.versions.push(version);
      return version;
    },
    ListVersionsByFunction(input: { FunctionName: string }) {
      const { configuration, versions } = registry.get(input.FunctionName);
      return { Versions: [configuration, ...versions] };
    },
    CreateAlias(input: AliasInput) {
      if (registry.get(input.FunctionName).aliases.has(input.Name))
        throw new ServiceError("ResourceConflictException", `Alias already exists: ${input.Name}`, {
          statusCode: 409,
        });
      return putAlias(input);
    },
    UpdateAlias: putAlias,
    GetAlias: (input: AliasInput) => aliasOf(registry.get(input.FunctionName), input.Name),
    ListAliases(input: { FunctionName: string }) {
      const deployed = registry.get(input.FunctionName);
      return { Aliases: [...deployed.aliases.keys()].map((name) => aliasOf(deployed, name)) };
    },
    DeleteAlias(input: AliasInput) {
      registry.get(input.FunctionName).aliases.delete(input.Name);
      return {};
    },
  };
}

/** A statement as policies show it: services stand by their names, accounts by the ARN of their root. */
function shownStatement({ sid, action, principal, sourceArn }: PermissionStatement, arn: string): object {
  const account = /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal;
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: /^(arn:|\d{12}$)/.test(principal)
      ? { AWS: account }
      : principal === "*"
        ? "*"
        : { Service: principal },
    Action: action,
    Resource: arn,
    ...(sourceArn && { Condition: { ArnLike: { "AWS:SourceArn": sourceArn } } }),
  };
}
