import type { TemplateResource } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { codeOf } from "./code.ts";
import { deploymentPreference } from "./deployment-preference.ts";
import { digestOf } from "./digest.ts";
import { EVENT_SOURCES } from "./events/sources.ts";
import { alike, attributesOf, type Expansion, getAtt, given, tagList, type Written } from "./expansion.ts";
import { functionRole } from "./function-role.ts";
import { functionUrl } from "./function-url.ts";
import { invokeConfig } from "./invoke-config.ts";

const TAKEN_OVER = [
  "Architectures",
  "CodeSigningConfigArn",
  "Description",
  "DurableConfig",
  "Environment",
  "EphemeralStorage",
  "FileSystemConfigs",
  "FunctionName",
  "Handler",
  "ImageConfig",
  "KmsKeyArn",
  "Layers",
  "LoggingConfig",
  "MemorySize",
  "PackageType",
  "RecursiveLoop",
  "ReservedConcurrentExecutions",
  "Runtime",
  "RuntimeManagementConfig",
  "SnapStart",
  "Timeout",
  "VpcConfig",
];

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html */
export function expandFunction(logicalId: string, resource: TemplateResource, expansion: Expansion): void {
  const properties = resource.Properties ?? {};
  const settings = functionSettings(logicalId, resource);
  expansion.add(logicalId, {
    ...attributesOf(resource),
    Type: "AWS::Lambda::Function",
    Properties: settings,
  });
  const alias = publish(logicalId, resource, settings, expansion);
  const managed = Object.entries((properties["Events"] ?? {}) as Record<string, Written | null>).flatMap(
    ([eventId, event]) => {
      const type = String(event?.["Type"]);
      if (!Object.hasOwn(EVENT_SOURCES, type))
        throw new TemplateError(
          `Resources.${logicalId}.Properties.Events.${eventId}: the local cloud does not know events of the type ${type}.`,
        );
      return EVENT_SOURCES[type]!({
        id: `${logicalId}${eventId}`,
        functionId: logicalId,
        properties: (event?.["Properties"] ?? {}) as Written,
        target: alias ?? getAtt(logicalId, "Arn"),
        name: alias ?? { Ref: logicalId },
        rest: alike(resource),
        expansion,
      });
    },
  );
  if (properties["Role"] === undefined)
    expansion.add(`${logicalId}Role`, {
      ...alike(resource),
      Type: "AWS::IAM::Role",
      Properties: functionRole(logicalId, properties, [...new Set(managed)].sort()),
    });
  invokeConfig(logicalId, resource, expansion);
  functionUrl(logicalId, resource, expansion);
}

function functionSettings(logicalId: string, resource: TemplateResource): Written {
  const properties = resource.Properties ?? {};
  const { AutoPublishCodeSha256: sha256, DeadLetterQueue, Description, Tracing } = properties;
  const deadLetters = DeadLetterQueue as Written | undefined;
  return {
    ...given(properties, ...TAKEN_OVER),
    // Code that changed behind the same address has the function updated by its description.
    ...(typeof sha256 === "string" && { Description: withDigest(Description, sha256) }),
    Code: functionCode(logicalId, resource),
    Role: properties["Role"] ?? getAtt(`${logicalId}Role`, "Arn"),
    Tags: tagList(properties["Tags"], { Key: "lambda:createdBy", Value: "SAM" }),
    ...(deadLetters && { DeadLetterConfig: { TargetArn: deadLetters["TargetArn"] } }),
    ...(Tracing !== undefined && Tracing !== "Disabled" && { TracingConfig: { Mode: Tracing } }),
  };
}

function withDigest(description: unknown, digest: string): unknown {
  if (!description) return digest;
  return typeof description === "string"
    ? `${description} ${digest}`
    : { "Fn::Join": [" ", [description, digest]] };
}

/** Images are built from what `Metadata` says, and lie nowhere before. */
function functionCode(logicalId: string, { Properties = {}, Metadata = {} }: TemplateResource): Written {
  const { InlineCode, ImageUri, CodeUri, PackageType } = Properties;
  if (InlineCode !== undefined) return { ZipFile: InlineCode };
  if (ImageUri !== undefined) return { ImageUri };
  if (CodeUri !== undefined) return codeOf(CodeUri);
  if (PackageType === "Image") return { ImageUri: Metadata["DockerTag"] ?? logicalId.toLowerCase() };
  throw new TemplateError(
    `Resources.${logicalId}: a function needs one of "CodeUri", "InlineCode" and "ImageUri".`,
  );
}

/** Version and alias, if the function asks for them. @returns a reference to the alias, which is what events call then */
function publish(
  logicalId: string,
  resource: TemplateResource,
  settings: Written,
  expansion: Expansion,
): Written | undefined {
  const properties = resource.Properties ?? {};
  if (properties["AutoPublishAlias"] === undefined) return undefined;
  const Name = expansion.resolved(properties["AutoPublishAlias"]);
  const versionId = `${logicalId}Version${stateOf(properties, settings, expansion)}`;
  const aliasId = `${logicalId}Alias${typeof Name === "string" ? inLogicalId(Name) : digestOf(Name)}`;
  const policy = deploymentPreference(logicalId, resource, expansion);
  expansion.add(versionId, {
    DeletionPolicy: String(properties["VersionDeletionPolicy"] ?? "Retain"),
    ...alike(resource),
    Type: "AWS::Lambda::Version",
    Properties: {
      FunctionName: { Ref: logicalId },
      ...(properties["VersionDescription"] !== undefined && {
        Description: properties["VersionDescription"],
      }),
    },
  });
  expansion.add(aliasId, {
    ...alike(resource),
    ...(policy && { UpdatePolicy: policy }),
    Type: "AWS::Lambda::Alias",
    Properties: {
      Name,
      FunctionName: { Ref: logicalId },
      FunctionVersion: getAtt(versionId, "Version"),
      ...given(properties, "ProvisionedConcurrencyConfig"),
    },
  });
  expansion.names.set(`${logicalId}.Version`, versionId);
  expansion.names.set(`${logicalId}.Alias`, aliasId);
  return { Ref: aliasId };
}

/** What a new version is published for: code, variables and memory, or everything where that is asked for. */
function stateOf(properties: Written, settings: Written, expansion: Expansion): string {
  const sha256 = expansion.resolved(properties["AutoPublishCodeSha256"]);
  if (typeof sha256 === "string") return sha256.slice(0, 10);
  if (String(properties["AutoPublishAliasAllProperties"]) === "true") return digestOf(settings);
  const { Code, Environment, MemorySize, SnapStart } = settings;
  const snapStart = SnapStart as Written | undefined;
  return digestOf({
    ...(expansion.resolved(Code) as Written),
    ...(Environment as Written | undefined),
    ...(MemorySize !== undefined && { MemorySize }),
    ...(snapStart && (snapStart["ApplyOn"] ?? "None") !== "None" && { SnapStart }),
  });
}

const inLogicalId = (alias: string): string => alias.replaceAll("-", "D").replaceAll("_", "U");
