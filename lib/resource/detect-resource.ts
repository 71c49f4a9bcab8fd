import type { ResourceAttributes } from "./attributes.ts";
import { declaredResource } from "./declared-resource.ts";
import { environmentResource } from "./environment-resource.ts";

/** How a resource is detected. */
export interface DetectResourceOptions {
  /** Asks the metadata services of ECS and Google too, one second at most. @default false */
  readonly network?: boolean;
}

let known: ResourceAttributes | undefined;
let asked: Promise<ResourceAttributes> | undefined;

/**
 * The resource of this process, as far as its environment tells: where it runs, then what `OTEL_RESOURCE_ATTRIBUTES` and
 * `OTEL_SERVICE_NAME` declare, which wins. Found out once.
 */
export function processResource(): ResourceAttributes {
  known ??= Object.freeze({ ...environmentResource(process.env), ...declaredResource(process.env) });
  return known;
}

/**
 * The resource of this process in the names of OpenTelemetry: Lambda, ECS, EKS, Cloud Run and Cloud Run functions, and what
 * `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` declare. Found out once; never rejects.
 */
export async function detectResource(options: DetectResourceOptions = {}): Promise<ResourceAttributes> {
  if (!options.network) return processResource();
  asked ??= import("./network-resource.ts").then(async ({ networkResource }) =>
    Object.freeze({
      ...environmentResource(process.env),
      ...(await networkResource(process.env)),
      ...declaredResource(process.env),
    }),
  );
  return asked;
}
