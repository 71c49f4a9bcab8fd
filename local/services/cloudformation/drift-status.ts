type ResourceStatus = "IN_SYNC" | "MODIFIED" | "DELETED";

/** What a resource is compared with what its template says. */
export interface CheckedResource {
  readonly LogicalResourceId: string;
  readonly StackResourceDriftStatus: ResourceStatus;
  readonly [member: string]: unknown;
}

/** What was found when a stack was last compared with its template. */
export interface StackDrift {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly checked: number;
  readonly resources: readonly CheckedResource[];
}

export const isDrifted = ({ StackResourceDriftStatus }: CheckedResource): boolean =>
  StackResourceDriftStatus !== "IN_SYNC";

/** Whether a stack is as its template says, as far as anybody has looked. */
export function driftStatus(drift: StackDrift | undefined): "DRIFTED" | "IN_SYNC" | "NOT_CHECKED" {
  if (!drift) return "NOT_CHECKED";
  return drift.resources.some(isDrifted) ? "DRIFTED" : "IN_SYNC";
}
