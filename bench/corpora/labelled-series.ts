import type { LabelledSeries } from "./nab-score.ts";
import { Random } from "./random.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 3, 6);

interface Kind {
  readonly name: string;
  readonly length: number;
  readonly interval: number;
  /** The value at a time, when nothing is wrong. */
  readonly make: (random: Random) => (time: number, index: number) => number;
  /** Ways in which it goes wrong: from the ordinary value, and how far into the fault. */
  readonly faults: readonly ((value: number, index: number, random: Random) => number)[];
  readonly faultLength: number;
}

const hour = (time: number): number => (((time % DAY) + DAY) % DAY) / (60 * MINUTE);
const daily = (time: number, peak: number): number =>
  0.5 - 0.5 * Math.cos(((hour(time) - peak + 12) / 24) * 2 * Math.PI);
const weekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay());
const between = (time: number, from: number, to: number): boolean => hour(time) >= from && hour(time) < to;

const KINDS: readonly Kind[] = [
  {
    name: "day square",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => (time) => (between(time, 9, 18) ? 80 : 20) + 3 * random.normal(),
    faults: [(_, __, random) => 20 + 3 * random.normal(), (value) => value + 60, () => 80],
    faultLength: 288,
  },
  {
    name: "day square without noise",
    length: 4_032,
    interval: 5 * MINUTE,
    make: () => (time) => (between(time, 9, 18) ? 80 : 20),
    faults: [() => 20],
    faultLength: 288,
  },
  {
    name: "flat processor",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => {
      const base = random.integer(1, 40);
      return () =>
        base + 0.03 * base * random.normal() + (random.next() < 0.004 ? 0.6 * base * random.next() : 0);
    },
    faults: [(value) => value * 2.5, (value) => value * 1.3, (value) => value * 0.6],
    faultLength: 40,
  },
  {
    name: "processor with hourly work",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => (_, index) =>
      32 + (index % 12 < 2 ? 13 : 0) + random.normal() + (random.next() < 0.005 ? 20 : 0),
    faults: [(value) => value + 40, (value) => value - 15],
    faultLength: 60,
  },
  {
    name: "network bytes",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => () => Math.exp(11 + 0.7 * random.normal()) * (random.next() < 0.02 ? 8 : 1),
    faults: [(value) => value * 40, (value) => value * 0.02],
    faultLength: 30,
  },
  {
    name: "hourly price",
    length: 1_600,
    interval: 60 * MINUTE,
    make: (random) => (time) => (0.05 + 0.1 * daily(time, 9)) * (1 + 0.12 * random.normal()),
    faults: [(value) => value * 4, (value) => value * 0.2],
    faultLength: 10,
  },
  {
    name: "speed of traffic",
    length: 2_400,
    interval: 10 * MINUTE,
    make: (random) => (time) => 65 - (weekend(time) ? 4 : 28 * daily(time, 17) ** 4) + 3 * random.normal(),
    faults: [(_, __, random) => 15 + 4 * random.normal()],
    faultLength: 14,
  },
  {
    name: "messages",
    length: 12_000,
    interval: 5 * MINUTE,
    make: (random) => {
      const base = random.integer(3, 60);
      return (time) => random.count(base * (0.3 + daily(time, 16)) * Math.exp(0.35 * random.normal()));
    },
    faults: [(value, index) => Math.round((value + 5) * (1 + 12 * Math.exp(-index / 20)))],
    faultLength: 60,
  },
  {
    name: "temperature",
    length: 7_200,
    interval: 60 * MINUTE,
    make: (random) => {
      let level = 70;
      return (time) => {
        level += 0.3 * random.normal() - 0.02 * (level - 70);
        return level + 2 * daily(time, 15);
      };
    },
    faults: [
      (value, index) => value - Math.min(20, index),
      (value, index) => value + Math.min(12, index / 2),
    ],
    faultLength: 48,
  },
  {
    name: "rides",
    length: 9_600,
    interval: 30 * MINUTE,
    make: (random) => (time) => {
      const day = weekend(time) ? 0.4 + 0.6 * daily(time, 23) : 0.25 + 0.75 * daily(time, 18);
      return 20_000 * day * (1 + 0.04 * random.normal());
    },
    faults: [(value) => value * 0.45, (value) => value * 1.35],
    faultLength: 44,
  },
  {
    name: "latency",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => () => 45 + 2 * random.normal() + (random.next() < 0.01 ? 10 * random.next() : 0),
    faults: [(value) => value + 40, (value) => value + 9],
    faultLength: 20,
  },
  {
    name: "shape that changes",
    length: 4_032,
    interval: 5 * MINUTE,
    make: (random) => (_, index) => 50 + (index % 50 === 0 ? 40 : 0) + random.normal(),
    faults: [(value, index) => (index % 5 === 0 ? 90 : value)],
    faultLength: 150,
  },
];

/** Series in the kinds of the Numenta Anomaly Benchmark's data, with one to three faults each, and some without any. */
export function labelledSeries(seeds: readonly number[]): LabelledSeries[] {
  return KINDS.flatMap((kind) => seeds.map((seed) => oneSeries(kind, seed)));
}

function oneSeries(kind: Kind, seed: number): LabelledSeries {
  const random = new Random(seed * 97 + kind.name.length);
  const ordinary = kind.make(random);
  const faults = seed % 5 === 0 ? 0 : 1 + (seed % 3);
  const usable = kind.length * 0.65;
  const starts = Array.from({ length: faults }, (_, index) =>
    Math.floor(kind.length * 0.3 + (usable / faults) * (index + 0.7 * random.next())),
  );
  const times: number[] = [];
  const values: number[] = [];
  for (let index = 0; index < kind.length; index++) {
    const time = START + index * kind.interval;
    times.push(time);
    const value = ordinary(time, index);
    const fault = starts.findIndex((start) => index >= start && index < start + kind.faultLength);
    values.push(
      fault < 0 ? value : kind.faults[fault % kind.faults.length]!(value, index - starts[fault]!, random),
    );
  }
  // As in the benchmark, windows are wide: a tenth of the series, shared among its faults.
  const half = Math.floor((0.1 * kind.length) / Math.max(1, faults) / 2);
  const windows = starts.map(
    (start) =>
      [Math.max(0, start - Math.floor(half / 3)), Math.min(kind.length - 1, start + 2 * half)] as const,
  );
  return { name: `${kind.name} ${seed}`, times, values, windows };
}
