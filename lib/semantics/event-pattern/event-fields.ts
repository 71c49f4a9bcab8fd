/** A value of an event, with the elements of lists that it stands in. */
export interface EventField {
  readonly value: unknown;
  /** Index of the element by list, for each list of objects or lists that the value is in. */
  readonly elements: ReadonlyMap<object, number>;
}

/** The scalars of an event by their paths, whose names are joined with dots as the service does. */
export function eventFields(event: unknown): ReadonlyMap<string, readonly EventField[]> {
  const fields = new Map<string, EventField[]>();
  const waiting: [path: string, value: unknown, elements: ReadonlyMap<object, number>][] = [
    ["", event, new Map()],
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value, elements] = next;
    if (Array.isArray(value))
      for (const [index, element] of value.entries()) {
        const nested = typeof element === "object" && element !== null;
        waiting.push([path, element, nested ? new Map(elements).set(value, index) : elements]);
      }
    else if (typeof value === "object" && value !== null)
      for (const [name, inner] of Object.entries(value))
        waiting.push([path === "" ? name : `${path}.${name}`, inner, elements]);
    else fields.set(path, [...(fields.get(path) ?? []), { value, elements }]);
  }
  return fields;
}
