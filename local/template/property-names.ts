/**
 * Properties by shape, the resource's own under the empty name; each with the shape of its value, or an empty text, behind an
 * exclamation mark where it has to be there.
 */
type Shapes = Readonly<Record<string, Readonly<Record<string, string>>>>;

let known: Promise<Readonly<Record<string, Shapes>>> | undefined;

/** What AWS's published schemas say, read when the first resource is made. */
function schemas(): Promise<Readonly<Record<string, Shapes>>> {
  known ??= import("./resource-properties.json", { with: { type: "json" } }).then(
    ({ default: types }) => types as unknown as Readonly<Record<string, Shapes>>,
  );
  return known;
}

/**
 * Properties that a resource type does not have, and such as it has to have and are not given, each in CloudFormation's words,
 * for example `"#/Tags/0: extraneous key [Name] is not permitted"`. Types without a published schema take everything.
 */
export async function wrongProperties(type: string, properties: object): Promise<string[]> {
  const types = await schemas();
  if (!Object.hasOwn(types, type)) return [];
  return wrongKeys(types[type]!, "", properties, "#");
}

/** @param shape name, in braces when the value is a map of such */
function wrongKeys(shapes: Shapes, shape: string, value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value))
    return value.flatMap((element, index) => wrongKeys(shapes, shape, element, `${path}/${index}`));
  const inMap = /^\{(.+)\}$/.exec(shape)?.[1];
  if (inMap !== undefined)
    return Object.entries(value).flatMap(([key, member]) =>
      wrongKeys(shapes, inMap, member, `${path}/${key}`),
    );
  const members = shapes[shape]!;
  const missing = Object.keys(members).filter(
    (key) => members[key]!.startsWith("!") && !Object.hasOwn(value, key),
  );
  const others = Object.entries(value).flatMap(([key, member]) => {
    if (!Object.hasOwn(members, key)) return [`${path}: extraneous key [${key}] is not permitted`];
    const inner = members[key]!.replace("!", "");
    return inner === "" ? [] : wrongKeys(shapes, inner, member, `${path}/${key}`);
  });
  return [...missing.map((key) => `${path}: required key [${key}] not found`), ...others];
}
