import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cloud } from "#kernel/cloud.ts";
import type { FunctionDefinition } from "../function-definition.ts";
import type { FunctionLogs } from "../function-logs.ts";
import type { InvocationEnding } from "../invocation-ending.ts";
import { Changes } from "./changes.ts";
import { Extension } from "./extension.ts";
import { extensionEnvironment } from "./extension-environment.ts";
import { type ExtensionFile, extensionFiles, MOST_EXTENSIONS } from "./extension-files.ts";
import { ExtensionProcess } from "./extension-process.ts";
import { ExtensionsApi } from "./extensions-api.ts";
import { type InvocationReport, PlatformTelemetry } from "./platform-telemetry.ts";
import { tracingOf } from "./telemetry-event.ts";
import { TelemetryRelay } from "./telemetry-relay.ts";

/** Time of the initialization, and of the shutdown. @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INITIALIZATION_MS = 10_000;
const SHUTDOWN_MS = 2_000;
/** Time in which telemetry that waits comes before the event of the shutdown. */
const LAST_TELEMETRY_MS = 700;

/** Why an environment ends. */
export type ShutdownReason = "spindown" | "timeout" | "failure";

/** Why an extension ends its environment. */
export interface ExtensionFailure {
  readonly errorType: string;
  readonly message: string;
}

/** An invocation as extensions are told of it. */
export interface ExtensionInvocation {
  readonly requestId: string;
  readonly traceId: string | undefined;
  readonly arn: string;
  readonly deadlineMs: number;
}

interface ExtensionsOptions {
  readonly cloud: Cloud;
  readonly definition: FunctionDefinition;
  readonly logs: FunctionLogs;
  /** An extension has failed: the environment cannot go on. */
  readonly failed: (failure: ExtensionFailure) => void;
}

/**
 * The extensions of one execution environment: programs in `extensions/` of the function's layers, which run beside the runtime,
 * hear of each invocation, get the telemetry that they subscribe to, and are told before the environment ends.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
 */
export class Extensions {
  readonly #options: ExtensionsOptions;
  readonly #files: readonly ExtensionFile[];
  readonly #extensions: readonly Extension[];
  readonly #relay: TelemetryRelay;
  readonly #telemetry: PlatformTelemetry;
  readonly #api: ExtensionsApi;
  readonly #changes = new Changes();
  #processes: readonly ExtensionProcess[] = [];
  #isInitialized = false;
  #failure: ExtensionFailure | undefined;
  #ending: Promise<void> | undefined;

  /** Undefined for a function whose layers have none. */
  static of(options: ExtensionsOptions): Extensions | undefined {
    const files = extensionFiles(options.definition.layerFolders);
    return files.length === 0 ? undefined : new Extensions(options, files);
  }

  private constructor(options: ExtensionsOptions, files: readonly ExtensionFile[]) {
    const { cloud, definition, logs } = options;
    this.#options = options;
    this.#files = files;
    this.#extensions = files.map(({ name }) => new Extension(name));
    this.#relay = new TelemetryRelay(() => cloud.clock.now());
    this.#telemetry = new PlatformTelemetry(cloud, definition, this.#relay);
    const isJson = definition.logFormat === "JSON";
    logs.listen((line) => this.#relay.emit("function", "function", isJson ? jsonRecord(line) : line));
    this.#api = new ExtensionsApi({
      functionInformation: {
        functionName: definition.name,
        functionVersion: definition.version,
        handler: definition.handler,
        accountId: cloud.accountId,
      },
      named: (name) => this.#extensions.find((extension) => extension.name === name),
      withId: (id) => this.#extensions.find((extension) => extension.id === id),
      registered: (extension, events) => this.#registered(extension, events),
      next: (extension, response) => {
        extension.next(response);
        this.#changes.tell();
      },
      failed: (extension, phase, errorType) =>
        this.#fail(extension, `${phase === "init" ? "Init" : "Exit"}Error`, `Error: ${errorType}`, {
          errorType: phase === "init" ? "Extension.InitError" : "Extension.ExitError",
          message: `extension ${extension.name}: ${errorType}`,
        }),
      subscribe: (extension, subscription) => {
        if (!this.#relay.isOpen) return false;
        const types = [...subscription.streams].map((stream) => stream[0]!.toUpperCase() + stream.slice(1));
        logs.platform(
          `TELEMETRY\tName: ${extension.name}\tState: Subscribed\tTypes: [${types.join(", ")}]\n`,
        );
        this.#relay.subscribe(extension.name, subscription);
        return true;
      },
    });
  }

  /** Answers a request of an extension to the address of the runtime API. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#api.handle(request, response);
  }

  /** Starts them; resolves when all have registered, or when one has failed. */
  async start(runtimeApi: string, variables: Readonly<Record<string, string>>): Promise<void> {
    const { definition, logs } = this.#options;
    this.#telemetry.initializationStart();
    if (this.#files.length > MOST_EXTENSIONS) {
      this.#failed({
        errorType: "Extension.LimitExceeded",
        message: `${this.#files.length} extensions: Lambda starts ${MOST_EXTENSIONS} at most`,
      });
      return;
    }
    const environment = extensionEnvironment(definition, variables, runtimeApi);
    this.#processes = this.#files.map(
      (file, index) =>
        new ExtensionProcess({
          file,
          environment,
          line: (text) => {
            logs.platform(text);
            this.#relay.emit("extension", "extension", text);
          },
          ended: ({ code, signal, error }) => {
            if (this.#ending !== undefined) return this.#changes.tell();
            const how = error?.message ?? (signal ? `signal: ${signal}` : `exit status ${code}`);
            const state = error ? "LaunchError" : "Crash";
            this.#fail(this.#extensions[index]!, state, `Error: ${how}`, {
              errorType: `Extension.${state}`,
              message: `extension ${file.name}: ${how}`,
            });
          },
        }),
    );
    await this.#all("register", ({ isRegistered }) => isRegistered, INITIALIZATION_MS);
  }

  /** The runtime has asked for its first invocation, or has failed before it did. */
  runtimeReady(status: "success" | "error"): void {
    this.#telemetry.runtimeReady(status);
  }

  /** Resolves when all are initialized, or when one has failed. */
  async initialized(): Promise<void> {
    await this.#all("ask for its first event", ({ isReady }) => isReady, INITIALIZATION_MS);
  }

  /** The runtime has taken an invocation. */
  begin({ requestId, traceId, arn, deadlineMs }: ExtensionInvocation): void {
    if (!this.#isInitialized) {
      this.#isInitialized = true;
      this.#telemetry.initializationReport();
      this.#relay.endSubscribing();
    }
    this.#relay.thaw();
    this.#telemetry.invocationStart(requestId, traceId);
    for (const extension of this.#extensions)
      extension.give({
        eventType: "INVOKE",
        deadlineMs,
        requestId,
        invokedFunctionArn: arn,
        ...(traceId !== undefined && tracingOf(traceId)),
      });
  }

  /** The runtime is done with an invocation, or gone. */
  runtimeDone(requestId: string, ending: InvocationEnding, durationMs: number): void {
    this.#telemetry.runtimeDone(requestId, ending, durationMs);
  }

  /** Resolves with whether all asked for their next event in this time, or the environment ends. */
  done(ms: number): Promise<boolean> {
    return this.#when(() => this.#extensions.every(({ isReady }) => isReady), ms);
  }

  /** The invocation is over, and the environment rests. */
  report(report: InvocationReport): void {
    this.#telemetry.invocationReport(report);
    if (this.#ending === undefined) this.#relay.freeze();
  }

  /** Tells them that the environment ends, gives them their time for it, and resolves when they are gone. */
  shutdown(reason: ShutdownReason): Promise<void> {
    if (this.#ending === undefined) {
      this.#ending = this.#end(reason);
      this.#changes.tell();
    }
    return this.#ending;
  }

  async #end(shutdownReason: ShutdownReason): Promise<void> {
    const deadlineMs = Date.now() + SHUTDOWN_MS;
    await Promise.race([this.#relay.flush(), elapsed(LAST_TELEMETRY_MS)]);
    const told = this.#extensions.map((extension) =>
      extension.give({ eventType: "SHUTDOWN", shutdownReason, deadlineMs }),
    );
    const leaving = this.#processes.filter((_, index) => told[index]).map(({ gone }) => gone);
    await Promise.race([Promise.all(leaving), elapsed(deadlineMs - Date.now())]);
    for (const process of this.#processes) process.kill();
    await Promise.all(this.#processes.map(({ gone }) => gone));
    this.#relay.close();
  }

  #registered(extension: Extension, events: readonly string[]): void {
    extension.register(events);
    this.#options.logs.platform(
      `EXTENSION\tName: ${extension.name}\tState: Ready\tEvents: [${events.join(", ")}]\n`,
    );
    this.#telemetry.extension(extension.name, "Ready", events);
    this.#changes.tell();
  }

  #fail({ name }: Extension, state: string, why: string, failure: ExtensionFailure): void {
    this.#options.logs.platform(`EXTENSION\tName: ${name}\tState: ${state}\tEvents: []\t${why}\n`);
    this.#telemetry.extension(name, state, []);
    this.#failed(failure);
  }

  #failed(failure: ExtensionFailure): void {
    if (this.#failure !== undefined || this.#ending !== undefined) return;
    this.#failure = failure;
    this.#options.failed(failure);
    this.#changes.tell();
  }

  async #all(what: string, is: (extension: Extension) => boolean, ms: number): Promise<void> {
    if (await this.#when(() => this.#extensions.every(is), ms)) return;
    const late = this.#extensions.filter((extension) => !is(extension)).map(({ name }) => name);
    this.#failed({
      errorType: "Extension.InitTimeout",
      message: `extension ${late.join(", ")} did not ${what} in ${ms / 1_000} seconds`,
    });
  }

  /** Resolves with true when it is so or the environment ends, with false after a time. */
  #when(isSo: () => boolean, ms: number): Promise<boolean> {
    return this.#changes.until(() => this.#failure !== undefined || this.#ending !== undefined || isSo(), ms);
  }
}

const elapsed = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)).unref());

/** Where lines are JSON, extensions get what they say. */
function jsonRecord(line: string): unknown {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null ? parsed : line;
  } catch {
    return line;
  }
}
