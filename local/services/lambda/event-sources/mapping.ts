/** An event source mapping as it is kept. https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly sourceArn: string;
  /** With its qualifier, if it has one. */
  readonly functionArn: string;
  readonly enabled: boolean;
  readonly settings: MappingSettings;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Of streams: the last sequence number that is done with, by shard. */
  readonly checkpoints?: Readonly<Record<string, string>>;
  readonly lastResult?: string;
}

/** What a mapping is told by its API names. */
export interface MappingSettings {
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] } | undefined;
  readonly FunctionResponseTypes?: readonly string[] | undefined;
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number } | undefined;
  readonly StartingPosition?: string | undefined;
  /** Seconds since the epoch. */
  readonly StartingPositionTimestamp?: number | undefined;
  readonly ParallelizationFactor?: number | undefined;
  readonly BisectBatchOnFunctionError?: boolean | undefined;
  /** -1 is without end. */
  readonly MaximumRetryAttempts?: number | undefined;
  /** -1 is without end. */
  readonly MaximumRecordAgeInSeconds?: number | undefined;
  readonly TumblingWindowInSeconds?: number | undefined;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } } | undefined;
}

/** The service that a mapping reads from, as its ARN has it, for example `"sqs"`. */
export function sourceService({ sourceArn }: Pick<EventSourceMapping, "sourceArn">): string {
  return sourceArn.split(":")[2] ?? "";
}

/** Whether a function says which of a batch's records failed. */
export function reportsFailures({ settings }: EventSourceMapping): boolean {
  return settings.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false;
}

/** Told how far a poller is. */
export interface Progress {
  /** How the last batch ended, in the API's words. */
  result(text: string): void;
  /** All records of a shard up to this sequence number are done with. */
  checkpoint(shard: string, sequence: string): void;
  /** Milliseconds between the arrival of a batch's first record and its invocation. */
  age(milliseconds: number): void;
}

/** Reads the records of one source and gives them to its function. */
export interface Poller {
  /** Takes no further records; what is on its way ends as it would. */
  stop(): void;
}
