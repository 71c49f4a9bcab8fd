import { resolveReference } from "../shared/secret.ts";
import { CONFIGURATION_VARIABLE, checkExtension, type ExtensionConfiguration } from "./configuration.ts";

/**
 * Reads the configuration of the environment.
 *
 * @throws {TypeError} that says what is wrong, {SecretUnavailableError} for a parameter that cannot be read
 */
export async function readExtension(environment: NodeJS.ProcessEnv): Promise<ExtensionConfiguration> {
  const text = environment[CONFIGURATION_VARIABLE];
  if (text === undefined || text === "")
    throw new TypeError(`LogExtension: set ${CONFIGURATION_VARIABLE} to a JSON document with handlers`);
  let given: unknown;
  try {
    given = JSON.parse(await resolveReference(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new TypeError(`LogExtension: ${CONFIGURATION_VARIABLE} is not JSON`, { cause });
  }
  return checkExtension(given);
}
