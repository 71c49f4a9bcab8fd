/**
 * Puts the generated logical ids into every reference: `Ref: Function.Alias` names the alias, `Ref: Layer` the layer's version.
 *
 * @param names what stands for a name
 */
export function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== "object" || value === null || names.size === 0) return value;
  if (Array.isArray(value)) return value.map((element) => withNames(element, names));
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => {
      if (member === "Ref") return [member, names.get(String(inner)) ?? inner];
      if (member === "DependsOn") return [member, dependencies(inner, names)];
      if (member === "Fn::GetAtt") return [member, attribute(inner, names)];
      if (member === "Fn::Sub" && typeof inner === "string") return [member, inText(inner, names)];
      if (member === "Fn::Sub" && Array.isArray(inner))
        return [member, [inText(String(inner[0]), names), withNames(inner[1], names)]];
      return [member, withNames(inner, names)];
    }),
  );
}

function dependencies(value: unknown, names: ReadonlyMap<string, string>): unknown {
  return Array.isArray(value)
    ? value.map((name) => names.get(name) ?? name)
    : (names.get(String(value)) ?? value);
}

/** An attribute may be one of what is generated, as in `Function.Version.Version`. */
function attribute(value: unknown, names: ReadonlyMap<string, string>): unknown {
  const parts = [value].flat();
  if (parts.some((part) => typeof part !== "string")) return value;
  const [first, second, ...rest] = parts.join(".").split(".");
  const generated = names.get(`${first}.${second}`);
  return generated !== undefined && rest.length > 0
    ? [generated, rest.join(".")]
    : [names.get(first!) ?? first, [second, ...rest].join(".")];
}

function inText(text: string, names: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{([^!}][^}]*)\}/g, (whole, reference: string) => {
    const name = reference.trim();
    if (names.has(name)) return `\${${names.get(name)}}`;
    const [first, second, ...rest] = name.split(".");
    if (second === undefined) return whole;
    const generated = names.get(`${first}.${second}`);
    if (generated !== undefined) return `\${${[generated, ...rest].join(".")}}`;
    return names.has(first!) ? `\${${[names.get(first!), second, ...rest].join(".")}}` : whole;
  });
}
