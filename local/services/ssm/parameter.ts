/** What one version of a parameter says. */
export interface ParameterVersion {
  readonly version: number;
  readonly value: string;
  readonly type: string;
  readonly dataType: string;
  readonly tier: string;
  readonly modified: number;
  readonly description?: string;
  readonly allowedPattern?: string;
  /** Key of a `SecureString`. */
  readonly keyId?: string;
  readonly policies?: string;
}

export interface Parameter {
  readonly name: string;
  /** The versions that are kept, the oldest first. */
  readonly versions: ParameterVersion[];
  /** Versions by their labels. */
  readonly labels: Record<string, number>;
  readonly tags: Record<string, string>;
}

/** https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm */
export const MOST_VERSIONS = 100;

export const TYPES = ["SecureString", "StringList", "String"] as const;
export const TIERS = ["Standard", "Advanced", "Intelligent-Tiering"] as const;

export function newestOf({ versions }: Parameter): ParameterVersion {
  return versions.at(-1)!;
}

/** Labels of one version, in alphabetical order. */
export function labelsOf({ labels }: Parameter, version: number): string[] {
  return Object.keys(labels)
    .filter((label) => labels[label] === version)
    .sort();
}

/** The value as a caller gets it who may not, or does not want to, decrypt it. */
export function shownValue({ type, value, keyId }: ParameterVersion, decrypted: boolean): string {
  return type === "SecureString" && !decrypted ? `kms:${keyId}:${value}` : value;
}
