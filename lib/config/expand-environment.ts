import type { ConfigurationMistake } from "./configuration-error.ts";

/** Where a text came from the environment, so that it may stand for a number. */
export type ExpandedPaths = Set<string>;

const REFERENCE = /\$(?:\$\{|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/g;

/**
 * A copy of a document with `${NAME}` and `${NAME:-default}` replaced in every text; `$${` stands for `${`. A variable
 * that is not set and has no default is a mistake.
 */
export function expandEnvironment(
  value: unknown,
  environment: NodeJS.ProcessEnv,
  mistakes: ConfigurationMistake[],
  expanded: ExpandedPaths,
  path = "",
): unknown {
  if (typeof value === "string") return expandText(value, environment, mistakes, expanded, path);
  if (Array.isArray(value)) {
    return value.map((member, index) =>
      expandEnvironment(member, environment, mistakes, expanded, `${path}[${index}]`),
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const memberPath = path === "" ? key : `${path}.${key === "" ? '""' : key}`;
    copy[key] = expandEnvironment(member, environment, mistakes, expanded, memberPath);
  }
  return copy;
}

function expandText(
  text: string,
  environment: NodeJS.ProcessEnv,
  mistakes: ConfigurationMistake[],
  expanded: ExpandedPaths,
  path: string,
): string {
  return text.replace(REFERENCE, (reference, name: string | undefined, fallback: string | undefined) => {
    if (name === undefined) return "${";
    const found = environment[name];
    // As in a shell, `:-` also stands in for an empty variable.
    const replacement = fallback !== undefined && (found === undefined || found === "") ? fallback : found;
    if (replacement === undefined) {
      mistakes.push({
        path,
        message: `environment variable ${name} is not set; set it or write \${${name}:-default}`,
      });
      return reference;
    }
    expanded.add(path);
    return replacement;
  });
}
