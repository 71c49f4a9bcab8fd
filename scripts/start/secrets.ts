import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { LocalCloud } from "../../local/index.ts";

/** Puts the secrets that the configuration refers to where the functions look for them. */
export async function storeSecrets(
  cloud: LocalCloud,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  const client = new SSMClient({
    endpoint: cloud.endpoints.aws,
    region: cloud.env["AWS_REGION"]!,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  for (const [Name, Value] of Object.entries(secrets))
    await client.send(new PutParameterCommand({ Name, Value, Type: "SecureString", Overwrite: true }));
  client.destroy();
}
