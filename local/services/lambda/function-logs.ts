import { randomUUID } from "node:crypto";
import type { Cloud } from "../../kernel/cloud.ts";
import { ServiceError } from "../../kernel/service-error.ts";

const LONGEST_EVENT = 256 * 1024 - 26;
const BATCH_EVENTS = 1_000;
const BATCH_CHARACTERS = 200_000;
const TAIL_CHARACTERS = 4_096;

/** What {@link FunctionLogs} writes in one line at the end of an invocation. */
export interface InvocationSummary {
  readonly requestId: string;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  readonly memorySize: number;
  readonly maxMemoryUsed: number;
  /** Text behind the report, for example `Status: timeout`. */
  readonly status?: string;
}

/** The log stream of one environment: START, output, END and REPORT lines as Lambda words them. */
export class FunctionLogs {
  readonly #cloud: Cloud;
  readonly logGroup: string;
  readonly logStream: string;
  #created = false;
  #queue: { timestamp: number; message: string }[] = [];
  #characters = 0;
  #writing: Promise<void> = Promise.resolve();
  #backlog = 0;
  #partial = "";
  #tail = "";
  #listener: ((line: string) => void) | undefined;

  constructor(cloud: Cloud, { logGroup, version }: { logGroup: string; version: string }) {
    this.#cloud = cloud;
    this.logGroup = logGroup;
    const day = new Date(cloud.clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    this.logStream = `${day}/[${version}]${randomUUID().replaceAll("-", "")}`;
  }

  /** Last 4 KB written since {@link start}. */
  get tail(): string {
    return this.#tail;
  }

  /** Characters that are written but not yet stored. */
  get backlog(): number {
    return this.#backlog;
  }

  /** Has the lines of the function told, as they are written. */
  listen(listener: (line: string) => void): void {
    this.#listener = listener;
  }

  start(requestId: string, version: string): void {
    this.#tail = "";
    this.platform(`START RequestId: ${requestId} Version: ${version}\n`);
  }

  /** Writes the lines that close an invocation and resolves when everything is stored. */
  async end({ requestId, durationMs, initDurationMs, memorySize, maxMemoryUsed, status }: InvocationSummary) {
    this.endLine();
    this.platform(`END RequestId: ${requestId}\n`);
    const initialization =
      initDurationMs === undefined ? "" : `\tInit Duration: ${initDurationMs.toFixed(2)} ms`;
    const billed = Math.ceil(durationMs + (initDurationMs ?? 0));
    this.platform(
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billed} ms\t` +
        `Memory Size: ${memorySize} MB\tMax Memory Used: ${maxMemoryUsed} MB${initialization}\t` +
        (status ? `${status}\n` : "\n"),
    );
    await this.flush();
  }

  /** Writes one event of the function; longer ones than an event may be are cut into several. */
  event(message: string): void {
    this.#listener?.(message);
    this.platform(message);
  }

  /** Writes one event of Lambda itself or of an extension. */
  platform(message: string): void {
    this.#tail = (this.#tail + message).slice(-TAIL_CHARACTERS);
    const timestamp = this.#cloud.clock.now();
    for (let from = 0; from < message.length; from += LONGEST_EVENT / 4) {
      const part =
        message.length * 3 <= LONGEST_EVENT ? message : message.slice(from, from + LONGEST_EVENT / 4);
      this.#queue.push({ timestamp, message: part });
      this.#characters += part.length;
      this.#backlog += part.length;
      if (part === message) break;
    }
    if (this.#queue.length >= BATCH_EVENTS || this.#characters >= BATCH_CHARACTERS) this.#write();
  }

  /** Writes output that is not framed: each line is an event. */
  raw(text: string): void {
    const lines = (this.#partial + text).split("\n");
    this.#partial = lines.pop()!;
    for (const line of lines) if (line) this.event(`${line}\n`);
    if (this.#partial.length > LONGEST_EVENT / 4) {
      this.event(this.#partial);
      this.#partial = "";
    }
  }

  /** Writes what came without the end of its line. */
  endLine(): void {
    if (this.#partial) this.raw("\n");
  }

  /** Resolves when everything written so far is stored. */
  async flush(): Promise<void> {
    this.#write();
    await this.#writing;
  }

  #write(): void {
    if (this.#queue.length === 0) return;
    const [logEvents, characters] = [this.#queue, this.#characters];
    this.#queue = [];
    this.#characters = 0;
    this.#writing = this.#writing
      .then(() => this.#put(logEvents))
      .finally(() => {
        this.#backlog -= characters;
      });
  }

  async #put(logEvents: { timestamp: number; message: string }[]): Promise<void> {
    const names = { logGroupName: this.logGroup, logStreamName: this.logStream };
    if (!this.#created) {
      await this.#create("CreateLogGroup", { logGroupName: this.logGroup });
      await this.#create("CreateLogStream", names);
      this.#created = true;
    }
    // An event of the queue cannot be refused for its age or size; a group deleted meanwhile ends the logging.
    await this.#cloud.call("logs", "PutLogEvents", { ...names, logEvents }).catch(() => {});
  }

  async #create(operation: string, input: object): Promise<void> {
    try {
      await this.#cloud.call("logs", operation, input);
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === "ResourceAlreadyExistsException")) throw error;
    }
  }
}
