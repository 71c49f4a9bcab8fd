import { arnOf } from "./arn.ts";

/** What a role must be allowed to read for the references in a configuration. */
export interface SecretPermission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Why a resource is a pattern. */
  readonly reason?: string;
}

/** Finds every `ssm:/path` and `secretsmanager:name` in a configuration and says what reading them takes. */
export function secretPermissions(configuration: unknown): SecretPermission[] {
  const references = new Set<string>();
  collect(configuration, references);
  const parameters = [...references].filter((text) => text.startsWith("ssm:"));
  const secrets = [...references].filter((text) => text.startsWith("secretsmanager:"));
  const permissions: SecretPermission[] = [];
  if (parameters.length > 0)
    permissions.push({
      actions: ["ssm:GetParameter"],
      resources: parameters.map((text) => arnOf("ssm", `parameter/${text.slice(4).replace(/^\//, "")}`)),
    });
  if (secrets.length > 0)
    permissions.push({
      actions: ["secretsmanager:GetSecretValue"],
      // A secret's ARN ends with six random characters behind its name.
      resources: secrets
        .map((text) => text.slice("secretsmanager:".length).split("#")[0]!)
        .map((name) => (name.startsWith("arn:") ? name : arnOf("secretsmanager", `secret:${name}-??????`))),
    });
  return permissions;
}

function collect(value: unknown, references: Set<string>): void {
  if (typeof value === "string" && /^(ssm|secretsmanager):/.test(value)) references.add(value);
  else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) collect(inner, references);
}
