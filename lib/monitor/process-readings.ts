import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import type { ProcessReadings } from "./sample.ts";

const NANOSECONDS_PER_MILLISECOND = 1e6;
const RESOLUTION_MS = 20;

/** Watches this process: CPU, memory, event loop and garbage collection. */
export class ProcessWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #collections = new PerformanceObserver((list) => this.#count(list.getEntries()));
  #cpu = process.cpuUsage();
  #readAt = process.hrtime.bigint();
  #gcCount = 0;
  #gcTime = 0;

  constructor() {
    this.#delay.enable();
    this.#collections.observe({ entryTypes: ["gc"] });
  }

  /** Readings since the last call. */
  read(): ProcessReadings {
    this.#count(this.#collections.takeRecords());
    const now = process.hrtime.bigint();
    const elapsedMicroseconds = Math.max(1, Number(now - this.#readAt) / 1000);
    const cpu = process.cpuUsage(this.#cpu);
    const { rss, heapUsed } = process.memoryUsage();
    const readings = {
      processCpuPercent: ((cpu.user + cpu.system) / elapsedMicroseconds) * 100,
      processMemoryBytes: rss,
      heapUsedBytes: heapUsed,
      eventLoopDelayMean: delayMs(this.#delay.mean),
      eventLoopDelayP99: delayMs(this.#delay.percentile(99)),
      eventLoopDelayMax: delayMs(this.#delay.max),
      gcCount: this.#gcCount,
      gcTime: this.#gcTime,
    };
    this.#cpu = process.cpuUsage();
    this.#readAt = now;
    this.#gcCount = 0;
    this.#gcTime = 0;
    this.#delay.reset();
    return readings;
  }

  stop(): void {
    this.#delay.disable();
    this.#collections.disconnect();
  }

  #count(entries: readonly { readonly duration: number }[]): void {
    this.#gcCount += entries.length;
    for (const { duration } of entries) this.#gcTime += duration;
  }
}

/** The histogram measures whole timer periods, of which the resolution is not delay; it is NaN while it has none. */
function delayMs(nanoseconds: number): number {
  const milliseconds = nanoseconds / NANOSECONDS_PER_MILLISECOND - RESOLUTION_MS;
  return Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds * 1000) / 1000) : 0;
}
