import { createHash, randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { CallContext, Cloud, Operations } from "../../../kernel/cloud.ts";
import { ServiceError } from "../../../kernel/service-error.ts";
import type { CodeFolders } from "../code-folder.ts";
import type { FunctionConfiguration } from "../deployed-function.ts";
import type { FunctionDefinition } from "../function-definition.ts";
import {
  existingFolder,
  type FunctionSettings,
  type LocalCode,
  readSettings,
  refuseFromOutside,
  type TakeOver,
} from "../function-input.ts";
import { type FunctionRegistry, functionName } from "../function-registry.ts";
import type { LayerRegistry } from "../layer-registry.ts";

type Code = { readonly ZipFile?: string | Uint8Array; readonly InlineSource?: string } & Partial<LocalCode>;

interface Reference {
  readonly FunctionName: string;
}

/** Create, change, show and delete functions. */
export function functionOperations(
  cloud: Cloud,
  registry: FunctionRegistry,
  layers: LayerRegistry,
  folders: CodeFolders,
): Operations {
  const arnOf = (name: string) => `arn:aws:lambda:${cloud.region}:${cloud.accountId}:function:${name}`;

  function codeFolder(
    code: Code,
    runtime: string,
  ): { folder: string; own: boolean; size: number; sha256: string } {
    const digest = (content: string | Uint8Array) => createHash("sha256").update(content).digest("base64");
    if (code.LocalFolder !== undefined)
      return {
        folder: existingFolder(code.LocalFolder),
        own: false,
        size: 0,
        sha256: digest(code.LocalFolder),
      };
    if (code.InlineSource !== undefined)
      return {
        folder: folders.inline(code.InlineSource, runtime),
        own: true,
        size: code.InlineSource.length,
        sha256: digest(code.InlineSource),
      };
    if (code.ZipFile === undefined)
      throw new ServiceError(
        "InvalidParameterValueException",
        "The local cloud takes code as Code.ZipFile only.",
      );
    const zip = typeof code.ZipFile === "string" ? Buffer.from(code.ZipFile, "base64") : code.ZipFile;
    return { folder: folders.unpack(zip), own: true, size: zip.length, sha256: digest(zip) };
  }

  function definition(name: string, settings: FunctionSettings, folder: string): FunctionDefinition {
    return {
      name,
      arn: arnOf(name),
      runtime: settings.Runtime ?? "nodejs24.x",
      handler: settings.Handler ?? "index.handler",
      codeFolder: folder,
      layerFolders: (settings.Layers ?? []).map((arn) => layers.folder(arn)),
      environment: settings.Environment?.Variables ?? {},
      timeout: settings.Timeout ?? 3,
      memorySize: settings.MemorySize ?? 128,
      logGroup: settings.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      logFormat: settings.LoggingConfig?.LogFormat ?? "Text",
      version: "$LATEST",
    };
  }

  function configuration(
    made: FunctionDefinition,
    settings: FunctionSettings,
    code: object,
  ): FunctionConfiguration {
    return {
      FunctionName: made.name,
      FunctionArn: made.arn,
      Runtime: made.runtime,
      Handler: made.handler,
      Timeout: made.timeout,
      MemorySize: made.memorySize,
      Version: made.version,
      LoggingConfig: { LogFormat: made.logFormat, LogGroup: made.logGroup },
      LastModified: new Date(cloud.clock.now()).toISOString().replace("Z", "+0000"),
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      RevisionId: randomUUID(),
      Role: settings["Role"],
      Architectures: settings["Architectures"] ?? ["x86_64"],
      TracingConfig: settings["TracingConfig"] ?? { Mode: "PassThrough" },
      EphemeralStorage: settings["EphemeralStorage"] ?? { Size: 512 },
      ...(settings.Description !== undefined && { Description: settings.Description }),
      ...(settings.Environment && { Environment: settings.Environment }),
      ...(settings.DeadLetterConfig && { DeadLetterConfig: settings.DeadLetterConfig }),
      ...(settings.Layers && { Layers: settings.Layers.map((Arn) => ({ Arn })) }),
      ...code,
    };
  }

  function shownOf({ FunctionName, Qualifier }: Reference & { readonly Qualifier?: string }) {
    const qualifier = Qualifier ?? functionName(FunctionName).qualifier;
    return registry.shown(registry.get(FunctionName), qualifier);
  }

  return {
    async CreateFunction(
      input: Reference &
        TakeOver & {
          readonly Code?: Code;
          readonly Tags?: Record<string, string>;
          readonly Publish?: boolean;
        },
      context: CallContext,
    ) {
      refuseFromOutside(input, context);
      refuseFromOutside(input.Code, context);
      const { name } = functionName(input.FunctionName);
      if (!/^[\w-]{1,64}$/.test(name))
        throw new ServiceError(
          "InvalidParameterValueException",
          `"${name}" is no function name: expected 1 to 64 letters, digits, - and _.`,
        );
      const takenOver = input.TakeOver === true && registry.takeOver(name);
      if (registry.has(name) && !takenOver)
        throw new ServiceError("ResourceConflictException", `Function already exist: ${name}`, {
          statusCode: 409,
        });
      const settings = readSettings(input);
      const code = codeFolder(input.Code ?? {}, settings.Runtime ?? "");
      const made = definition(name, settings, code.folder);
      const shown = configuration(made, settings, { CodeSize: code.size, CodeSha256: code.sha256 });
      if (takenOver)
        registry.replace(name, unlessChanged(registry.get(name).configuration, shown), made, code.own);
      else registry.add(name, shown, made, code.own);
      const deployed = registry.get(name);
      deployed.deadLetterArn = settings.DeadLetterConfig?.TargetArn;
      for (const [key, value] of Object.entries(input.Tags ?? {})) deployed.tags.set(key, value);
      registry.save(deployed);
      return input.Publish
        ? cloud.call("lambda", "PublishVersion", { FunctionName: name })
        : deployed.configuration;
    },
    async UpdateFunctionCode(input: Reference & Code & { readonly Publish?: boolean }, context: CallContext) {
      refuseFromOutside(input, context);
      const deployed = registry.get(input.FunctionName);
      const { definition: former } = deployed.pool;
      const code = codeFolder(input, former.runtime);
      const shown = {
        ...deployed.configuration,
        CodeSize: code.size,
        CodeSha256: code.sha256,
        RevisionId: randomUUID(),
      };
      registry.replace(former.name, shown, { ...former, codeFolder: code.folder }, code.own);
      return input.Publish ? cloud.call("lambda", "PublishVersion", { FunctionName: former.name }) : shown;
    },
    UpdateFunctionConfiguration(input: Reference) {
      const deployed = registry.get(input.FunctionName);
      const { Layers, ...former } = deployed.configuration as Record<string, unknown>;
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
      const arns = Layers ? { Layers: (Layers as { Arn: string }[]).map(({ Arn }) => Arn) } : {};
      const settings = readSettings({ ...former, ...arns, ...given });
      const made = definition(deployed.pool.definition.name, settings, deployed.pool.definition.codeFolder);
      const { CodeSize, CodeSha256 } = former;
      const shown = configuration(made, settings, { CodeSize, CodeSha256 });
      registry.replace(made.name, shown, made, false);
      deployed.deadLetterArn = settings.DeadLetterConfig?.TargetArn;
      registry.save(deployed);
      return shown;
    },
    GetFunction(input: Reference & { readonly Qualifier?: string }) {
      const { reservedConcurrency, pool, tags } = registry.get(input.FunctionName);
      return {
        Configuration: shownOf(input),
        Code: { RepositoryType: "S3", Location: `file://${pool.definition.codeFolder}` },
        ...(tags.size > 0 && { Tags: Object.fromEntries(tags) }),
        ...(reservedConcurrency !== undefined && {
          Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
        }),
      };
    },
    GetFunctionConfiguration: (input: Reference & { readonly Qualifier?: string }) => shownOf(input),
    ListFunctions: () => ({ Functions: registry.list().map((deployed) => deployed.configuration) }),
    DeleteFunction(input: Reference) {
      registry.remove(registry.get(input.FunctionName).pool.definition.name);
      return {};
    },
    GetFunctionConcurrency(input: Reference) {
      const { reservedConcurrency } = registry.get(input.FunctionName);
      return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    TagResource({ Resource, Tags }: { readonly Resource: string; readonly Tags: Record<string, string> }) {
      const deployed = registry.get(Resource);
      for (const [key, value] of Object.entries(Tags)) deployed.tags.set(key, value);
      registry.save(deployed);
      return {};
    },
    UntagResource({ Resource, TagKeys }: { readonly Resource: string; readonly TagKeys: readonly string[] }) {
      const deployed = registry.get(Resource);
      for (const key of TagKeys) deployed.tags.delete(key);
      registry.save(deployed);
      return {};
    },
    ListTags({ Resource }: { readonly Resource: string }) {
      return { Tags: Object.fromEntries(registry.get(Resource).tags) };
    },
    PutFunctionConcurrency(input: Reference & { readonly ReservedConcurrentExecutions: number }) {
      const deployed = registry.get(input.FunctionName);
      deployed.reservedConcurrency = input.ReservedConcurrentExecutions;
      deployed.pool.concurrency = input.ReservedConcurrentExecutions;
      registry.save(deployed);
      return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
    },
    DeleteFunctionConcurrency(input: Reference) {
      const deployed = registry.get(input.FunctionName);
      deployed.reservedConcurrency = undefined;
      registry.save(deployed);
      return {};
    },
  };
}

/** The former configuration, with its revision, when nothing but time and revision tells the new one from it. */
function unlessChanged(former: FunctionConfiguration, made: FunctionConfiguration): FunctionConfiguration {
  const { LastModified, RevisionId } = former;
  return isDeepStrictEqual(former, JSON.parse(JSON.stringify({ ...made, LastModified, RevisionId })))
    ? former
    : made;
}
