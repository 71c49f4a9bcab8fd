/** What `scripts/write-models.ts` writes of one of Google's APIs: the parts of its protos that the local cloud needs. */
export interface ProtoModel {
  /** Package that the protos came with, and its version. */
  readonly sdk: string;
  /** Methods by the full name of their service, for example `google.logging.v2.ConfigServiceV2`. */
  readonly services: Readonly<Record<string, Readonly<Record<string, ProtoMethod>>>>;
  readonly messages: Readonly<Record<string, ProtoMessage>>;
  /** Numbers by name. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A method. Types are full names without a leading dot. */
export interface ProtoMethod {
  readonly request: string;
  readonly response: string;
  /** How it is called by HTTP (`google.api.http`): verb, path template, and the member that the body is, `*` for all. */
  readonly http: readonly (readonly [verb: string, path: string, body?: string])[];
  /** What comes as many messages. */
  readonly streams?: readonly ("request" | "response")[];
}

export interface ProtoMessage {
  /** By their names in JSON. */
  readonly fields: Readonly<Record<string, ProtoField>>;
  /** Members of which only one may be set, by the name of their group. */
  readonly oneofs?: Readonly<Record<string, readonly string[]>>;
}

/** A field: its number, its type, and what else is said of it. */
export type ProtoField = readonly [
  number: number,
  type: string,
  more?: {
    readonly repeated?: true;
    /** Type of a map's keys. */
    readonly key?: string;
    /** `google.api.field_behavior`. */
    readonly required?: true;
    readonly outputOnly?: true;
  },
];
