import type { StackSource } from "../../template/cloud-assembly.ts";
import type { StackDrift } from "./drift-status.ts";

/** One line of what happened to a stack. */
export interface StackEvent {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  /** The operation that it belongs to, as the client named it. */
  readonly token?: string | undefined;
}

/** What is deployed, or is to be: the text as it was given, and what it was read as. */
export interface StackTemplate {
  readonly body: string;
  readonly source: StackSource;
}

export interface StackParameter {
  readonly ParameterKey: string;
  readonly ParameterValue: string;
}

export interface ResourceChange {
  readonly action: "Add" | "Modify" | "Remove";
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  readonly replacement?: "True" | "False" | "Conditional";
  /** Names of the properties that differ, and of what stands beside the properties, such as `"Metadata"`. */
  readonly properties?: readonly string[];
  readonly attributes?: readonly string[];
}

/** A change that is described before it is made. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly kind: "CREATE" | "UPDATE" | "IMPORT";
  readonly created: number;
  readonly description?: string | undefined;
  readonly template: StackTemplate;
  readonly changes: readonly ResourceChange[];
  readonly settings: StackSettings;
  readonly status: "CREATE_COMPLETE" | "FAILED";
  readonly reason?: string;
  executed: boolean;
}

/** What a request says of a stack beside its template. */
export interface StackSettings {
  readonly parameters: readonly StackParameter[];
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  readonly notificationArns: readonly string[];
  readonly disableRollback: boolean;
  /** Said again where it was said; stacks here do not take that long. */
  readonly timeoutInMinutes?: number | undefined;
  /** Whether a stack that could not be created is removed. */
  readonly deletesOnFailure: boolean;
}

/** The status that a stack comes to. */
export interface Outcome {
  readonly status: string;
  readonly reason?: string | undefined;
}

/** A deployment of a stack that is under way, or that one is taken back. */
export interface StackWork {
  /** What resources are told to fail at. */
  readonly verb: "CREATE" | "UPDATE";
  readonly cancel: AbortController;
  /** Never rejects. */
  readonly ended: Promise<Outcome>;
}

/** What is known of a stack beside its resources. */
export interface StackRecord {
  readonly name: string;
  readonly id: string;
  readonly created: number;
  updated?: number;
  deleted?: number;
  status: string;
  reason?: string | undefined;
  settings: StackSettings;
  /** What the template was deployed with, while an update is under way or was left as it failed. @default as {@link settings} */
  formerSettings?: StackSettings | undefined;
  template?: StackTemplate;
  terminationProtection: boolean;
  /** JSON of the stack policy. @default there is none */
  policy?: string | undefined;
  /** What was found when it was last compared with its template. @default nobody has looked since it changed */
  drift?: StackDrift | undefined;
  /** The deployment that is under way. @default there is none */
  work?: StackWork | undefined;
  /** The newest first. */
  readonly events: StackEvent[];
  readonly changeSets: Map<string, ChangeSet>;
  /** Times of the last change of each resource. */
  readonly touched: Map<string, number>;
}
