export interface SecretValue {
  readonly SecretString?: string;
  readonly SecretBinary?: string | Uint8Array;
}

export interface Version extends SecretValue {
  readonly id: string;
  readonly created: number;
  readonly stages: readonly string[];
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface Secret {
  readonly arn: string;
  readonly name: string;
  description?: string | undefined;
  keyId?: string | undefined;
  tags?: Tag[] | undefined;
  /** The resource policy's text. */
  policy?: string | undefined;
  readonly created: number;
  changed: number;
  deleted?: number | undefined;
  /** When it goes, unless it is restored: in milliseconds since the epoch. */
  removal?: number | undefined;
  versions: Version[];
}
