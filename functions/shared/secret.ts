/** Thrown when a reference to a secret cannot be read. The message has the reference, never the value. */
export class SecretUnavailableError extends Error {
  override readonly name = "SecretUnavailableError";
}

const LIFETIME_MS = 300_000;
const cache = new Map<string, { readonly value: string; readonly readAt: number }>();

/**
 * Resolves `ssm:/parameter`, `secretsmanager:name-or-arn` or `secretsmanager:name-or-arn#member` of a JSON secret; any other
 * text stands for itself. Values are kept for five minutes, so that a rotated secret is picked up.
 *
 * @throws SecretUnavailableError if the reference cannot be read and was not read before.
 */
export async function resolveReference(reference: string, now: number = Date.now()): Promise<string> {
  const isParameter = reference.startsWith("ssm:");
  if (!isParameter && !reference.startsWith("secretsmanager:")) return reference;
  const known = cache.get(reference);
  if (known !== undefined && now - known.readAt < LIFETIME_MS) return known.value;
  try {
    const value = isParameter
      ? await readParameter(reference.slice(4))
      : await readSecret(reference.slice(15));
    cache.set(reference, { value, readAt: now });
    return value;
  } catch (cause) {
    // An old secret is more use than none while the service is throttled.
    if (known !== undefined) return known.value;
    throw new SecretUnavailableError(
      `${reference} could not be read (${(cause as Error).name}). Check that it exists and that the function's role may read it.`,
      { cause },
    );
  }
}

async function readParameter(name: string): Promise<string> {
  const { SSMClient, GetParameterCommand } = await import("./clients/ssm.ts");
  const client = new SSMClient({});
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  if (Parameter?.Value === undefined) throw new SecretUnavailableError(`${name} has no value.`);
  return Parameter.Value;
}

async function readSecret(reference: string): Promise<string> {
  const [id, member] = reference.split("#", 2) as [string, string | undefined];
  const { SecretsManagerClient, GetSecretValueCommand } = await import("./clients/secrets-manager.ts");
  const client = new SecretsManagerClient({});
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: id }));
  if (SecretString === undefined) throw new SecretUnavailableError(`${id} has no text value.`);
  if (member === undefined) return SecretString;
  const value = (JSON.parse(SecretString) as Record<string, unknown>)[member];
  if (typeof value !== "string") throw new SecretUnavailableError(`${id} has no text member ${member}.`);
  return value;
}
