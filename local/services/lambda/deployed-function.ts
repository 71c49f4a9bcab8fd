import type { FSWatcher } from "node:fs";
import type { TagRecord } from "../../kernel/tags.ts";
import type { EnvironmentPool } from "./environment-pool.ts";

/** A statement of a function's resource policy. */
export interface PermissionStatement {
  readonly sid: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount?: string | undefined;
  readonly organization?: string | undefined;
  readonly urlAuthType?: string | undefined;
  readonly eventSourceToken?: string | undefined;
  /** Whether it lets in through the function's URL only. */
  readonly viaUrl?: boolean | undefined;
  /** Version or alias that the statement is for. */
  readonly qualifier?: string | undefined;
}

/** A name for a version of a function. */
export interface FunctionAlias {
  readonly version: string;
  readonly description: string;
  /** Shares of other versions: shown and without effect, as every version runs the newest code. */
  readonly routing: { readonly AdditionalVersionWeights?: Readonly<Record<string, number>> } | undefined;
  readonly revision: string;
}

/** How failed asynchronous invocations are treated. */
export interface EventInvokeConfig {
  /** Seconds since the epoch. */
  readonly LastModified?: number;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

/** Configuration as the API gives it back, by its API names. */
export type FunctionConfiguration = Readonly<Record<string, unknown>> & { readonly FunctionName: string };

/** A function with everything that belongs to it. */
export interface DeployedFunction {
  configuration: FunctionConfiguration;
  pool: EnvironmentPool;
  /** Folder of uploaded code, which is removed with the function. */
  ownFolder: string | undefined;
  readonly permissions: Map<string, PermissionStatement>;
  readonly aliases: Map<string, FunctionAlias>;
  readonly versions: FunctionConfiguration[];
  /** Number of the newest version that there ever was. */
  published: number;
  readonly eventInvokeConfigs: Map<string, EventInvokeConfig>;
  tags: TagRecord;
  deadLetterArn: string | undefined;
  reservedConcurrency: number | undefined;
  watcher: FSWatcher | undefined;
}
