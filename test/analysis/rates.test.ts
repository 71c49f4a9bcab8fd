import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { benchmarkShapes } from "../../bench/corpora/benchmark-shapes.ts";
import { DAY_WINDOWS, FAULT_KINDS, faultCase } from "../../bench/corpora/fault-corpus.ts";
import { labelledSeries } from "../../bench/corpora/labelled-series.ts";
import { benchmarkScore, type LabelledSeries, scoreAt } from "../../bench/corpora/nab-score.ts";
import { CountModel } from "../../lib/analysis/rates/count-model.ts";
import {
  type Anomaly,
  AnomalyDetector,
  DetectorStateError,
  emptyWindow,
  MAX_DETECTOR_STATE_BYTES,
  mergeWindows,
  OpenWindow,
  scoreSeries,
  timeliness,
  WINDOW_MS,
  type WindowCounts,
} from "../../lib/analysis/rates/index.ts";

const START = Date.UTC(2026, 0, 5);

function windowOf(
  index: number,
  templates: Readonly<Record<string, number>>,
  errors: readonly string[] = [],
): WindowCounts {
  return {
    ...emptyWindow(START + index * WINDOW_MS),
    templates: Object.fromEntries(
      Object.entries(templates).map(([id, count]) => [
        id,
        { count, errors: errors.includes(id) ? count : 0, sample: `line of ${id}` },
      ]),
    ),
  };
}

/** What a detector says of these windows, by index. */
function alertsOf(detector: AnomalyDetector, windows: readonly WindowCounts[]): Map<number, Anomaly[]> {
  const alerts = new Map<number, Anomaly[]>();
  for (const [index, window] of windows.entries()) {
    const found = detector.observe(window);
    if (found.length > 0) alerts.set(index, found);
  }
  return alerts;
}

const calm = (index: number): Record<string, number> => ({
  "order created": 50 + ((index * 7) % 5),
  "mail sent": 20,
});

describe("generated faults with known truth", () => {
  test.each(
    FAULT_KINDS.flatMap((kind) =>
      (["strong", "middle"] as const).map((intensity) => [kind, intensity] as const),
    ),
  )("%s, %s, is found in time", (kind, intensity) => {
    const { windows, faultAt, within } = faultCase(kind, intensity, 21);
    const alerts = alertsOf(new AnomalyDetector(), windows);
    const first = [...alerts.keys()].find((index) => index >= faultAt);
    expect(first).toBeDefined();
    expect(first! - faultAt).toBeLessThan(within);
    const falseAlerts = [...alerts.keys()].filter((index) => index < faultAt).length;
    expect(falseAlerts / (faultAt / DAY_WINDOWS)).toBeLessThanOrEqual(1);
  });

  test("seven clean days have no alert once the week is known", () => {
    for (const seed of [31, 32]) {
      const { windows } = faultCase("clean", "strong", seed);
      const alerts = alertsOf(new AnomalyDetector(), windows);
      expect([...alerts.keys()].filter((index) => index >= 14.5 * DAY_WINDOWS)).toHaveLength(0);
    }
  });

  test("a shift of the level is one alert", () => {
    const { windows, faultAt } = faultCase("deploy change", "strong", 22);
    const alerts = alertsOf(new AnomalyDetector(), windows);
    const dayAfter = [...alerts].filter(([index]) => index >= faultAt && index < faultAt + DAY_WINDOWS);
    expect(dayAfter).toHaveLength(1);
    expect(dayAfter[0]![1]).toMatchObject([{ kind: "change" }]);
  });
});

describe("a change that the whole group shares", () => {
  test.each([
    ["weekly season", "strong"],
    ["weekly season", "middle"],
    ["clock skew", "strong"],
    ["drop to zero", "strong"],
  ] as const)("%s, %s, is one alert within its day, not one a template", (kind, intensity) => {
    for (const seed of [23, 24]) {
      const { windows, faultAt } = faultCase(kind, intensity, seed);
      const alerts = alertsOf(new AnomalyDetector(), windows);
      const dayAfter = [...alerts.keys()].filter(
        (index) => index >= faultAt && index < faultAt + DAY_WINDOWS,
      );
      expect({ seed, alerts: dayAfter.length }).toEqual({ seed, alerts: 1 });
    }
  });
});

describe("series in the kinds of the Numenta benchmark", () => {
  test("one configuration scores more than 70 of 100", () => {
    const corpus = labelledSeries([41, 42]);
    const scores = corpus.map(({ times, values }) =>
      scoreSeries(times.map((time, index) => ({ time, value: values[index]! }))),
    );
    expect(benchmarkScore(corpus, scores).score).toBeGreaterThan(70);
  });

  test("series in the benchmark's shapes, most of them with what nobody labelled, score more than 60", () => {
    const corpus = benchmarkShapes(43);
    const scores = corpus.map(({ times, values }) =>
      scoreSeries(times.map((time, index) => ({ time, value: values[index]! }))),
    );
    expect(benchmarkScore(corpus, scores).score).toBeGreaterThan(60);
  });

  describe("any series of numbers", () => {
    const wave = (index: number) => 10 + 3 * Math.sin(index / 46) + ((index * 7_919) % 13) / 13;
    const series = (count: number, value: (index: number) => number) =>
      Array.from({ length: count }, (_, index) => ({ time: START + index * WINDOW_MS, value: value(index) }));
    const told = (scores: readonly number[]) =>
      scores.flatMap((score, index) => (score >= 0.5 && index > 0.2 * scores.length ? [index] : []));
    const spiked = (factor: number, offset: number) =>
      series(1_500, (index) => factor * (wave(index) + (index === 1_200 ? 20 : 0)) + offset);

    test.each([
      [1e-12, 0],
      [1, 0],
      [-1, 0],
      [1e12, 0],
      [1, 1_000],
    ])("times %d plus %d has the same unusual values", (factor, offset) => {
      const unusual = told(scoreSeries(spiked(factor, offset)));
      expect(unusual).toEqual(told(scoreSeries(spiked(1, 0))));
      expect(unusual).toContain(1_200);
    });

    test("missing, double and late values, and times in any steps, disturb nothing", () => {
      const odd = spiked(1, 0).flatMap(({ time, value }, index) => {
        if (index % 7 === 4 || (index > 5 && index < 19)) return [];
        const moved = { time: time + (index % 5) * 40_000, value: index % 11 === 0 ? Number.NaN : value };
        return index === 900 ? [moved, moved, { ...moved, time: time - 10 * WINDOW_MS }] : [moved];
      });
      const unusual = told(scoreSeries(odd)).map((index) => odd[index]!.value);
      expect(unusual).toContain(spiked(1, 0)[1_200]!.value);
      expect(unusual.length).toBeLessThanOrEqual(3);
    });

    test("a flat one has none, but for its first other value", () => {
      expect(told(scoreSeries(series(2_000, () => 45)))).toEqual([]);
      expect(told(scoreSeries(series(2_000, (index) => (index === 1_000 ? 46 : 45))))[0]).toBe(1_000);
    });

    test("a short one is judged too", () => {
      expect(told(scoreSeries(series(201, (index) => (index === 200 ? 90 : 10 + (index % 3)))))).toEqual([
        200,
      ]);
    });

    test("scores are numbers from 0 to 1 whatever comes", () => {
      const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, Number.NaN));
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.double(), value), { minLength: 100, maxLength: 300 }), (values) => {
          for (const score of scoreSeries(values.map(([time, each]) => ({ time, value: each }))))
            expect(score >= 0 && score <= 1).toBe(true);
        }),
        { numRuns: 30 },
      );
    });
  });

  test("the scorer gives 0 for silence, 100 for the first point of each window, and less for false alerts", () => {
    const series: LabelledSeries = {
      name: "x",
      times: Array.from({ length: 1_000 }, (_, index) => index),
      values: new Array<number>(1_000).fill(0),
      windows: [
        [300, 350],
        [700, 750],
      ],
    };
    const at = (...indexes: number[]) => series.times.map((index) => (indexes.includes(index) ? 1 : 0));
    expect(scoreAt(series, at(), 0.5)).toBe(-2);
    expect(scoreAt(series, at(300, 700), 0.5)).toBeCloseTo(2, 1);
    expect(scoreAt(series, at(300, 500, 700), 0.5)).toBeCloseTo(1.89, 1);
    expect(scoreAt(series, at(20), 0.5)).toBe(-2);
    expect(benchmarkScore([series], [at(300, 700)]).score).toBeGreaterThan(99);
  });

  test.each([0, 100, 10_000, 1_000_000])(
    "a spike of 15 over noise of 1 is found on a level of %i",
    (level) => {
      // Six sines of incommensurable periods stand for noise of about 1, the same on each run.
      const noise = (index: number) =>
        [1.7, 2.3, 3.1, 4.7, 5.9, 7.3].reduce(
          (sum, period) => sum + 0.58 * Math.sin((index * 2 * Math.PI) / period),
          0,
        );
      const series = Array.from({ length: 1_200 }, (_, index) => ({
        time: START + index * WINDOW_MS,
        value: level + noise(index) + (index === 900 ? 15 : 0),
      }));

      const scores = scoreSeries(series);

      expect(scores.flatMap((score, index) => (score >= 0.5 ? [index] : []))).toEqual([900]);
    },
  );

  test("scores are from 0 to 1, and made of the past alone", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: false }), { minLength: 1, maxLength: 200 }), (values) => {
        const series = values.map((value, index) => ({ time: START + index * WINDOW_MS, value }));
        const scores = scoreSeries(series);
        expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
        const half = series.slice(0, series.length >> 1);
        expect(scoreSeries(half)).toEqual(scores.slice(0, half.length));
      }),
    );
  });
});

describe("a detector", () => {
  const history = Array.from({ length: 400 }, (_, index) => windowOf(index, calm(index)));

  test("tells what, how much, what is usual, since when, and shows a line", () => {
    const detector = new AnomalyDetector({ textOf: (id) => `the ${id}` });
    alertsOf(detector, history);
    const [anomaly] = detector.observe(windowOf(400, { ...calm(400), "mail sent": 300 }));
    expect(anomaly).toMatchObject({
      kind: "burst",
      seen: 300,
      since: START + 400 * WINDOW_MS,
      samples: ["line of mail sent"],
    });
    expect(anomaly!.reason).toMatch(
      /^300 × "the mail sent" in 5 minutes, usually [\d.]+ to [\d.]+, since 2026-01-06 09:20 UTC$/,
    );
    expect(anomaly!.score).toBeGreaterThan(0.5);
  });

  test("learns for six hours before it says anything", () => {
    const detector = new AnomalyDetector();
    const alerts = alertsOf(
      detector,
      Array.from({ length: 72 }, (_, index) => windowOf(index, { a: index % 2 === 0 ? 5_000 : 0 })),
    );
    expect(alerts.size).toBe(0);
    expect(new AnomalyDetector().learning).toBe(true);
    expect(detector.learning).toBe(false);
  });

  test("tells of a new error, and not of an excluded one", () => {
    const detector = new AnomalyDetector();
    alertsOf(detector, history);
    detector.exclude("boring");
    expect(detector.observe(windowOf(400, { ...calm(400), boring: 40 }, ["boring"]))).toEqual([]);
    const [anomaly] = detector.observe(windowOf(401, { ...calm(401), fatal: 5 }, ["fatal"]));
    expect(anomaly).toMatchObject({ kind: "new", series: { key: "fatal" }, seen: 5 });
  });

  test("says nothing while muted, and takes what came for usual", () => {
    const detector = new AnomalyDetector();
    alertsOf(detector, history);
    detector.mute({ from: START + 400 * WINDOW_MS, to: START + 406 * WINDOW_MS });
    const after = Array.from({ length: 60 }, (_, index) =>
      windowOf(400 + index, { "order created": 400, "mail sent": 20 }),
    );
    expect(alertsOf(detector, after).size).toBe(0);
  });

  test("takes what comes every hour for a habit, and tells when there is more of it", () => {
    const detector = new AnomalyDetector();
    const job = (index: number, count: number) =>
      windowOf(index, { ...calm(index), ...(index % 12 === 3 ? { "job ran": count } : {}) });
    const alerts = alertsOf(
      detector,
      Array.from({ length: 400 }, (_, index) => job(index, 80 + (index % 7))),
    );
    expect(alerts.size).toBe(0);
    expect(
      alertsOf(
        detector,
        Array.from({ length: 12 }, (_, index) => job(400 + index, 400)),
      ).size,
    ).toBe(1);
  });

  test("says once that nothing comes any more", () => {
    const detector = new AnomalyDetector();
    alertsOf(detector, history);
    const found = detector.observe(windowOf(430, calm(430)));
    expect(found.map(({ kind }) => kind)).toEqual(["silence"]);
  });

  test("refuses windows that are not later", () => {
    const detector = new AnomalyDetector();
    detector.observe(windowOf(5, calm(5)));
    expect(() => detector.observe(windowOf(4, calm(4)))).toThrow(RangeError);
  });

  test("goes on after a restart as if nothing had been", () => {
    const { windows, faultAt } = faultCase("burst", "middle", 23);
    const through = new AnomalyDetector();
    let stopping = new AnomalyDetector();
    for (const [index, window] of windows.slice(0, faultAt + 40).entries()) {
      if (index % 500 === 499 || index > faultAt - 3) stopping = AnomalyDetector.restore(stopping.state());
      expect(stopping.observe(window)).toEqual(through.observe(window));
    }
  });

  test("keeps its state within 1 MB with 1,000 templates and all their seasons", () => {
    const detector = new AnomalyDetector();
    for (let index = 0; index < 24; index++)
      detector.observe({
        ...windowOf(
          index * 120,
          Object.fromEntries(
            Array.from({ length: 1_100 }, (_, id) => [`t${id}`, 1 + ((index * 7_919 + id * 104_729) % 997)]),
          ),
        ),
      });
    expect(detector.state().length).toBeLessThanOrEqual(MAX_DETECTOR_STATE_BYTES);
  });

  test("says when its state is damaged", () => {
    expect(() => AnomalyDetector.restore(new Uint8Array(9))).toThrow(DetectorStateError);
  });
});

describe("a count", () => {
  test("explains nothing by a change that has changed back", () => {
    const model = new CountModel();
    const observe = (from: number, to: number, count: number) => {
      for (let index = from; index < to; index++) model.observe(START + index * WINDOW_MS, count, true);
      return model.change(START + to * WINDOW_MS);
    };
    expect(observe(0, 100, 100)).toBe(1);
    expect(observe(100, 120, 500)).toBeCloseTo(5, 0);

    const change = observe(120, 123, 100);

    expect(change).toBe(1);
  });
});

describe("windows", () => {
  const event = { template: "t", level: "error", line: "x", time: START };

  test("count events with their errors and values", () => {
    const window = new OpenWindow(START);
    window.add({ ...event, value: 10 });
    window.add({ ...event, level: "INFO", value: -1 });
    expect(window.counts()).toMatchObject({
      templates: { t: { count: 2, errors: 1, sample: "x" } },
      levels: { ERROR: 1, INFO: 1 },
      values: { t: { count: 1, logSum: Math.log(10) } },
    });
  });

  test("are the same in whatever order their parts are added", () => {
    const part = fc.record({
      a: fc.integer({ min: 1, max: 9 }),
      b: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const windows = parts.map((templates) => windowOf(0, templates));
        const sum = (list: WindowCounts[]) => list.reduce(mergeWindows, emptyWindow(START));
        expect(sum(windows)).toEqual(sum([...windows].reverse()));
      }),
    );
  });

  test("tell what is late and what is from the future", () => {
    const arrival = START + 10 * WINDOW_MS;
    const at = (windows: number) =>
      timeliness({ ...event, arrival, time: arrival + windows * WINDOW_MS }, WINDOW_MS);
    expect([at(-3), at(-1), at(0), at(1), at(3)]).toEqual(["late", "timely", "timely", "timely", "future"]);
  });
});
