import type { Cloud } from "../../kernel/cloud.ts";
import { openCloudWatch } from "../cloudwatch/state.ts";
import { AsynchronousInvocations } from "./asynchronous-invocation.ts";
import { CodeFolders } from "./code-folder.ts";
import { EventSourceMappings } from "./event-sources/mappings.ts";
import { FunctionRegistry } from "./function-registry.ts";
import { LayerRegistry } from "./layer-registry.ts";
import { publishFunctionMetrics } from "./service-metrics.ts";
import { FunctionUrls } from "./urls/function-urls.ts";

/** What Lambda keeps in one cloud. */
export interface Lambda {
  readonly cloud: Cloud;
  readonly functions: FunctionRegistry;
  readonly layers: LayerRegistry;
  readonly code: CodeFolders;
  readonly asynchronous: AsynchronousInvocations;
  readonly mappings: EventSourceMappings;
  readonly urls: FunctionUrls;
}

/** Opens the functions of a cloud: each runs its real code in child processes that speak the Runtime API. */
export function openLambda(cloud: Cloud): Lambda {
  const code = new CodeFolders(cloud.storage);
  const functions = new FunctionRegistry(cloud, code);
  const layers = new LayerRegistry(cloud, code);
  const functionFolders = functions.list().flatMap(({ ownFolder }) => ownFolder ?? []);
  code.removeAllBut(new Set([...functionFolders, ...layers.ownFolders()]));
  const asynchronous = new AsynchronousInvocations(cloud, (name) =>
    functions.has(name) ? functions.get(name) : undefined,
  );
  publishFunctionMetrics(cloud, cloud.state(openCloudWatch).metrics);
  return {
    cloud,
    functions,
    layers,
    code,
    asynchronous,
    mappings: new EventSourceMappings(cloud),
    urls: new FunctionUrls(cloud),
  };
}
