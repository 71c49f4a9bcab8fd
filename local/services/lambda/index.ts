import type { Cloud } from "../../kernel/cloud.ts";
import { modelOf } from "../../kernel/model.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { AsynchronousInvocations } from "./asynchronous-invocation.ts";
import { CodeFolders } from "./code-folder.ts";
import { FunctionRegistry } from "./function-registry.ts";
import { LayerRegistry } from "./layer-registry.ts";
import model from "./model.json" with { type: "json" };
import { functionOperations } from "./operations/functions.ts";
import { invocationOperations } from "./operations/invocation.ts";
import { versionOperations } from "./operations/versions.ts";
import { publishFunctionMetrics } from "./service-metrics.ts";

export interface LambdaOptions {
  /** Variables that every function gets in addition to its own, for example the cloud's endpoints. */
  readonly variables?: () => Readonly<Record<string, string>>;
}

/** Adds Lambda to a cloud: each function runs its real code in child processes that speak the Runtime API. */
export function registerLambda(
  cloud: Cloud,
  { variables = () => ({}) }: LambdaOptions = {},
): FunctionRegistry {
  const code = new CodeFolders(cloud.storage);
  const registry = new FunctionRegistry(cloud, code, variables);
  const layers = new LayerRegistry(cloud, code);
  const functionFolders = registry.list().flatMap(({ ownFolder }) => ownFolder ?? []);
  code.removeAllBut(new Set([...functionFolders, ...layers.ownFolders()]));
  const asynchronous = new AsynchronousInvocations(cloud, (name) =>
    registry.has(name) ? registry.get(name) : undefined,
  );
  publishFunctionMetrics(cloud, cloud.state(openCloudWatch).metrics);
  cloud.add({
    name: "lambda",
    signedAs: "lambda",
    model: modelOf(model),
    bodyLimit: 8_388_608,
    faults: {
      throttled: { code: "TooManyRequestsException", statusCode: 429 },
      failed: { code: "ServiceException", statusCode: 500 },
    },
    operations: {},
  });
  cloud.register("lambda", {
    ...functionOperations(cloud, registry, layers, code),
    ...invocationOperations(registry, asynchronous),
    ...versionOperations(registry),
    ...layers.operations(),
  });
  return registry;
}
