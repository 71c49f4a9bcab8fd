import { StdoutHandler } from "../handlers/stdout.ts";
import { type EnvironmentLevels, environmentLevels, levelFor } from "./environment-level.ts";
import { type LevelMethods, switchMethods } from "./level-methods.ts";
import { type LevelOverride, matchesName } from "./level-overrides.ts";
import { LEVELS } from "./levels.ts";
import type { Gate, LoggerNode, LoggerSettings, Outlet, Settings } from "./settings.ts";

const nodes = new Map<string, LoggerNode>();
const ownLevels = new Map<string, number>();
const overrides: LevelOverride[] = [];
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

/** Adds an override; the last one added wins. */
export function addOverride(override: LevelOverride): void {
  overrides.push(override);
  resolveAll();
}

/** Takes an override away. */
export function removeOverride(override: LevelOverride): void {
  const index = overrides.indexOf(override);
  if (index >= 0) overrides.splice(index, 1);
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
  defaultOutlets ??= [{ name: "stdout", handler: new StdoutHandler(), level: 0, busy: false }];
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
  for (let index = overrides.length - 1; index >= 0; index -= 1) {
    const override = overrides[index] as LevelOverride;
    if (override.pattern.endsWith("*") && matchesName(override.pattern, name)) return override.level;
  }
  environment ??= environmentLevels();
  for (const ancestor of lineage(name)) {
    const set = overrides.findLast((override) => override.pattern === ancestor);
    const level = set?.level ?? ownLevels.get(ancestor);
    if (level !== undefined) return level;
    const configured = settings?.loggers.get(ancestor)?.level;
    if (configured !== undefined) return levelFor(ancestor, configured, environment);
  }
  return levelFor("", undefined, environment);
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
