import type { ResourceContext } from "../kernel/resource-type.ts";
import type { Permission } from "./resource-making.ts";
import type { ResourceChange } from "./stack-resources.ts";

/** A step of a deployment, for progress. */
export interface DeploymentEvent {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly change: ResourceChange;
  /** Value of `Ref`. */
  readonly physicalId: string;
  /** Why it only stands for what the template means; undefined when it is that. */
  readonly placeholder: string | undefined;
  /** Why it could not be removed; undefined when nothing went wrong. */
  readonly problem?: string | undefined;
  readonly done: number;
  readonly total: number;
}

/** A resource at which a deployment failed. */
export interface FailedResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}

/** A deployment that failed, and whose doing is undone from now on. */
export interface StartedRollback {
  readonly stackName: string;
  /** The resource at which it failed; undefined when it was at none. */
  readonly logicalId: string | undefined;
  readonly reason: string;
}

/** What a nested stack is at, as part of the deployment of the stack that it is in. */
export interface NestedStackStep {
  readonly stackName: string;
  readonly step: "deploying" | "restoring" | "removing";
  /** @default the step begins */
  readonly ended?: "done" | "failed" | "undone";
  /** Why it failed. */
  readonly reason?: string;
}

export interface StackOptions {
  /** Resource types that placeholders stand for: their references resolve, and nothing else happens. */
  readonly skipTypes?: readonly string[];
  /** Has placeholders stand for resources of types that the local cloud does not have. @default false: they are refused */
  readonly skipUnknown?: boolean;
  /** Makes log groups that resources name and that are not there. @default false: their resources fail, as on AWS */
  readonly makeImportedGroups?: boolean;
  /**
   * Has texts stand for exports, secrets and parameters that are not here, empty resources for those that the template
   * names and does not make, and placeholders for custom resources that nobody here makes. @default false: they are refused, as on AWS
   */
  readonly standInForAbsent?: boolean;
  /** Leaves what was made before a resource failed, as `--disable-rollback` does. @default false */
  readonly disableRollback?: boolean;
  /** Logical ids of resources that are taken to be as they were deployed last. @default none */
  readonly skipped?: readonly string[];
  /** Why an update may not do something to a resource; undefined when it may. @default it may do everything */
  readonly permission?: Permission | undefined;
  /** Has what waits for the deployment not wait while it waits itself. @default it waits */
  readonly wait?: ResourceContext["wait"];
  /** Ends the deployment at the next resource, and takes it back. @default nothing does */
  readonly cancelled?: AbortSignal;
  readonly onEvent?: (event: DeploymentEvent) => void;
  /** Told of the resource at which a deployment failed, before what was done is undone. */
  readonly onFailure?: (failure: FailedResource) => void;
  /** Told when a deployment has failed and begins to be taken back. */
  readonly onRollback?: (rollback: StartedRollback) => void;
  /** Told of the stacks inside the stack. */
  readonly onNested?: (step: NestedStackStep) => void;
}
