import type { Properties } from "../kernel/resource-type.ts";
import type { Deployed } from "./deployed-resource.ts";

/** Whether the template itself names a resource, and names what takes its place the same: both cannot be there at once. */
export function keepsName(properties: Properties, { id, properties: former }: Deployed): boolean {
  const ownName = id.split(/[:/|]/).at(-1);
  return Object.entries(properties).some(
    ([name, value]) => /Name$/.test(name) && value === ownName && former[name] === value,
  );
}

/** A change in place was asked for that needs a new resource. */
export class ReplacementError extends Error {
  override readonly name = "ReplacementError";

  constructor(logicalId: string, type: string) {
    super(`${logicalId} (${type}) cannot be changed so in place: the change needs a new resource.`);
  }
}

/** What is to be replaced stays, and what is to take its place has the same name. */
export class NameInUseError extends Error {
  override readonly name = "NameInUseError";

  constructor(physicalId: string) {
    super(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${physicalId} and update the stack again.`,
    );
  }
}
