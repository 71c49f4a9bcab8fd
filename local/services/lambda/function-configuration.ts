import { createHash, randomUUID } from "node:crypto";
import { arnOf } from "../../kernel/arn.ts";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";
import { objectOf } from "./code-object.ts";
import type { FunctionConfiguration } from "./deployed-function.ts";
import type { FunctionDefinition } from "./function-definition.ts";
import { existingFolder, type FunctionSettings, type LocalCode } from "./function-input.ts";
import { type FunctionRegistry, qualifierOf } from "./function-registry.ts";
import type { Lambda } from "./state.ts";

export type Code = {
  readonly ZipFile?: Uint8Array;
  readonly InlineSource?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
} & Partial<LocalCode>;

export interface Reference {
  readonly FunctionName: string;
}

/** Where the code of a call is to be found on this machine. @throws ServiceError when there is none */
export function codeFolder(
  { cloud, code: folders }: Pick<Lambda, "cloud" | "code">,
  given: Code,
  runtime: string,
): { folder: string; own: boolean; size: number; sha256: string } {
  const digest = (content: string | Uint8Array) => createHash("sha256").update(content).digest("base64");
  const code: Code = given.S3Key === undefined ? given : { ZipFile: objectOf(cloud, given) };
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
      "The local cloud takes code as Code.ZipFile or from a bucket: expected ZipFile, or S3Bucket and S3Key.",
    );
  const { ZipFile: zip } = code;
  return { folder: folders.unpack(zip), own: true, size: zip.length, sha256: digest(zip) };
}

export function definitionOf(
  { cloud, layers }: Pick<Lambda, "cloud" | "layers">,
  name: string,
  settings: FunctionSettings,
  folder: string,
): FunctionDefinition {
  const { LogGroup, LogFormat = "Text", ApplicationLogLevel, SystemLogLevel } = settings.LoggingConfig ?? {};
  const isJson = LogFormat === "JSON";
  return {
    name,
    arn: arnOf(cloud, "lambda", `function:${name}`),
    runtime: settings.Runtime ?? "nodejs24.x",
    handler: settings.Handler ?? "index.handler",
    codeFolder: folder,
    layerFolders: (settings.Layers ?? []).flatMap((arn) => layers.folder(arn) ?? []),
    environment: settings.Environment?.Variables ?? {},
    timeout: settings.Timeout ?? 3,
    memorySize: settings.MemorySize ?? 128,
    logGroup: LogGroup ?? `/aws/lambda/${name}`,
    logFormat: LogFormat,
    applicationLogLevel: isJson ? (ApplicationLogLevel ?? "INFO") : undefined,
    systemLogLevel: isJson ? (SystemLogLevel ?? "INFO") : undefined,
    version: "$LATEST",
  };
}

/** What the API shows of a function. */
export function configurationOf(
  cloud: Cloud,
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
    LoggingConfig: {
      LogFormat: made.logFormat,
      ApplicationLogLevel: made.applicationLogLevel as NonNullable<
        FunctionSettings["LoggingConfig"]
      >["ApplicationLogLevel"],
      SystemLogLevel: made.systemLogLevel as NonNullable<FunctionSettings["LoggingConfig"]>["SystemLogLevel"],
      LogGroup: made.logGroup,
    },
    LastModified: new Date(cloud.clock.now()).toISOString().replace("Z", "+0000"),
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    RevisionId: randomUUID(),
    Role: settings["Role"],
    Architectures: settings["Architectures"] ?? ["x86_64"],
    TracingConfig: settings["TracingConfig"] ?? { Mode: "PassThrough" },
    EphemeralStorage: settings["EphemeralStorage"] ?? { Size: 512 },
    Description: settings.Description ?? "",
    SnapStart: { ApplyOn: snapStartOf(settings), OptimizationStatus: "Off" },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(cloud, made.runtime) },
    ...(settings.Environment && { Environment: settings.Environment }),
    ...(settings.DeadLetterConfig && { DeadLetterConfig: settings.DeadLetterConfig }),
    ...(settings.Layers && { Layers: settings.Layers.map((Arn) => ({ Arn })) }),
    ...code,
  };
}

/** When snapshots are taken, as it was asked for: shown and without effect. */
function snapStartOf({ SnapStart }: FunctionSettings): string {
  return (SnapStart as { readonly ApplyOn?: string } | undefined)?.ApplyOn ?? "None";
}

/** A runtime's version is named by a digest; here there is one of each runtime. */
function runtimeVersionArn(cloud: Cloud, runtime: string): string {
  const version = createHash("sha256").update(runtime).digest("hex");
  return arnOf({ region: cloud.region, accountId: "" }, "lambda", `runtime:${version}`);
}

const CREATING = { StateReason: "The function is being created.", StateReasonCode: "Creating" };

/** What CreateFunction answers: a function that is not ready yet, of an earlier revision. It is ready when it is looked at. */
export function pending({ LastUpdateStatus: _, ...made }: FunctionConfiguration): FunctionConfiguration {
  return { ...made, State: "Pending", ...CREATING, RevisionId: randomUUID() } as FunctionConfiguration;
}

/** What updates answer: one that is under way. */
export function inProgress(changed: FunctionConfiguration): FunctionConfiguration {
  return {
    ...changed,
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReason: CREATING.StateReason,
    LastUpdateStatusReasonCode: CREATING.StateReasonCode,
    RevisionId: randomUUID(),
  };
}

/** What lists show of a function: nothing of its state. */
export function listed(configuration: FunctionConfiguration): FunctionConfiguration {
  const { State: _, LastUpdateStatus: __, RuntimeVersionConfig: ___, ...shown } = configuration;
  return shown as FunctionConfiguration;
}

/** @throws ServiceError when a call names another revision than the newest */
export function checkRevision(given: string | undefined, newest: unknown): void {
  if (given === undefined || given === newest) return;
  throw new ServiceError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
  );
}

/** The configuration that a function, or the version or alias behind its name, shows. */
export function shownOf(
  functions: FunctionRegistry,
  { FunctionName, Qualifier }: Reference & { readonly Qualifier?: string | undefined },
): FunctionConfiguration {
  const qualifier = qualifierOf({ FunctionName, Qualifier });
  return functions.shown(functions.get(FunctionName, qualifier), qualifier);
}
