import type { WrittenBatch } from "../../delivery/written/written-form.ts";

/** What all entries of a request have in common. */
export interface RequestCommon {
  readonly logName: string;
  readonly resource: { readonly type: string; readonly labels?: Readonly<Record<string, string>> };
  readonly labels: Readonly<Record<string, string>> | undefined;
}

/** Entries that Cloud Logging refused, by their index in the request, with the status. */
export type EntryErrors = ReadonlyMap<number, string>;

/** Carries requests to Cloud Logging. */
export interface Transport {
  /** The project, from the options, the environment or the credentials. */
  projectId(): Promise<string>;
  /** Loads the libraries that it needs; calls nothing. */
  warmUp?(): Promise<unknown>;
  /**
   * Writes entries, each as JSON text; resolves with those refused while others were written.
   *
   * @throws CloudLoggingError or the client's error when nothing was written
   */
  write(
    entries: readonly string[],
    common: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined>;
  /** As {@link write}, for entries that are bytes of the request already. */
  writeWritten?(
    batch: WrittenBatch,
    common: RequestCommon,
    signal: AbortSignal,
  ): Promise<EntryErrors | undefined>;
  close(): void;
}
