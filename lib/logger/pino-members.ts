import type { EventEmitter } from "node:events";
import { off } from "./level-methods.ts";
import { LEVEL_LABELS, LEVELS } from "./levels.ts";

/** What libraries written for pino's loggers may ask of one besides logging. It emits `level-change` as pino's do. */
export interface PinoMembers extends EventEmitter {
  /** Version of pino whose calls the logger follows. */
  readonly version: string;
  /** There are none, whichever are asked for. */
  readonly customLevels: never;
  /** False. */
  readonly useOnlyCustomLevels: boolean;
  /** True: levels are written by their names. */
  readonly useLevelLabels: boolean;
  /** Called with each child that is made. */
  onChild: (child: object) => void;
}

// EventEmitter makes what it needs with the first listener, so its constructor need not run for every child.
function Base(): void {}
Base.prototype = {
  // Not imported: Node.js has loaded it already, and an import would list its names anew.
  __proto__: process.getBuiltinModule("node:events").EventEmitter.prototype,
  version: "10.0.0",
  customLevels: {},
  useOnlyCustomLevels: false,
  useLevelLabels: true,
  onChild: off,
  silent: off,
  levels: { values: LEVELS, labels: LEVEL_LABELS },
};

/** Base of loggers, with these members in its prototype. */
export const PinoBase = Base as unknown as new () => PinoMembers;
