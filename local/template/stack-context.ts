import type { Cloud } from "../kernel/cloud.ts";
import {
  type CreatedResource,
  generatedName,
  type ResourceContext,
  type ResourceType,
} from "../kernel/resource-type.ts";
import { assetPath, type ObjectPath } from "./asset-path.ts";
import type { StackSource } from "./cloud-assembly.ts";
import type { Deployed } from "./deployed-resource.ts";
import { typedInput } from "./typed-input.ts";

/** The stack that the resources are of. */
export interface ResourceOwner {
  readonly name: string;
  readonly stackId: string;
  readonly cloud: Cloud;
  /** How resources of a type are made; undefined when the cloud does not have it. */
  typeOf(type: string, source: StackSource): ResourceType | undefined | Promise<ResourceType | undefined>;
  /** Path of an object in a bucket, for assets that are not in the assembly. */
  readonly objectPath?: ObjectPath | undefined;
}

/** What one resource of a stack is made, changed or removed with. */
export function resourceContext(
  { cloud, name, stackId, objectPath }: ResourceOwner,
  logicalId: string,
  source: StackSource,
  {
    forAbsent,
    resources,
    generation,
    undoing = false,
    made = () => {},
    creationPolicy,
    wait = (awaited) => awaited,
  }: {
    readonly forAbsent: boolean;
    /** Resources of the stack that are there. */
    readonly resources: ReadonlyMap<string, Deployed>;
    readonly generation?: number | undefined;
    readonly undoing?: boolean | undefined;
    readonly made?: (resource: CreatedResource) => void;
    readonly creationPolicy?: unknown;
    readonly wait?: ResourceContext["wait"] | undefined;
  },
): ResourceContext {
  return {
    cloud,
    stackName: name,
    stackId,
    logicalId,
    standsInForAbsent: forAbsent,
    undoing,
    made,
    creationPolicy,
    wait,
    placeholderWith: (text) =>
      [...resources].find(
        ([, { standIn, properties }]) => standIn && JSON.stringify(properties).includes(text),
      )?.[0],
    generateName: (longest) => generatedName(name, logicalId, longest, generation),
    asset: (objectKey, bucket) => assetPath(source, objectPath, objectKey, bucket),
    placeholderOf: (arn) =>
      [...resources.values()].find(({ attributes }) => attributes["Arn"] === arn)?.placeholder,
    call: async (service, operation, input) => {
      const model = (await cloud.service(service))?.model;
      return cloud.call(service, operation, typedInput(model, operation, input));
    },
  };
}
