import type { FunctionDefinition } from "../function-definition.ts";
import { platformVariables, proxied } from "../process-variables.ts";

/** Variables of the runtime that extensions do not get. @see https://docs.aws.amazon.com/lambda/latest/dg/extensions-api.html */
const OF_THE_RUNTIME = [
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "_AWS_XRAY_DAEMON_ADDRESS",
  "_AWS_XRAY_DAEMON_PORT",
  "_HANDLER",
];

/** The variables of an extension's process: those of the function, and where the runtime API is. */
export function extensionEnvironment(
  { environment }: FunctionDefinition,
  variables: Readonly<Record<string, string>>,
  runtimeApi: string,
): NodeJS.ProcessEnv {
  const caught = proxied(variables["CUMULOG_CATCH"]);
  const given = { ...variables, ...environment };
  return {
    ...platformVariables(),
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !OF_THE_RUNTIME.includes(name))),
    ...caught,
    // Where an extension sets NODE_OPTIONS aside, because they are the function's.
    ...(caught["NODE_OPTIONS"] !== undefined && { CUMULOG_NODE_OPTIONS: caught["NODE_OPTIONS"] }),
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
  };
}
