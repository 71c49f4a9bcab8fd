import { compileJsonPath } from "./json-path.ts";

/** Text of the template, and the paths that its variables stand for. */
export interface InputTransformer {
  readonly InputTemplate: string;
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
}

/** Variables that need no path, such as `aws.events.rule-name`. */
export type ReservedVariables = Readonly<Record<string, unknown>>;

const VARIABLE = /<([\w.-]+)>/g;

/** The first variable of a template that nothing gives a value. */
export function unknownVariable({
  InputTemplate,
  InputPathsMap = {},
}: {
  readonly InputTemplate?: string | undefined;
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
}): string | undefined {
  const names = [...(InputTemplate ?? "").matchAll(VARIABLE)].map(([, name]) => name!);
  return names.find((name) => !Object.hasOwn(InputPathsMap, name) && !name.startsWith("aws."));
}

/**
 * Fills in a template. A variable inside of a JSON text is the value's own text, whose quotes are left out if it is an object
 * or a list; elsewhere it is the value as JSON. What a path does not find is an empty text.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput(
  { InputTemplate, InputPathsMap = {} }: InputTransformer,
  event: unknown,
  reserved: ReservedVariables,
): string {
  const values = new Map<string, unknown>(Object.entries(reserved));
  for (const [name, path] of Object.entries(InputPathsMap)) values.set(name, compileJsonPath(path)?.(event));
  let quoted = false;
  let at = 0;
  let filled = "";
  for (const variable of InputTemplate.matchAll(VARIABLE)) {
    const before = InputTemplate.slice(at, variable.index);
    quoted = endsQuoted(before, quoted);
    at = variable.index + variable[0].length;
    const name = variable[1]!;
    filled += before + (values.has(name) ? written(values.get(name) ?? "", quoted) : variable[0]);
  }
  return filled + InputTemplate.slice(at);
}

/** Whether a piece of JSON ends inside of a text. */
function endsQuoted(text: string, quoted: boolean): boolean {
  let inside = quoted;
  for (let at = 0; at < text.length; at += 1) {
    if (inside && text[at] === "\\") at += 1;
    else if (text[at] === '"') inside = !inside;
  }
  return inside;
}

function written(value: unknown, quoted: boolean): string {
  if (!quoted) return JSON.stringify(value);
  if (typeof value === "object" && value !== null)
    return JSON.stringify(value).replace(/\\.|"/g, (part) => (part === '"' ? "" : part));
  return JSON.stringify(String(value)).slice(1, -1);
}
