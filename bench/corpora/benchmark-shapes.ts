import type { LabelledSeries } from "./nab-score.ts";
import { Random } from "./random.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 1, 14, 14, 27);

/** What happens at a point: how far (in points) it is into the fault that is under way, and which fault of the series it is. */
interface Fault {
  readonly since: number;
  readonly which: number;
}
type Value = (time: number, index: number, fault: Fault | undefined) => number;

interface Shape {
  readonly name: string;
  readonly length: number;
  readonly minutes: number;
  /** How many stretches are labelled; 0 for a series in which nothing is wrong. */
  readonly faults: number;
  readonly faultLength: number;
  /** Points by which a fault begins beside the middle of its label, at most: labels are made by people. */
  readonly labelError?: number;
  readonly make: (random: Random, length: number) => Value;
}

const hour = (time: number): number => (((time % DAY) + DAY) % DAY) / (60 * MINUTE);
const daily = (time: number, peak: number): number =>
  0.5 + 0.5 * Math.cos(((hour(time) - peak) / 24) * 2 * Math.PI);
const weekend = (time: number): boolean => [0, 6].includes(new Date(time).getUTCDay());
const square = (time: number, high: number, low: number): number =>
  hour(time) >= 9 && hour(time) < 18 ? high : low;
const limited = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Events that nobody labelled: on average one in `every` points, each lasting some points, of some height. */
function unlabelled(random: Random, every: number, lasting: number, height: () => number): () => number {
  let left = 0;
  let size = 0;
  return () => {
    if (left > 0) left--;
    else if (random.next() < 1 / every) {
      left = random.integer(0, Math.max(0, lasting - 1));
      size = height();
    } else size = 0;
    return size;
  };
}

const SHAPES: readonly Shape[] = [
  ...(["flat", "low", "high", "missing"] as const).map(
    (kind): Shape => ({
      name: `artificial day, ${kind}`,
      length: 4_032,
      minutes: 5,
      faults: 1,
      faultLength: kind === "high" ? 40 : kind === "low" ? 108 : 288,
      make: (random) => (time, _, fault) => {
        const usual = square(time, 80, 20) + random.next() * 8;
        if (fault === undefined) return usual;
        if (kind === "flat") return 22 + random.next();
        if (kind === "low") return usual - 45;
        return kind === "high" ? usual * 2 : 20 + random.next() * 8;
      },
    }),
  ),
  {
    name: "artificial spikes that become dense",
    length: 4_032,
    minutes: 5,
    faults: 1,
    faultLength: 250,
    make: (random) => (_, index, fault) =>
      index % (fault === undefined ? 50 : 10) === 0 ? 20 + 2 * random.next() : random.next(),
  },
  {
    name: "artificial load with spikes",
    length: 4_032,
    minutes: 5,
    faults: 1,
    faultLength: 3,
    make: (random) => (_, __, fault) =>
      fault !== undefined ? 3.2 : random.next() < 0.01 ? 1.2 + random.next() : 0.2 * random.next(),
  },
  ...["without noise", "flat", "noisy", "square"].map(
    (kind): Shape => ({
      name: `artificial, ${kind}, nothing wrong`,
      length: 4_032,
      minutes: 5,
      faults: 0,
      faultLength: 1,
      make: (random) => (time) => {
        if (kind === "flat") return 45;
        if (kind === "noisy") return 19 + random.next() * 2;
        return square(time, 80, 20) + (kind === "square" ? 8 * random.next() : 0);
      },
    }),
  ),
  {
    name: "idle processor",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 2,
    make: (random) => {
      const other = unlabelled(random, 400, 1, () => 0.04 + 0.05 * random.next());
      return (_, __, fault) =>
        Math.round(
          (0.132 +
            0.002 * random.integer(-1, 1) +
            other() +
            (fault === undefined ? 0 : 0.6 + random.next())) *
            1000,
        ) / 1000;
    },
  },
  {
    name: "busy processor whose level shifts",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 60,
    labelError: 60,
    make: (random) => {
      let base = 43;
      return (_, index, fault) => {
        if (fault?.since === 0) base += fault.which === 0 ? 6 : -9;
        return (
          base +
          2.2 * random.normal() +
          (index % 288 < 3 ? 9 : 0) +
          (fault !== undefined && fault.since < 4 ? 14 : 0)
        );
      };
    },
  },
  {
    name: "processor in steps",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 30,
    make: (random) => {
      const other = unlabelled(random, 90, 1, () => 0.15 * random.next());
      return (_, __, fault) =>
        1.8 + 0.05 * random.normal() + other() + (fault === undefined ? 0 : fault.which === 0 ? 0.9 : 0.35);
    },
  },
  {
    name: "processor that is mostly idle and works at times",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 80,
    labelError: 60,
    make: (random) => {
      const other = unlabelled(random, 220, 12, () => 5 + 40 * random.next());
      return (_, __, fault) =>
        limited(
          0.1 + 0.05 * random.next() + other() + (fault === undefined ? 0 : 60 + 30 * random.next()),
          0,
          100,
        );
    },
  },
  {
    name: "full processor with gaps",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 20,
    make: (random) => {
      const other = unlabelled(random, 250, 2, () => 10 + 15 * random.next());
      return (_, __, fault) =>
        limited(95 - 2 * Math.abs(random.normal()) - other() - (fault === undefined ? 0 : 55), 0, 99.8);
    },
  },
  {
    name: "processor that jumps and stays",
    length: 4_032,
    minutes: 5,
    faults: 1,
    faultLength: 3_000,
    make: (random) => {
      const other = unlabelled(random, 300, 8, () => 12 * random.next());
      return (_, __, fault) =>
        limited((fault === undefined ? 33 : 62) + 2 * random.normal() + other(), 0, 100);
    },
  },
  {
    name: "processor in which nothing is wrong",
    length: 4_032,
    minutes: 5,
    faults: 0,
    faultLength: 1,
    make: (random) => {
      const other = unlabelled(random, 500, 1, () => 0.1 + 0.3 * random.next());
      return () => 0.066 + 0.002 * random.integer(0, 3) + other();
    },
  },
  {
    name: "bytes written",
    length: 4_730,
    minutes: 5,
    faults: 2,
    faultLength: 60,
    labelError: 80,
    make: (random) => (_, __, fault) => {
      const share = fault === undefined ? 0.06 : 0.5;
      return random.next() < share ? Math.exp(13 + 2.2 * random.next() + (fault === undefined ? 0 : 1.6)) : 0;
    },
  },
  {
    name: "bytes received",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 12,
    labelError: 60,
    make: (random) => {
      const other = unlabelled(random, 300, 3, () => 2e6 * random.next());
      return (_, index, fault) =>
        Math.exp(10.5 + 0.35 * random.normal()) * (index % 72 < 4 ? 6 : 1) +
        other() +
        (fault === undefined ? 0 : 6e6 * random.next());
    },
  },
  {
    name: "requests of a balancer",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 10,
    labelError: 100,
    make: (random) => {
      const other = unlabelled(random, 260, 3, () => 60 + 120 * random.next());
      return (time, __, fault) =>
        random.count(
          8 +
            70 * daily(time, 17) * Math.exp(0.3 * random.normal()) +
            other() +
            (fault === undefined ? 0 : 330),
        );
    },
  },
  {
    name: "group of machines that grows",
    length: 4_621,
    minutes: 5,
    faults: 3,
    faultLength: 40,
    labelError: 40,
    make: (random) => (time, _, fault) =>
      limited(26 + 8 * daily(time, 16) + 1.3 * random.normal() - (fault === undefined ? 0 : 25), 0, 100),
  },
  {
    name: "database processor",
    length: 4_032,
    minutes: 5,
    faults: 2,
    faultLength: 70,
    labelError: 20,
    make: (random) => {
      const other = unlabelled(random, 200, 2, () => 3 * random.next());
      return (_, index, fault) =>
        6.4 +
        0.45 * random.normal() +
        other() +
        (index % 288 < 6 ? 2 : 0) +
        (fault === undefined ? 0 : fault.which === 0 ? 8 : 3.5);
    },
  },
  ...[0, 1, 2].map(
    (which): Shape => ({
      name: `price of an exchange ${which}`,
      length: 1_624,
      minutes: 60,
      faults: 2 + (which % 2),
      faultLength: 4,
      labelError: 20,
      make: (random) => {
        const other = unlabelled(random, 180, 1, () => 0.25 * random.next());
        return (time, __, fault) =>
          (0.08 + 0.06 * daily(time, 9 + which)) * Math.exp(0.22 * random.normal()) +
          other() +
          (fault === undefined ? 0 : 0.25 + 0.3 * random.next());
      },
    }),
  ),
  {
    name: "temperature of a room",
    length: 7_267,
    minutes: 60,
    faults: 2,
    faultLength: 40,
    labelError: 60,
    make: (random) => {
      let level = 71;
      return (time, _, fault) => {
        level += 0.35 * random.normal() - 0.02 * (level - 71);
        return level + 1.5 * daily(time, 16) - (fault === undefined ? 0 : Math.min(9, fault.since / 2));
      };
    },
  },
  {
    name: "group that is set up wrongly",
    length: 18_050,
    minutes: 5,
    faults: 1,
    faultLength: 1_500,
    make: (random) => (time, _, fault) =>
      limited(
        38 +
          18 * daily(time, 14) * (weekend(time) ? 0.7 : 1) +
          5 * random.normal() +
          (fault === undefined ? 0 : 26),
        0,
        100,
      ),
  },
  {
    name: "latency of requests",
    length: 4_032,
    minutes: 5,
    faults: 3,
    faultLength: 10,
    labelError: 20,
    make: (random) => {
      const other = unlabelled(random, 350, 2, () => 9 * random.next());
      return (_, __, fault) =>
        45 + 1.6 * random.normal() + other() + (fault === undefined ? 0 : [28, 12, 45][fault.which]!);
    },
  },
  {
    name: "temperature of a machine",
    length: 22_695,
    minutes: 5,
    faults: 4,
    faultLength: 280,
    labelError: 200,
    make: (random) => {
      let level = 88;
      return (time, _, fault) => {
        level += 0.55 * random.normal() - 0.008 * (level - 88);
        return (
          level +
          3 * daily(time, 15) -
          (fault === undefined ? 0 : Math.min(45, fault.since / (fault.which === 0 ? 2 : 5)))
        );
      };
    },
  },
  {
    name: "rides of a city",
    length: 10_320,
    minutes: 30,
    faults: 5,
    faultLength: 44,
    labelError: 20,
    make: (random) => (time, _, fault) => {
      const day = weekend(time) ? 0.35 + 0.65 * daily(time, 22) : 0.15 + 0.85 * daily(time, 18.5);
      return (
        23_000 *
        day *
        (1 + 0.05 * random.normal()) *
        (fault === undefined ? 1 : [1.3, 0.6, 0.45, 0.7, 0.25][fault.which]!)
      );
    },
  },
  {
    name: "keys held",
    length: 1_882,
    minutes: 5,
    faults: 2,
    faultLength: 30,
    labelError: 60,
    make: (random) => (_, __, fault) =>
      Math.max(0, 0.06 + 0.04 * random.normal()) *
      (random.next() < 0.04 ? 4 : 1) *
      (fault === undefined ? 1 : 2.4),
  },
  {
    name: "keys pressed",
    length: 5_315,
    minutes: 5,
    faults: 2,
    faultLength: 12,
    labelError: 90,
    make: (random) => (_, __, fault) =>
      (random.next() < 0.2 ? random.normal() * 0.8 : 0.05 * random.normal()) * (fault === undefined ? 1 : 3),
  },
  ...[0, 1].map(
    (which): Shape => ({
      name: `occupancy of a street ${which}`,
      length: 2_400,
      minutes: 8,
      faults: 2,
      faultLength: 14,
      labelError: 30,
      make: (random) => {
        const other = unlabelled(random, 150, 4, () => 9 * random.next());
        return (time, _, fault) =>
          Math.max(
            0,
            4 +
              (weekend(time) ? 3 : 14) * daily(time, 17) ** 3 +
              1.6 * random.normal() +
              other() +
              (fault === undefined ? 0 : 18),
          );
      },
    }),
  ),
  ...[0, 1, 2].map(
    (which): Shape => ({
      name: `speed on a street ${which}`,
      length: 1_100 + 700 * which,
      minutes: 8,
      faults: 1 + which,
      faultLength: 14,
      labelError: 30,
      make: (random) => {
        const other = unlabelled(random, 160, 5, () => 18 * random.next());
        return (time, _, fault) =>
          limited(
            73 -
              (weekend(time) ? 3 : 16) * daily(time, 17) ** 6 +
              3 * random.normal() -
              other() -
              (fault === undefined ? 0 : 42),
            5,
            110,
          );
      },
    }),
  ),
  ...[0, 1].map(
    (which): Shape => ({
      name: `time of travel ${which}`,
      length: 2_300,
      minutes: 9,
      faults: 2,
      faultLength: 8,
      labelError: 50,
      make: (random) => {
        const other = unlabelled(random, 45, 3, () => 250 * random.next());
        return (time, _, fault) =>
          Math.max(
            60,
            110 +
              120 * daily(time, 17) ** 4 +
              25 * random.normal() +
              other() +
              (fault === undefined ? 0 : 900 + 500 * random.next()),
          );
      },
    }),
  ),
  ...[0, 1, 2, 3, 4, 5, 6].map(
    (which): Shape => ({
      name: `messages about a company ${which}`,
      length: 15_840,
      minutes: 5,
      faults: 2 + (which % 3),
      faultLength: 40,
      labelError: 250,
      make: (random) => {
        const base = [3, 9, 20, 45, 60, 85, 6][which]!;
        const other = unlabelled(random, 900, 6, () => base * (3 + 5 * random.next()));
        return (time, __, fault) =>
          random.count(
            base * (0.3 + daily(time, 16)) * Math.exp(0.4 * random.normal()) +
              other() +
              (fault === undefined ? 0 : base * (8 + 18 * Math.exp(-fault.since / 12))),
          );
      },
    }),
  ),
];

/** Series in the shapes that the Numenta Anomaly Benchmark is known for, with what nobody labelled, and labels as wide as there. */
export function benchmarkShapes(seed: number): LabelledSeries[] {
  return SHAPES.map((shape, index) => oneSeries(shape, new Random(seed * 131 + index * 17)));
}

function oneSeries(shape: Shape, random: Random): LabelledSeries {
  const { length, minutes, faults, faultLength, labelError = 0 } = shape;
  const value = shape.make(random, length);
  // As there: all labels of a series together are a tenth of it, each around the place that people marked.
  const half = Math.floor((0.1 * length) / Math.max(1, faults) / 2);
  const room = (0.97 - 0.22) * length;
  const starts = Array.from({ length: faults }, (_, index) =>
    Math.floor(0.22 * length + (room / faults) * (index + 0.15 + 0.6 * random.next())),
  );
  const times: number[] = [];
  const values: number[] = [];
  for (let index = 0; index < length; index++) {
    const time = START + index * minutes * MINUTE;
    const which = starts.findIndex((start) => index >= start && index < start + faultLength);
    times.push(time);
    values.push(value(time, index, which < 0 ? undefined : { since: index - starts[which]!, which }));
  }
  const windows = starts.map((start) => {
    const middle = start + Math.round(labelError * (2 * random.next() - 1));
    return [Math.max(0, middle - half), Math.min(length - 1, middle + half)] as const;
  });
  return { name: shape.name, times, values, windows };
}
