import {
  type Anomaly,
  AnomalyDetector,
  emptyWindow,
  mergeWindows,
  TemplateMiner,
  WINDOW_MS,
  type WindowCounts,
} from "cumulog/analysis";
import { type CountsObject, groupPrefix, packed, unpacked, windowName } from "../shared/counts-object.ts";
import type { WatchedGroup } from "./configuration.ts";
import type { ObjectStore } from "./store.ts";

/** How long after its end a window waits for batches that are on their way. */
const SETTLE_MS = 90_000;
/** Windows folded in one run at most. */
const MAX_WINDOWS = 500;
/** Windows that are looked at again for batches that came after they were judged. */
const LOOK_BACK = 12;
const READS_AT_ONCE = 16;
const RECENT_MS = 6 * 3_600_000;
/** How long anomalies stay in the state until they have been told. */
const OUTBOX_MS = 3_600_000;

/** The state of a group after a window; each is an object of its own that is never changed. */
interface StoredState {
  readonly version: 1;
  /** Start of the window that is judged next. */
  readonly next: number;
  readonly miner: string;
  readonly detector: string;
  /** Batches that were folded into the last windows. */
  readonly folded: Readonly<Record<string, number>>;
  readonly outbox: readonly Anomaly[];
}

/** What a run found out about a group. */
export interface FoldResult {
  /** Anomalies of the last hour, those of this run included: to be told if they have not been. */
  readonly outbox: readonly Anomaly[];
  readonly windows: number;
  readonly learning: boolean;
}

/**
 * Folds the counts of all windows that are over into the group's state, and judges them. Every run does the same with the same
 * objects; of runs at the same time one creates the next state, and the others take it.
 */
export async function foldGroup(
  group: WatchedGroup,
  store: ObjectStore,
  prefix: string,
  now: number,
): Promise<FoldResult> {
  const latest = await latestState(groupPrefix(prefix, "state", group.logGroup), store, now);
  const state = latest === undefined ? undefined : unpacked<StoredState>(await store.read(latest));
  const counts = groupPrefix(prefix, "counts", group.logGroup);
  const after = state === undefined ? undefined : counts + windowName(state.next - LOOK_BACK * WINDOW_MS);
  const keys = keysByWindow(await store.list(counts, after), counts);
  const first = state?.next ?? Math.min(...keys.keys());
  const over = Math.floor((now - SETTLE_MS) / WINDOW_MS) * WINDOW_MS;
  if (!Number.isFinite(first) || over <= first) return resultOf(state, 0, group);
  const until = Math.min(over, first + MAX_WINDOWS * WINDOW_MS);
  const { miner, detector } = restored(state, group);
  const found: Anomaly[] = [];
  let late = await lateCounts(keys, state, first, store);
  const folded: Record<string, number> = { ...state?.folded };
  for (const [start, list] of keys) if (start < first) folded[windowName(start)] = list.length;
  for (let start = first; start < until; start += WINDOW_MS) {
    const list = keys.get(start) ?? [];
    folded[windowName(start)] = list.length;
    const window = await windowCounts(start, list, store, miner);
    found.push(...detector.observe({ ...window, late: window.late + late }));
    late = 0;
  }
  const oldest = windowName(until - LOOK_BACK * WINDOW_MS);
  const next: StoredState = {
    version: 1,
    next: until,
    miner: Buffer.from(miner.state()).toString("base64"),
    detector: Buffer.from(detector.state()).toString("base64"),
    folded: Object.fromEntries(Object.entries(folded).filter(([name]) => name >= oldest)),
    outbox: [...(state?.outbox ?? []), ...found].filter(({ at }) => at > until - OUTBOX_MS),
  };
  const key = `${groupPrefix(prefix, "state", group.logGroup)}${windowName(until)}.json.gz`;
  if (await store.create(key, packed(next))) return resultOf(next, (until - first) / WINDOW_MS, group);
  // Another run was first, and what it made is what counts.
  return resultOf(unpacked<StoredState>(await store.read(key)), 0, group);
}

/** The last of the states: mostly one of the last hours. */
async function latestState(folder: string, store: ObjectStore, now: number): Promise<string | undefined> {
  const recent = await store.list(folder, folder + windowName(now - RECENT_MS));
  return recent.at(-1) ?? (await store.list(folder)).at(-1);
}

function resultOf(state: StoredState | undefined, windows: number, group: WatchedGroup): FoldResult {
  const learning = state === undefined || restored(state, group).detector.learning;
  return { outbox: state?.outbox ?? [], windows, learning };
}

function restored(
  state: StoredState | undefined,
  { sensitivity, exclude, mute }: WatchedGroup,
): { miner: TemplateMiner; detector: AnomalyDetector } {
  const bytes = (text: string) => Buffer.from(text, "base64");
  const miner = state === undefined ? new TemplateMiner() : TemplateMiner.restore(bytes(state.miner));
  const textOf = (id: string) => miner.templates().find((template) => template.id === id)?.text;
  const options = { sensitivity, excluded: exclude, textOf };
  const detector =
    state === undefined
      ? new AnomalyDetector(options)
      : AnomalyDetector.restore(bytes(state.detector), options);
  for (const { from, to } of mute) detector.mute({ from: Date.parse(from), to: Date.parse(to) });
  return { miner, detector };
}

function keysByWindow(keys: readonly string[], prefix: string): Map<number, string[]> {
  const windows = new Map<number, string[]>();
  for (const key of [...keys].sort()) {
    const start = Date.parse(key.slice(prefix.length).split("/", 1)[0]!);
    if (Number.isNaN(start)) continue;
    const list = windows.get(start);
    if (list === undefined) windows.set(start, [key]);
    else list.push(key);
  }
  return windows;
}

/** Events of batches that came after their window had been judged. */
async function lateCounts(
  keys: ReadonlyMap<number, readonly string[]>,
  state: StoredState | undefined,
  first: number,
  store: ObjectStore,
): Promise<number> {
  let late = 0;
  for (const [start, list] of keys) {
    const before = state?.folded[windowName(start)];
    if (start >= first || before === undefined || list.length <= before) continue;
    const sizes = await mapped(list, async (key) => {
      const { shapes } = unpacked<CountsObject>(await store.read(key));
      return shapes.reduce((sum, { count }) => sum + count, 0);
    });
    // Which of the batches are new is not known: the window's own share is left out by number.
    const all = sizes.reduce((sum, size) => sum + size, 0);
    late += Math.round((all * (list.length - before)) / list.length);
  }
  return late;
}

async function windowCounts(
  start: number,
  keys: readonly string[],
  store: ObjectStore,
  miner: TemplateMiner,
): Promise<WindowCounts> {
  const objects = await mapped(keys, async (key) => unpacked<CountsObject>(await store.read(key)));
  const shapes = objects
    .flatMap((object) => object.shapes)
    .sort((one, other) => (one.line < other.line ? -1 : one.line > other.line ? 1 : one.count - other.count));
  let window = objects.reduce<WindowCounts>(
    (sum, { levels, late, future }) => mergeWindows(sum, { ...emptyWindow(start), levels, late, future }),
    emptyWindow(start),
  );
  const ids = shapes.map(({ line, count }) => miner.add(line, start, count));
  for (const [index, { line, count, errors, values }] of shapes.entries()) {
    const id = miner.resolve(ids[index]!);
    window = mergeWindows(window, {
      ...emptyWindow(start),
      templates: { [id]: { count, errors, sample: line.slice(0, 240) } },
      values: values === undefined ? {} : { [id]: values },
    });
  }
  return window;
}

/** In the order of the items, some at a time. */
async function mapped<Item, Value>(
  items: readonly Item[],
  map: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const values: Value[] = [];
  for (let from = 0; from < items.length; from += READS_AT_ONCE)
    values.push(...(await Promise.all(items.slice(from, from + READS_AT_ONCE).map(map))));
  return values;
}
