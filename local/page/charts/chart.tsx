import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { ScrollRegion } from "../components/scroll-region.tsx";
import { useStore } from "../model/store.ts";
import { theme } from "../model/theme.ts";
import { dateAndTime } from "../model/times.ts";
import { type ChartMarks, chartOptions, shortNumber } from "./chart-options.ts";
import type { MetricData, Range } from "./metric-data.ts";

interface ChartProps {
  readonly label: string;
  readonly data: MetricData;
  readonly range: Range;
  readonly thresholds?: ChartMarks["thresholds"];
  readonly bands?: ChartMarks["bands"];
  readonly height?: number;
  /** Whether the values can be read as a legend and a table. @default true */
  readonly table?: boolean;
}

const TABLE_ROWS = 200;

/** A line chart of metrics with thresholds and the states of alarms. */
export function Chart({
  label,
  data,
  range,
  thresholds = [],
  bands = [],
  height = 200,
  table = true,
}: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const marks = useRef<ChartMarks>({ thresholds, bands });
  const shownRange = useRef(range);
  const [width, setWidth] = useState(0);
  const currentTheme = useStore(theme);
  marks.current = { thresholds, bands };
  Object.assign(shownRange, { current: range });
  const names = data.series.map((one) => one.label).join("\n");

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (width === 0) return;
    const liveRange = {
      get start() {
        return shownRange.current.start;
      },
      get end() {
        return shownRange.current.end;
      },
    };
    const options = chartOptions(
      names === "" ? [] : names.split("\n"),
      { width, height },
      liveRange,
      () => marks.current,
      table,
    );
    plot.current = new uPlot(options, aligned(data), box.current!);
    return () => {
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [names, height, width === 0, currentTheme]);

  useEffect(() => {
    if (width > 0) plot.current?.setSize({ width, height });
  }, [width, height]);
  useEffect(() => {
    plot.current?.setData(aligned(data));
  });

  return (
    <figure class="chart">
      <div ref={box} class="chart-canvas" role="img" aria-label={`${label}. ${summaryOf(data)}`} />
      {table && (
        <details>
          <summary>Values as a table</summary>
          <ValueTable data={data} label={label} />
        </details>
      )}
    </figure>
  );
}

function ValueTable({ data, label }: { data: MetricData; label: string }) {
  const rows = data.times
    .map((time, index) => ({ time, values: data.series.map(({ values }) => values[index] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null))
    .slice(-TABLE_ROWS);
  return (
    <ScrollRegion label={`Values of ${label}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time (UTC)</th>
            {data.series.map((one, index) => (
              <th key={index} scope="col" class="number">
                {one.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ time, values }) => (
            <tr key={time}>
              <td>{dateAndTime(time * 1_000)}</td>
              {values.map((value, index) => (
                <td key={index} class="number">
                  {value === null ? "" : shortNumber(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function aligned({ times, series }: MetricData): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}

function summaryOf({ series }: MetricData): string {
  return series
    .map(({ label, values }) => {
      const known = values.filter((value) => value !== null);
      if (known.length === 0) return `${label}: no data`;
      return `${label}: ${known.length} datapoints, newest ${shortNumber(known.at(-1)!)}, highest ${shortNumber(Math.max(...known))}`;
    })
    .join("; ");
}
