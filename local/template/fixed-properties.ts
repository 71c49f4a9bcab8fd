import fixed from "./fixed-properties.json" with { type: "json" };

const FIXED: Readonly<Record<string, readonly string[]>> = fixed;

/** Properties of a resource type whose change needs a new resource, as AWS's published schemas say. */
export const fixedProperties = (type: string): readonly string[] =>
  Object.hasOwn(FIXED, type) ? FIXED[type]! : [];
