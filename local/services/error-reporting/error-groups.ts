import type { ResolutionStatus } from "cumulog/semantics";

/** A group of errors as the API has it. */
export interface ErrorGroup {
  /** `projects/P/groups/G`. */
  readonly name: string;
  readonly groupId: string;
  readonly resolutionStatus: ResolutionStatus;
  readonly trackingIssues?: readonly { readonly url?: string }[];
}

/** An error that an entry reported. */
export interface KeptError {
  readonly project: string;
  readonly groupId: string;
  /** In ms since the epoch. */
  readonly time: number;
  /** Sorts later errors behind earlier ones. */
  readonly order: string;
  readonly event: ErrorEvent;
}

/** An error as the API has it. */
export interface ErrorEvent {
  readonly eventTime: string;
  readonly serviceContext: {
    readonly service?: string;
    readonly version?: string;
    readonly resourceType?: string;
  };
  readonly message: string;
  readonly context?: Readonly<Record<string, unknown>>;
}
