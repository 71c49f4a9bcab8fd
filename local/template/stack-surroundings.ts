import type { Cloud } from "../kernel/cloud.ts";
import type { Collection } from "../kernel/storage/storage.ts";
import type { ObjectPath } from "./asset-path.ts";
import type { KeptStack } from "./kept-stack.ts";
import type { StackExports } from "./stack-exports.ts";

/** What a stack sees of the others. */
export interface StackSurroundings<OneStack> {
  readonly cloud: Cloud;
  readonly exports: StackExports;
  /** Every stack by its name, nested ones too. */
  readonly stacks: Map<string, OneStack>;
  readonly kept: Collection<KeptStack>;
  /** Path of an object in a bucket, for assets that are not in the assembly. @default none */
  readonly objectPath?: ObjectPath;
}
