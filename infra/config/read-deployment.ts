import { readFileSync } from "node:fs";
import { reasonOf } from "cumulog/analysis";
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { type DeploymentConfiguration, deploymentSchema } from "./deployment.ts";
import { issuesOf } from "./issue-text.ts";

/** Thrown when the deployment's configuration is missing or wrong; names every mistake with its path in the file. */
export class DeploymentConfigurationError extends Error {
  override readonly name = "DeploymentConfigurationError";
}

type LineOf = (path: readonly PropertyKey[]) => number | undefined;

/**
 * Checks a configuration.
 *
 * @param source for messages, usually the file's path
 * @param lineOf the line of the file that a path is in. @default unknown
 * @throws DeploymentConfigurationError that names every mistake with its path
 */
export function checkDeployment(
  document: unknown,
  source: string,
  lineOf: LineOf = () => undefined,
): DeploymentConfiguration {
  const result = deploymentSchema.safeParse(document);
  const unsafe = pathOfPrototype(document);
  if (result.success && !unsafe) return result.data;
  const issues = [
    ...(unsafe ? [{ path: unsafe, message: "nothing may have this name" }] : []),
    ...issuesOf(result.error?.issues ?? [], document),
  ];
  const lines = issues.map(({ path, message }) => {
    const line = lineOf(path);
    return `  ${line === undefined ? "" : `line ${line}: `}${path.join(".") || "(top level)"}: ${message}`;
  });
  throw new DeploymentConfigurationError(`${source} cannot be deployed:\n${lines.join("\n")}`);
}

/** Reads `cumulog.yaml` (or JSON). @throws DeploymentConfigurationError */
export function readDeployment(path: string): DeploymentConfiguration {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new DeploymentConfigurationError(`${path} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  const lineCounter = new LineCounter();
  const parsed = parseDocument(text, { prettyErrors: true, lineCounter });
  const [problem] = parsed.errors;
  if (problem) throw new DeploymentConfigurationError(`${path} is not valid YAML: ${problem.message}`);
  const lineOf: LineOf = (at) => {
    const offset = offsetOf(parsed, at);
    return offset === undefined ? undefined : lineCounter.linePos(offset).line;
  };
  return checkDeployment(parsed.toJS({ maxAliasCount: 100 }), path, lineOf);
}

/** Where the member that a path names begins, or the nearest around it that is there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!isPair(pair)) return offset;
      offset = (isNode(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(part)];
      if (!isNode(node)) return offset;
      offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

/** A member of this name would be lost: objects mean something else by it. */
function pathOfPrototype(value: unknown, path: readonly string[] = []): readonly string[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = name === "__proto__" ? [...path, name] : pathOfPrototype(member, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
