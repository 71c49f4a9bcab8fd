import { InvalidArgumentError } from "../invalid-argument-error.ts";

type Members = Readonly<Record<string, unknown>>;

/**
 * Replaces the members of a resource that a mask names by those of another; what the other lacks goes.
 *
 * @param mask paths in camel case, parts joined by dots; `*` means every member that may change
 * @param changeable members that the mask may name
 * @throws InvalidArgumentError when the mask names another member
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#field-mask
 */
export function applyUpdateMask<Resource extends object>(
  former: Resource,
  given: Partial<Resource>,
  mask: readonly string[],
  changeable: readonly string[],
): Resource {
  let next: Members = { ...(former as Members) };
  for (const path of mask.flatMap((name) => (name === "*" ? changeable : [name]))) {
    const parts = path.split(".");
    if (!changeable.includes(parts[0]!))
      throw new InvalidArgumentError(
        `The update mask names "${path.slice(0, 200)}": expected ${changeable.join(", ")}.`,
        "updateMask",
      );
    next = replaced(next, given as Members, parts);
  }
  return next as Resource;
}

function replaced(
  into: Members,
  from: Members | undefined,
  [part = "", ...inner]: readonly string[],
): Members {
  const { [part]: former, ...others } = into;
  const value = from && Object.hasOwn(from, part) ? from[part] : undefined;
  if (inner.length === 0) return value === undefined ? others : { ...others, [part]: value };
  return { ...others, [part]: replaced(membersOf(former) ?? {}, membersOf(value), inner) };
}

function membersOf(value: unknown): Members | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Members)
    : undefined;
}
