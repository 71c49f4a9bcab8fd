/** Members of a parsed JSON object, by name. */
export type Members = Readonly<Record<string, unknown>>;

/** A value, and the member at the top that it came from. */
export interface FoundMember {
  readonly value: unknown;
  readonly key: string;
  /** Whether the value is all that the member at the top has. */
  readonly isWhole: boolean;
}

/** The member of a name; a dot goes into an object unless a member is itself called so. `null` counts as absent. */
export function findMember(members: Members, name: string): FoundMember | undefined {
  if (Object.hasOwn(members, name)) {
    const value = members[name];
    return value === null || value === undefined ? undefined : { value, key: name, isWhole: true };
  }
  const dot = name.indexOf(".");
  if (dot === -1) return undefined;
  const key = name.slice(0, dot);
  const inner = Object.hasOwn(members, key) ? members[key] : undefined;
  if (!isMembers(inner)) return undefined;
  const found = findMember(inner, name.slice(dot + 1));
  return found && { value: found.value, key, isWhole: false };
}

/** Whether a value is an object with members, and no list. */
export function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object that a text is. */
export function membersOf(text: string): Members | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
