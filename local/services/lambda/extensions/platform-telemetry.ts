import type { Cloud } from "#kernel/cloud.ts";
import type { FunctionDefinition } from "../function-definition.ts";
import type { InvocationEnding } from "../invocation-ending.ts";
import { statusOf, tracingOf } from "./telemetry-event.ts";
import type { TelemetryRelay } from "./telemetry-relay.ts";

const INITIALIZATION = { initializationType: "on-demand", phase: "init" };

/** What a report says. */
export interface InvocationReport {
  readonly requestId: string;
  readonly ending: InvocationEnding;
  readonly durationMs: number;
  readonly initDurationMs: number | undefined;
  readonly maxMemoryUsed: number;
}

/**
 * What Lambda itself tells of an environment's life: the events of the stream `platform`.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
export class PlatformTelemetry {
  readonly #cloud: Cloud;
  readonly #definition: FunctionDefinition;
  readonly #relay: TelemetryRelay;
  #started = 0;

  constructor(cloud: Cloud, definition: FunctionDefinition, relay: TelemetryRelay) {
    this.#cloud = cloud;
    this.#definition = definition;
    this.#relay = relay;
  }

  initializationStart(): void {
    const { runtime, name, version } = this.#definition;
    this.#started = performance.now();
    this.#emit("initStart", {
      ...INITIALIZATION,
      runtimeVersion: runtime.replace(/^([a-z]+)/, "$1:"),
      functionName: name,
      functionVersion: version,
    });
  }

  runtimeReady(status: "success" | "error"): void {
    this.#emit("initRuntimeDone", { ...INITIALIZATION, status });
  }

  initializationReport(): void {
    const metrics = { durationMs: rounded(performance.now() - this.#started) };
    this.#emit("initReport", { ...INITIALIZATION, status: "success", metrics });
  }

  extension(name: string, state: string, events: readonly string[]): void {
    this.#emit("extension", { name, state, events });
  }

  invocationStart(requestId: string, traceId: string | undefined): void {
    this.#emit("start", { requestId, version: this.#definition.version, ...tracingOf(traceId) });
  }

  runtimeDone(requestId: string, ending: InvocationEnding, durationMs: number): void {
    const producedBytes = ending.outcome === "success" ? Buffer.byteLength(ending.payload) : 0;
    const start = new Date(this.#cloud.clock.now() - Math.round(durationMs)).toISOString();
    const span = (name: string, ms: number) => ({ name, start, durationMs: rounded(ms) });
    this.#emit("runtimeDone", {
      requestId,
      ...statusOf(ending),
      spans: [span("responseLatency", durationMs), span("responseDuration", 0)],
      metrics: { durationMs: rounded(durationMs), producedBytes },
    });
  }

  invocationReport({ requestId, ending, durationMs, initDurationMs, maxMemoryUsed }: InvocationReport): void {
    this.#emit("report", {
      requestId,
      ...statusOf(ending),
      metrics: {
        durationMs: rounded(durationMs),
        billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
        memorySizeMB: this.#definition.memorySize,
        maxMemoryUsedMB: maxMemoryUsed,
        ...(initDurationMs !== undefined && { initDurationMs: rounded(initDurationMs) }),
      },
    });
  }

  #emit(name: string, record: object): void {
    this.#relay.emit("platform", `platform.${name}`, record);
  }
}

const rounded = (ms: number): number => Math.round(ms * 1_000) / 1_000;
