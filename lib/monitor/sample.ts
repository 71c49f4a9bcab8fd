import type { HostReadings } from "./host-readings.ts";

/** What is read of the process. Times are of the interval since the last sample. */
export interface ProcessReadings {
  /** CPU time of the process in percent of one core. */
  readonly processCpuPercent: number;
  readonly processMemoryBytes: number;
  readonly heapUsedBytes: number;
  /** Delay of the event loop in milliseconds: mean, 99th percentile, longest. */
  readonly eventLoopDelayMean: number;
  readonly eventLoopDelayP99: number;
  readonly eventLoopDelayMax: number;
  /** Garbage collections, and the milliseconds that they took. */
  readonly gcCount: number;
  readonly gcTime: number;
}

/** One sample of the host and the process. */
export type MonitorSample = HostReadings & ProcessReadings;

/** Unit of a metric, as CloudWatch names it. */
export type MetricUnit = "Percent" | "Bytes" | "Bytes/Second" | "Milliseconds" | "Count";

/** Metrics of a sample: the member, the metric's name and its unit. */
export const METRICS = [
  ["cpuPercent", "HostCpu", "Percent"],
  ["memoryUsedBytes", "HostMemoryUsed", "Bytes"],
  ["memoryPercent", "HostMemory", "Percent"],
  ["diskPercent", "HostDisk", "Percent"],
  ["networkReceivedBytesPerSecond", "HostNetworkReceived", "Bytes/Second"],
  ["networkSentBytesPerSecond", "HostNetworkSent", "Bytes/Second"],
  ["processCpuPercent", "ProcessCpu", "Percent"],
  ["processMemoryBytes", "ProcessMemory", "Bytes"],
  ["heapUsedBytes", "ProcessHeapUsed", "Bytes"],
  ["eventLoopDelayMean", "EventLoopDelay", "Milliseconds"],
  ["eventLoopDelayP99", "EventLoopDelayP99", "Milliseconds"],
  ["eventLoopDelayMax", "EventLoopDelayMax", "Milliseconds"],
  ["gcCount", "GarbageCollections", "Count"],
  ["gcTime", "GarbageCollectionTime", "Milliseconds"],
] as const satisfies readonly (readonly [keyof MonitorSample, string, MetricUnit])[];
