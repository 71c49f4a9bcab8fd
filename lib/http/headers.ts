import type { HeaderSource } from "./options.ts";

/** Names of headers, parameters and members that carry what nobody else may read. */
const CREDENTIAL = /auth|cookie|token|secret|passw|api-?key|session|signature|credential|jwt|oidc-/i;
const HIDDEN = "[REDACTED]";
/** Characters of a header or parameter that are written. */
const LONGEST_VALUE = 1_024;

/** The first value of a header; its name in lower case. */
export function headerOf(headers: HeaderSource, name: string): string | undefined {
  if (typeof headers["get"] === "function") return (headers as Headers).get(name) ?? undefined;
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[name];
  return typeof value === "string" ? value : value?.[0];
}

/** Whether the value of a header or parameter must not be written. */
export type IsHidden = (name: string) => boolean;

export function hiddenNames(further: readonly string[]): IsHidden {
  const names = new Set(further.map((name) => name.toLowerCase()));
  return (name) => CREDENTIAL.test(name) || names.has(name.toLowerCase());
}

/** A function that picks headers to be written, without credentials; undefined if none are. */
export function headerPicker(
  wanted: boolean | readonly string[] | undefined,
  isHidden: IsHidden,
): ((headers: HeaderSource) => Record<string, unknown> | undefined) | undefined {
  if (wanted === undefined || wanted === false || (Array.isArray(wanted) && wanted.length === 0))
    return undefined;
  const names = wanted === true ? undefined : (wanted as readonly string[]).map((name) => name.toLowerCase());
  return (headers) => {
    const picked: Record<string, unknown> = {};
    for (const name of names ?? namesOf(headers)) {
      const value =
        typeof headers["get"] === "function"
          ? (headers as Headers).get(name)
          : (headers as Record<string, unknown>)[name];
      if (value === undefined || value === null) continue;
      picked[name] = isHidden(name) ? HIDDEN : Array.isArray(value) ? value.map(shortened) : shortened(value);
    }
    return Object.keys(picked).length > 0 ? picked : undefined;
  };
}

function namesOf(headers: HeaderSource): readonly string[] {
  return typeof headers["get"] === "function" ? [...(headers as Headers).keys()] : Object.keys(headers);
}

/** Text of at most so many characters. */
export function shortened(value: unknown): string {
  const text = String(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** A function that makes of path and query what is written of them. */
export function targetWriter(
  wanted: boolean | readonly string[] | undefined,
  isHidden: IsHidden,
): (target: string) => string {
  const names = Array.isArray(wanted) ? new Set<string>(wanted) : undefined;
  return (target) => {
    const start = target.indexOf("?");
    if (start < 0) return shortened(target);
    const path = shortened(target.slice(0, start));
    if (wanted === undefined || wanted === false) return path;
    const parameters = target
      .slice(start + 1)
      .split("&")
      .flatMap((parameter) => {
        const name = nameOf(parameter);
        if (names !== undefined && !names.has(name)) return [];
        return isHidden(name) ? `${parameter.split("=", 1)[0]}=${HIDDEN}` : parameter;
      });
    return parameters.length === 0 ? path : `${path}?${shortened(parameters.join("&"))}`;
  };
}

function nameOf(parameter: string): string {
  const name = (parameter.split("=", 1)[0] ?? "").replaceAll("+", " ");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
