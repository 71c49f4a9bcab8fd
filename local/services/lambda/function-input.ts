import { existsSync, statSync } from "node:fs";
import {
  LAMBDA_ENVIRONMENT_MAX_BYTES,
  LAMBDA_MAX_MEMORY_MB,
  LAMBDA_MAX_TIMEOUT_SECONDS,
  LAMBDA_MIN_MEMORY_MB,
} from "cumulog/semantics";
import { z } from "zod";
import type { CallContext } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";

/** Code in a folder of this machine: how the template loader hands over an asset. Not part of the AWS API. */
export interface LocalCode {
  readonly LocalFolder: string;
}

const environment = z.object({ Variables: z.record(z.string(), z.string()).default({}) });

/** How the template loader deploys again what was kept from a former run. Not part of the AWS API. */
export interface TakeOver {
  /** Takes over what a former run has made under the same name, instead of refusing the name or making a second one. */
  readonly TakeOver?: boolean;
}

/** Members of CreateFunction and UpdateFunctionConfiguration that have an effect here; others are kept and shown. */
export const functionSettings = z.looseObject({
  Runtime: z.string().optional(),
  Handler: z.string().max(128).optional(),
  Description: z.string().max(256).optional(),
  Timeout: z.number().int().min(1).max(LAMBDA_MAX_TIMEOUT_SECONDS).optional(),
  MemorySize: z.number().int().min(LAMBDA_MIN_MEMORY_MB).max(LAMBDA_MAX_MEMORY_MB).optional(),
  Environment: environment.optional(),
  DeadLetterConfig: z.object({ TargetArn: z.string().optional() }).optional(),
  Layers: z.array(z.string()).optional(),
  LoggingConfig: z
    .looseObject({
      LogFormat: z.enum(["Text", "JSON"]).optional(),
      LogGroup: z.string().optional(),
      ApplicationLogLevel: z.enum(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]).optional(),
      SystemLogLevel: z.enum(["DEBUG", "INFO", "WARN"]).optional(),
    })
    .optional(),
});

export type FunctionSettings = z.infer<typeof functionSettings>;

/** Names of AWS's runtimes, of any version. */
const RUNTIME =
  /^(nodejs(\d+\.(x|\d+)(-edge)?)?|provided(\.al2|\.al2023)?|python\d\.\d+|java\d+(\.al2|\.al2023)?|dotnet\d+|dotnetcore\d\.\d|ruby\d\.\d|go1\.x)$/;
const RUNS_HERE = /^(nodejs|provided)/;

/**
 * Functions of every runtime can be made and shown, so that a stack which has one deploys; Node.js and custom
 * runtimes also run.
 *
 * @throws ServiceError `InvalidRuntimeException` when a function of this runtime cannot be invoked here
 */
export function checkRuns(name: string, runtime: string): void {
  if (RUNS_HERE.test(runtime)) return;
  throw new ServiceError(
    "InvalidRuntimeException",
    `The function ${name} cannot be invoked: its runtime ${runtime} does not run in the local cloud, only nodejs18.x or newer and provided.al2023 do.`,
    { statusCode: 502 },
  );
}

/**
 * Reads the settings of a function.
 *
 * @throws ServiceError `InvalidParameterValueException` naming the member
 */
export function readSettings(input: object): FunctionSettings {
  const result = functionSettings.safeParse(input);
  if (!result.success) {
    const { path, message } = result.error.issues[0]!;
    throw new ServiceError(
      "InvalidParameterValueException",
      `Value at '${path.join(".")}' is not valid: ${message}`,
    );
  }
  const { Runtime, LoggingConfig } = result.data;
  checkVariables(result.data.Environment?.Variables ?? {});
  checkLayers(result.data.Layers ?? []);
  if (
    LoggingConfig?.LogFormat !== "JSON" &&
    (LoggingConfig?.ApplicationLogLevel ?? LoggingConfig?.SystemLogLevel) !== undefined
  )
    throw new ServiceError(
      "InvalidParameterValueException",
      "ApplicationLogLevel and SystemLogLevel are only supported with LogFormat JSON.",
    );
  if (Runtime !== undefined && !RUNTIME.test(Runtime))
    throw new ServiceError(
      "InvalidParameterValueException",
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: expected the name of a runtime of AWS, for example nodejs24.x.`,
    );
  return result.data;
}

const MOST_LAYERS = 5;

function checkVariables(variables: Readonly<Record<string, string>>): void {
  if (Buffer.byteLength(JSON.stringify(variables)) <= LAMBDA_ENVIRONMENT_MAX_BYTES) return;
  // AWS repeats the variables here; they may be secrets, which no error has.
  throw new ServiceError(
    "InvalidParameterValueException",
    "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.",
  );
}

function checkLayers(arns: readonly string[]): void {
  const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message);
  if (arns.length > MOST_LAYERS) throw invalid(`Cannot reference more than ${MOST_LAYERS} layers.`);
  const layerOf = (arn: string) => arn.replace(/:\d+$/, "");
  for (const [at, arn] of arns.entries()) {
    const other = arns.slice(0, at).find((former) => layerOf(former) === layerOf(arn));
    if (other !== undefined)
      throw invalid(
        `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
      );
  }
}

/** @throws ServiceError `InvalidParameterValueException` when there is no such folder */
export function existingFolder(folder: string): string {
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  throw new ServiceError("InvalidParameterValueException", `The code folder ${folder} does not exist.`);
}

/**
 * Folders, source text and the taking over of what a restart found come from this process only, from the template that
 * it deploys: a request could name any folder of the machine.
 *
 * @throws ServiceError `InvalidParameterValueException`
 */
export function refuseFromOutside(input: object | undefined, { endpoint }: CallContext): void {
  if (endpoint === undefined) return;
  const member = ["InlineSource", "LocalFolder", "TakeOver"].find((name) => Object.hasOwn(input ?? {}, name));
  if (member !== undefined)
    throw new ServiceError(
      "InvalidParameterValueException",
      `${member} is not a member of Lambda's API: the local cloud takes code of a request as ZipFile only.`,
    );
}
