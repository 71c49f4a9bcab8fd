export type { HostReadings } from "./host-readings.ts";
export { type Monitor, type MonitorMetrics, type MonitorOptions, startMonitor } from "./monitor.ts";
export type { MonitorSample } from "./sample.ts";
