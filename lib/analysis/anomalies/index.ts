export { LogWatcher, type WatchedEvent } from "./log-watcher.ts";
