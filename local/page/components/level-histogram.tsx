import { useRef, useState } from "preact/hooks";
import type { LevelHistogram as Counts } from "../../control/lines/level-histogram.ts";
import { dateAndTime, timeOfDay } from "../model/times.ts";

interface LevelHistogramProps {
  readonly label: string;
  readonly counts: Counts;
  /** Takes a range in milliseconds since the epoch, of one bar or of those that were drawn over. */
  readonly onNarrow: (start: number, end: number) => void;
}

const HEIGHT = 56;
const LEVELS = ["other", "warning", "error"] as const;
const DAY = 86_400_000;

/** Lines by level over time. A click on a bar, or a stroke over several, narrows the range; so do the arrow keys and Enter. */
export function LevelHistogram({ label, counts, onNarrow }: LevelHistogramProps) {
  const box = useRef<HTMLDivElement>(null);
  const [stroke, setStroke] = useState<{ from: number; to: number; drawing: boolean } | undefined>(undefined);
  const { start, step, error, warning, other } = counts;
  const parts = error.length;
  const totals = error.map((count, index) => count + warning[index]! + other[index]!);
  const most = Math.max(1, ...totals);
  const timeAt = (part: number): number => start + part * step;
  const nameOf = (part: number): string =>
    step >= DAY ? dateAndTime(timeAt(part)).slice(0, 10) : timeOfDay(timeAt(part)).slice(0, 8);
  const partAt = (clientX: number): number => {
    const { left, width } = box.current!.getBoundingClientRect();
    return Math.min(parts - 1, Math.max(0, Math.floor(((clientX - left) / width) * parts)));
  };
  const narrow = ({ from, to }: { from: number; to: number }): void => {
    setStroke(undefined);
    onNarrow(timeAt(Math.min(from, to)), timeAt(Math.max(from, to) + 1));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = stroke?.to ?? (event.key === "ArrowLeft" ? parts : -1);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: parts - 1 }[event.key];
    if (event.key === "Enter" && stroke) narrow(stroke);
    else if (event.key === "Escape") setStroke(undefined);
    else if (to === undefined) return;
    else {
      const part = Math.min(parts - 1, Math.max(0, to));
      setStroke({ from: event.shiftKey && stroke ? stroke.from : part, to: part, drawing: false });
    }
    event.preventDefault();
  };
  const [low, high] = stroke ? [Math.min(stroke.from, stroke.to), Math.max(stroke.from, stroke.to)] : [0, -1];
  const under = stroke && {
    error: sumOf(error, low, high),
    warning: sumOf(warning, low, high),
    other: sumOf(other, low, high),
  };
  const text = under
    ? `${nameOf(low)} to ${nameOf(high + 1)}: ${inWords(under)}`
    : inWords({
        error: sumOf(error, 0, parts),
        warning: sumOf(warning, 0, parts),
        other: sumOf(other, 0, parts),
      });
  return (
    <figure class="level-histogram">
      <div
        ref={box}
        class="bars"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={parts}
        aria-valuenow={stroke ? stroke.to + 1 : 0}
        aria-valuetext={text}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const part = partAt(event.clientX);
          setStroke({ from: part, to: part, drawing: true });
        }}
        onPointerMove={(event) => {
          const part = partAt(event.clientX);
          if (stroke?.drawing) setStroke({ ...stroke, to: part });
          else if (event.pointerType === "mouse") setStroke({ from: part, to: part, drawing: false });
        }}
        onPointerUp={() => stroke?.drawing && narrow(stroke)}
        onPointerCancel={() => setStroke(undefined)}
        onPointerLeave={() => !stroke?.drawing && setStroke(undefined)}
      >
        <svg viewBox={`0 0 ${parts} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {stroke && <rect class="stroke" x={low} y={0} width={high - low + 1} height={HEIGHT} />}
          {totals.map(
            (total, part) => total > 0 && <Bar key={part} part={part} counts={counts} most={most} />,
          )}
        </svg>
      </div>
      <figcaption>
        <span>{nameOf(0)}</span>
        <span class="counts">{text}</span>
        <span>{nameOf(parts)}</span>
      </figcaption>
    </figure>
  );
}

/** One bar: what is loud at its foot, so that few errors among many lines are seen. */
function Bar({ part, counts, most }: { part: number; counts: Counts; most: number }) {
  let foot = HEIGHT;
  return (
    <>
      {LEVELS.toReversed().map((level) => {
        const count = counts[level][part]!;
        if (count === 0) return null;
        const height = Math.max(1.5, (count / most) * HEIGHT);
        foot -= height;
        return <rect key={level} class={level} x={part + 0.08} y={foot} width={0.84} height={height} />;
      })}
    </>
  );
}

const sumOf = (counts: readonly number[], low: number, high: number): number =>
  counts.slice(low, high + 1).reduce((sum, count) => sum + count, 0);

function inWords({ error, warning, other }: Record<"error" | "warning" | "other", number>): string {
  const named = [
    [error, "errors", "error"],
    [warning, "warnings", "warning"],
    [other, "others", "other"],
  ] as const;
  const said = named.flatMap(([count, many, one]) =>
    count === 0 ? [] : [`${count.toLocaleString("en")} ${count === 1 ? one : many}`],
  );
  return said.length === 0 ? "no lines" : said.join(", ");
}
