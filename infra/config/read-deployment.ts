import { readFileSync } from "node:fs";
import { reasonOf } from "cumulog/analysis";
import { parseDocument } from "yaml";
import { type DeploymentConfiguration, deploymentSchema } from "./deployment.ts";

/** Thrown when the deployment's configuration is missing or wrong; names every mistake with its path in the file. */
export class DeploymentConfigurationError extends Error {
  override readonly name = "DeploymentConfigurationError";
}

/**
 * Checks a configuration.
 *
 * @param source for messages, usually the file's path
 * @throws DeploymentConfigurationError that names every mistake with its path
 */
export function checkDeployment(document: unknown, source: string): DeploymentConfiguration {
  const result = deploymentSchema.safeParse(document);
  if (result.success) return result.data;
  const lines = result.error.issues.map(
    ({ path, message }) => `  ${path.join(".") || "(top level)"}: ${message}`,
  );
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
  const parsed = parseDocument(text, { prettyErrors: true });
  const [problem] = parsed.errors;
  if (problem) throw new DeploymentConfigurationError(`${path} is not valid YAML: ${problem.message}`);
  return checkDeployment(parsed.toJS({ maxAliasCount: 100 }), path);
}
