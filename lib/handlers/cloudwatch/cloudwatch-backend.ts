import { promisify } from "node:util";
import type { CloudWatchLogsClient, RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import type { Backend, Exceptions, Verdict } from "../../delivery/backend.ts";
import type { Item } from "../../delivery/item.ts";
import type { WrittenBatch } from "../../delivery/written/written-form.ts";
import { classifyCloudWatchError } from "./classify.ts";
import type { CloudWatchHandlerOptions } from "./cloudwatch-options.ts";
import { EventForm } from "./event-form.ts";
import { NativeSha256 } from "./native-sha256.ts";
import { demandOwnAnswer } from "./own-answer.ts";
import { BODY_END, bodyBeginning, requestBody } from "./request-body.ts";
import { RetentionSetup } from "./retention-setup.ts";
import { type CloudWatchLogsSdk, loadSdk } from "./sdk.ts";

/** Calls CloudWatch Logs with bodies of our own and the SDK's endpoint, credentials and signature. */
export class CloudWatchBackend implements Backend {
  readonly form = new EventForm();
  readonly #options: CloudWatchHandlerOptions;
  #loading: Promise<{ sdk: CloudWatchLogsSdk; client: CloudWatchLogsClient }> | undefined;
  readonly #retention: RetentionSetup | undefined;
  readonly #repairs = new Map<string, Promise<void>>();
  /** Of streams on servers that still ask for them; the service itself has not since 2023. */
  readonly #sequenceTokens = new Map<string, string>();

  constructor(options: CloudWatchHandlerOptions) {
    this.#options = options;
    const { logGroupName, retentionInDays, backoffBaseMs } = options;
    if (retentionInDays !== undefined)
      this.#retention = new RetentionSetup(logGroupName, retentionInDays, backoffBaseMs);
  }

  send(lane: string, batch: readonly Item[], signal: AbortSignal): Promise<Exceptions | undefined> {
    return this.#put(lane, batch.length, () => requestBody(this.#beginning(lane), batch), signal);
  }

  sendWritten(lane: string, batch: WrittenBatch, signal: AbortSignal): Promise<Exceptions | undefined> {
    return this.#put(lane, batch.length, () => batch.body(this.#beginning(lane), BODY_END), signal);
  }

  #beginning(lane: string): string {
    return bodyBeginning(this.#options.logGroupName, lane, this.#sequenceTokens.get(lane));
  }

  async #put(
    lane: string,
    length: number,
    bodyOf: () => Buffer,
    signal: AbortSignal,
  ): Promise<Exceptions | undefined> {
    const { sdk, client } = await this.#load();
    const { logGroupName, compress } = this.#options;
    const plain = bodyOf();
    const body = compress ? await promisify((await import("node:zlib")).gzip)(plain) : plain;
    const command = new sdk.PutLogEventsCommand({ logGroupName, logStreamName: lane, logEvents: [] });
    command.middlewareStack.add(
      (next) => (parameters) => {
        const request = parameters.request as { body: unknown; headers: Record<string, string> };
        request.body = body;
        request.headers["content-length"] = String(body.length);
        if (compress) request.headers["content-encoding"] = "gzip";
        return next(parameters);
      },
      { step: "serialize", priority: "low", name: "ownBody" },
    );
    demandOwnAnswer(command);
    try {
      const answer = await client.send(command, { abortSignal: signal });
      if (this.#sequenceTokens.has(lane)) this.#keepToken(lane, answer.nextSequenceToken);
      return answer.rejectedLogEventsInfo && exceptionsOf(answer.rejectedLogEventsInfo, length);
    } catch (error) {
      const { name, expectedSequenceToken } = error as { name?: string; expectedSequenceToken?: string };
      if (name === "InvalidSequenceTokenException" || name === "DataAlreadyAcceptedException") {
        this.#keepToken(lane, expectedSequenceToken);
      }
      // An earlier try of this batch was stored, though its answer did not arrive.
      if (name === "DataAlreadyAcceptedException") return undefined;
      throw error;
    }
  }

  get #stillMissing(): string {
    const { logGroupName, logStreamName = "" } = this.#options;
    return `log group ${logGroupName} or stream ${logStreamName} is still missing though it was made: check endpoint, Region and account.`;
  }

  #keepToken(lane: string, token: string | undefined): void {
    if (token === undefined) this.#sequenceTokens.delete(lane);
    else this.#sequenceTokens.set(lane, token);
  }

  classify(error: unknown): Verdict {
    const verdict = classifyCloudWatchError(error);
    return verdict.kind === "repair" ? { ...verdict, advice: this.#stillMissing } : verdict;
  }

  /** Makes the stream, and the group if that is missing; several streams that find it missing make it once. */
  async repair(lane: string, _reason: string, signal: AbortSignal): Promise<void> {
    if (this.#options.create === false) {
      const { logGroupName } = this.#options;
      const error = new Error(
        `log group ${logGroupName} or stream ${lane} does not exist and create is false`,
      );
      error.name = "AccessDeniedException";
      throw error;
    }
    const { sdk, client } = await this.#load();
    const stream = new sdk.CreateLogStreamCommand({
      logGroupName: this.#options.logGroupName,
      logStreamName: lane,
    });
    try {
      await unlessExists(client.send(stream, { abortSignal: signal }));
    } catch (error) {
      if ((error as Error).name !== "ResourceNotFoundException") throw error;
      await this.#once("group", () => this.#createGroup());
      await unlessExists(client.send(stream, { abortSignal: signal }));
    }
  }

  /** Begins to load the SDK, so that it is there for the first batch. What fails is told when that is sent. */
  warmUp(): void {
    this.#load().catch(() => {});
  }

  /** @param deadline ms since the epoch, for what is still to be set up */
  async close(deadline: number | undefined): Promise<void> {
    await this.#retention?.close(deadline);
    void this.#loading?.then(
      ({ client }) => client.destroy(),
      () => {},
    );
  }

  async #createGroup(): Promise<void> {
    const { sdk, client } = await this.#load();
    const { logGroupName, tags, kmsKeyId, logGroupClass, retentionInDays } = this.#options;
    const isNew = await unlessExists(
      client.send(new sdk.CreateLogGroupCommand({ logGroupName, tags, kmsKeyId, logGroupClass })),
    );
    if (isNew && retentionInDays !== undefined)
      this.#retention?.begin(() =>
        client.send(new sdk.PutRetentionPolicyCommand({ logGroupName, retentionInDays })),
      );
  }

  #once(key: string, run: () => Promise<void>): Promise<void> {
    let running = this.#repairs.get(key);
    if (running === undefined) {
      running = run().finally(() => this.#repairs.delete(key));
      this.#repairs.set(key, running);
    }
    return running;
  }

  #load(): Promise<{ sdk: CloudWatchLogsSdk; client: CloudWatchLogsClient }> {
    this.#loading ??= loadSdk().then((sdk) => {
      const { region, endpoint, credentials } = this.#options;
      const client = new sdk.CloudWatchLogsClient({
        ...(region !== undefined && { region }),
        ...(endpoint !== undefined && { endpoint }),
        ...(credentials !== undefined && { credentials }),
        maxAttempts: 1,
        sha256: NativeSha256,
        // How long a request may take as a whole is the engine's business.
        requestHandler: { connectionTimeout: 5000 },
      });
      return { sdk, client };
    });
    return this.#loading;
  }
}

/** @returns whether it was not there before */
async function unlessExists(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if ((error as Error).name !== "ResourceAlreadyExistsException") throw error;
    return false;
  }
}

/** End indexes are exclusive, the start index inclusive. */
function exceptionsOf(info: RejectedLogEventsInfo, length: number): Exceptions {
  const exceptions = new Map<number, { kind: "reject"; reason: string }>();
  const mark = (from: number, to: number, reason: string): void => {
    for (let index = from; index < to; index++) exceptions.set(index, { kind: "reject", reason });
  };
  mark(0, Math.min(info.expiredLogEventEndIndex ?? 0, length), "expired");
  mark(0, Math.min(info.tooOldLogEventEndIndex ?? 0, length), "too-old");
  mark(info.tooNewLogEventStartIndex ?? length, length, "too-new");
  return exceptions;
}
