import { ServiceError } from "#kernel/service-error.ts";
import type { DeployedFunction, EventInvokeConfig } from "./deployed-function.ts";
import { type FunctionRegistry, functionName, qualifierOf } from "./function-registry.ts";

export interface EventInvokeInput extends EventInvokeConfig {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** The function, and the qualifier, whose asynchronous invocations a call is about. @throws ServiceError */
export function eventInvokeOwner(
  functions: FunctionRegistry,
  input: Pick<EventInvokeInput, "FunctionName" | "Qualifier">,
): { readonly deployed: DeployedFunction; readonly qualifier: string } {
  const qualifier = qualifierOf(input) ?? "$LATEST";
  const { name } = functionName(input.FunctionName);
  if (!functions.has(name)) throw notFound("The function doesn't exist.");
  const deployed = functions.get(input.FunctionName);
  const { aliases, versions } = deployed;
  if (
    qualifier !== "$LATEST" &&
    !aliases.has(qualifier) &&
    !versions.some((one) => one["Version"] === qualifier)
  )
    throw notFound("The function doesn't exist.");
  return { deployed, qualifier };
}

/** @throws ServiceError when nothing is set, or a function would be told of itself */
export function checkEventInvoke({ pool }: DeployedFunction, config: EventInvokeConfig): void {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = config;
  const invalid = (message: string) => new ServiceError("InvalidParameterValueException", message);
  if ((MaximumRetryAttempts ?? MaximumEventAgeInSeconds ?? DestinationConfig) === undefined)
    throw invalid("You must specify at least one of error handling or destination setting.");
  const targets = [DestinationConfig?.OnSuccess?.Destination, DestinationConfig?.OnFailure?.Destination];
  if (targets.includes(pool.definition.arn))
    throw invalid("You can't specify the function as a destination for itself.");
}

/** Settings as the API shows them. @throws ServiceError when there are none */
export function shownEventInvoke(functions: FunctionRegistry, arn: string, qualifier: string): object {
  const { name } = functionName(arn);
  const config = functions.has(name) ? functions.get(name).eventInvokeConfigs.get(qualifier) : undefined;
  if (!config) throw notFound(`The function ${arn}:${qualifier} doesn't have an EventInvokeConfig`);
  const { OnSuccess = {}, OnFailure = {} } = config.DestinationConfig ?? {};
  return { ...config, DestinationConfig: { OnSuccess, OnFailure }, FunctionArn: `${arn}:${qualifier}` };
}

const notFound = (message: string) => new ServiceError("ResourceNotFoundException", message);
