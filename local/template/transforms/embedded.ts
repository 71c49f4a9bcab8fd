import { evaluate } from "../intrinsics.ts";
import { TemplateError } from "../template-error.ts";
import { parseYaml } from "../yaml-text.ts";
import { runMacro } from "./macros.ts";
import type { TransformPlace } from "./transform-place.ts";

/** Brings what lies in a file into the place that names it. */
export const INCLUDE = "AWS::Include";

const CALL = "Fn::Transform";

interface TransformCall {
  readonly Name: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
}

/** A call of a transform, its parameters evaluated. @throws TemplateError when it is none */
export async function readCall(
  value: unknown,
  { scope }: TransformPlace,
  path: string,
): Promise<TransformCall> {
  const { Name, Parameters = {} } = (value ?? {}) as Partial<TransformCall>;
  if (typeof Name !== "string")
    throw new TemplateError(`${path}: expected a transform with a "Name", found ${JSON.stringify(value)}`);
  return {
    Name,
    Parameters: (await evaluate(Parameters, scope, `${path}.Parameters`)) as TransformCall["Parameters"],
  };
}

/**
 * Puts in what the transforms inside of a template make, the innermost first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-transform.html
 *
 * @throws TemplateError naming the place
 */
export async function withEmbedded(value: unknown, place: TransformPlace, path: string): Promise<unknown> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value))
    return Promise.all(value.map((element, index) => withEmbedded(element, place, `${path}[${index}]`)));
  const siblings: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value))
    if (key !== CALL) siblings[key] = await withEmbedded(inner, place, `${path}.${key}`);
  if (!Object.hasOwn(value, CALL)) return siblings;
  const calls = [(value as Record<string, unknown>)[CALL]].flat();
  let result: unknown = siblings;
  for (const call of calls)
    result = await transformed(result, await readCall(call, place, `${path}.${CALL}`), place, path);
  return result;
}

async function transformed(
  fragment: unknown,
  { Name, Parameters }: TransformCall,
  place: TransformPlace,
  path: string,
): Promise<unknown> {
  if (Name === INCLUDE)
    return { ...included(String(Parameters["Location"]), place, path), ...(fragment as object) };
  const made = await runMacro(place.cloud, Name, {
    fragment,
    params: Parameters,
    templateParameterValues: place.parameters,
  });
  if (!made) throw new TemplateError(`${path}: No transform named ${place.cloud.accountId}::${Name} found.`);
  return made.fragment;
}

/** The content of a file in a bucket or beside the template. @throws TemplateError when it is not there or is no map */
export function included(location: string, { read, absent }: TransformPlace, path: string): object {
  const text = read(location);
  if (text === undefined) {
    absent?.standIn(`the snippet ${location}`, "nothing");
    if (absent) return {};
    throw new TemplateError(`${path}: there is nothing to include at ${location}.`);
  }
  let content: unknown;
  try {
    content = parseYaml(text);
  } catch (cause) {
    throw new TemplateError(`${path}: ${location} is not valid YAML: ${(cause as Error).message}`, { cause });
  }
  if (typeof content === "object" && content !== null && !Array.isArray(content)) return content;
  throw new TemplateError(`${path}: ${location} is expected to be a map of keys and values.`);
}
