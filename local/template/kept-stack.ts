import type { Place } from "../kernel/arn.ts";
import type { StackSource } from "./cloud-assembly.ts";
import type { Deployed } from "./deployed-resource.ts";
import { placeholderAttributes } from "./placeholder-values.ts";

/** A stack as it is written into the storage; its resources are written one by one. */
export interface KeptStack {
  /** What was deployed last. @default nothing yet */
  readonly source?:
    | (Omit<StackSource, "assets"> & { readonly assets: readonly [key: string, path: string][] })
    | undefined;
  /** Name of the stack that it is nested in. */
  readonly parent?: string | undefined;
  readonly outputs: Record<string, unknown>;
  readonly exports: readonly [name: string, value: unknown][];
  /** Names of the exports that it imports. */
  readonly imports: readonly string[];
}

/** Attributes of any name cannot be written down: placeholders get them again. */
export function withAttributes(resource: Deployed, place: Place): Deployed {
  const { type, id, placeholder, attributes, properties } = resource;
  const ofAnyName = placeholder !== undefined && Object.keys(attributes).length === 0;
  return ofAnyName
    ? { ...resource, attributes: placeholderAttributes(place, type, id, properties) }
    : resource;
}
