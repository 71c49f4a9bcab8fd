import { ServiceError } from "../../kernel/service-error.ts";

/** A parameter's place in the input: text, or members by name. */
export interface FormNode {
  text?: string;
  readonly members: Map<string, FormNode>;
}

const DEEPEST = 32;

/**
 * Reads form parameters such as `Dimensions.member.1.Name=Host` into a tree.
 *
 * @throws ServiceError for names that are malformed
 */
export function readForm(parameters: URLSearchParams): FormNode {
  const root: FormNode = { members: new Map() };
  for (const [name, value] of parameters) {
    const path = name.split(".");
    if (path.length > DEEPEST || path.some((part) => part === ""))
      throw new ServiceError("MalformedQueryString", `The parameter ${name.slice(0, 200)} is malformed.`);
    let node = root;
    for (const part of path) {
      let next = node.members.get(part);
      if (!next) {
        next = { members: new Map() };
        node.members.set(part, next);
      }
      node = next;
    }
    node.text = value;
  }
  return root;
}

/** The elements of a list, in the order of their numbers. */
export function elementsOf({ members }: FormNode): FormNode[] {
  return [...members]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, node]) => node);
}

export function isNumbered({ members }: FormNode): boolean {
  return members.size > 0 && [...members.keys()].every((key) => /^\d+$/.test(key));
}
