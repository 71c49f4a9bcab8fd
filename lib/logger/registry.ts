import { StandardOutput } from "../handlers/standard-output.ts";
import { defaultLevel, type EnvironmentLevels, environmentLevels } from "./environment-level.ts";
import { type LevelMethods, switchMethods } from "./level-methods.ts";
import { LEVELS } from "./levels.ts";
import type { Gate, LoggerNode, LoggerSettings, Outlet, RunTimeLevels, Settings } from "./settings.ts";

const nodes = new Map<string, LoggerNode>();
const ownLevels = new Map<string, number>();
let runTimeLevels: RunTimeLevels | undefined;
let settings: Settings | undefined;
let defaultOutlets: readonly Outlet[] | undefined;
/** Read at the first logger and at each configuration. */
let environment: EnvironmentLevels | undefined;

/** Node of a name, made at its first use. */
export function nodeOf(name: string): LoggerNode {
  let node = nodes.get(name);
  if (node === undefined) {
    node = {
      name,
      level: LEVELS.info,
      methods: {} as LevelMethods,
      outlets: undefined,
      service: undefined,
      sampling: undefined,
      buffering: undefined,
    };
    nodes.set(name, node);
    resolve(node);
  }
  return node;
}

/** Settings now in force; `undefined` before the first `configure`. */
export function currentSettings(): Settings | undefined {
  return settings;
}

/** Puts settings in force; every logger, also one that is in use, follows. Levels set on single loggers are forgotten. */
export function applySettings(next: Settings | undefined): void {
  settings = next;
  environment = undefined;
  ownLevels.clear();
  resolveAll();
}

/** Sets one name's level, which the names below it inherit. */
export function setOwnLevel(name: string, level: number): void {
  ownLevels.set(name, level);
  resolveAll();
}

/** Puts the levels set at run time in force, again after each change of them. */
export function applyRunTimeLevels(levels: RunTimeLevels): void {
  runTimeLevels = levels;
  resolveAll();
}

/** A gate with a level of its own, for a child logger that does not follow its name's level. */
export function openGate(node: LoggerNode, level: number): Gate {
  const gate: Gate = { level, methods: {} as LevelMethods };
  settleMethods(gate, node);
  return gate;
}

function settleMethods(gate: Gate, node: LoggerNode): void {
  const { buffering } = node;
  switchMethods(gate.methods, buffering === undefined ? gate.level : Math.min(gate.level, buffering.level));
}

/** Outlets that a node's records go to; without configuration one handler on standard output. */
export function outletsOf(node: LoggerNode): readonly Outlet[] {
  node.outlets ??= inherited(node.name, "outlets") ?? settings?.outlets ?? standardOutput();
  return node.outlets;
}

/** Every outlet in force, each once. */
export function allOutlets(): readonly Outlet[] {
  return settings?.outlets ?? defaultOutlets ?? [];
}

function standardOutput(): readonly Outlet[] {
  defaultOutlets ??= [{ name: "stdout", handler: new StandardOutput(), level: 0, busy: false }];
  return defaultOutlets;
}

function resolveAll(): void {
  for (const node of nodes.values()) resolve(node);
}

function resolve(node: LoggerNode): void {
  node.outlets = undefined;
  node.service = settings?.service;
  node.sampling = inherited(node.name, "sampling");
  node.buffering = inherited(node.name, "buffering");
  node.level = levelOf(node.name);
  settleMethods(node, node);
}

function levelOf(name: string): number {
  const matching = runTimeLevels?.matching(name);
  if (matching !== undefined) return matching;
  environment ??= environmentLevels();
  for (const ancestor of lineage(name)) {
    const level =
      runTimeLevels?.of(ancestor) ?? ownLevels.get(ancestor) ?? settings?.levelOf(ancestor, environment);
    if (level !== undefined) return level;
  }
  return defaultLevel(environment);
}

function inherited<Key extends keyof LoggerSettings>(name: string, key: Key): LoggerSettings[Key] {
  if (settings === undefined) return undefined;
  for (const ancestor of lineage(name)) {
    const value = settings.loggers.get(ancestor)?.[key];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A name and its ancestors, nearest first, the root `""` last. */
function* lineage(name: string): Generator<string> {
  let rest = name;
  while (rest !== "") {
    yield rest;
    rest = rest.slice(0, Math.max(0, rest.lastIndexOf(".")));
  }
  yield "";
}
