import type { TemplateResource } from "../template.ts";
import { TemplateError } from "../template-error.ts";
import { codeOf } from "./code.ts";
import { digestOf } from "./digest.ts";
import { EVENT_SOURCES } from "./events/sources.ts";
import { alike, alphanumeric, type Expansion, getAtt, given, tagList, type Written } from "./expansion.ts";
import { functionRole } from "./function-role.ts";
import { functionUrl } from "./function-url.ts";
import { invokeConfig } from "./invoke-config.ts";

const TAKEN_OVER = [
  "Architectures",
  "CodeSigningConfigArn",
  "DurableConfig",
  "Description",
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
  const code = functionCode(logicalId, resource);
  const deadLetters = properties["DeadLetterQueue"] as Written | undefined;
  const tracing = properties["Tracing"];
  const { Type: _type, Properties: _properties, ...rest } = resource;
  expansion.add(logicalId, {
    ...rest,
    Type: "AWS::Lambda::Function",
    Properties: {
      ...given(properties, ...TAKEN_OVER),
      Code: code,
      Role: properties["Role"] ?? getAtt(`${logicalId}Role`, "Arn"),
      Tags: tagList(properties["Tags"], { Key: "lambda:createdBy", Value: "SAM" }),
      ...(deadLetters && { DeadLetterConfig: { TargetArn: deadLetters["TargetArn"] } }),
      ...(tracing !== undefined && tracing !== "Disabled" && { TracingConfig: { Mode: tracing } }),
    },
  });
  const target = publish(logicalId, resource, code, expansion);
  const managed = Object.entries((properties["Events"] ?? {}) as Record<string, Written>).flatMap(
    ([eventId, event]) => {
      const source = EVENT_SOURCES[String(event["Type"])];
      if (!source)
        throw new TemplateError(
          `Resources.${logicalId}.Properties.Events.${eventId}: the local cloud does not know events of the type ${event["Type"]}.`,
        );
      return source({
        id: `${logicalId}${eventId}`,
        properties: (event["Properties"] ?? {}) as Written,
        target,
        rest: alike(resource),
        expansion,
      });
    },
  );
  if (properties["Role"] === undefined)
    expansion.add(`${logicalId}Role`, {
      ...alike(resource),
      Type: "AWS::IAM::Role",
      Properties: functionRole(logicalId, properties, [...new Set(managed)]),
    });
  invokeConfig(logicalId, resource, expansion);
  functionUrl(logicalId, resource, expansion);
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

/** Version and alias, if the function asks for them. @returns the ARN that event sources call */
function publish(
  logicalId: string,
  resource: TemplateResource,
  code: Written,
  expansion: Expansion,
): unknown {
  const properties = resource.Properties ?? {};
  const alias = properties["AutoPublishAlias"];
  if (alias === undefined) return getAtt(logicalId, "Arn");
  const versionId = `${logicalId}Version${digestOf(properties["AutoPublishCodeSha256"] ?? code)}`;
  const aliasId = `${logicalId}Alias${alphanumeric(typeof alias === "string" ? alias : digestOf(alias))}`;
  expansion.add(versionId, {
    ...alike(resource),
    Type: "AWS::Lambda::Version",
    DeletionPolicy: "Retain",
    Properties: {
      FunctionName: { Ref: logicalId },
      ...(properties["VersionDescription"] !== undefined && {
        Description: properties["VersionDescription"],
      }),
    },
  });
  expansion.add(aliasId, {
    ...alike(resource),
    Type: "AWS::Lambda::Alias",
    Properties: {
      Name: alias,
      FunctionName: { Ref: logicalId },
      FunctionVersion: getAtt(versionId, "Version"),
      ...given(properties, "ProvisionedConcurrencyConfig"),
    },
  });
  expansion.names.set(`${logicalId}.Version`, versionId);
  expansion.names.set(`${logicalId}.Alias`, aliasId);
  return { Ref: aliasId };
}
