const WIDTH = 96;
const HEIGHT = 20;

/** Counts over time as a small picture of bars; its name says how it went. */
export function TrendLine({ counts }: { counts: readonly number[] }) {
  const highest = Math.max(1, ...counts);
  const width = WIDTH / Math.max(1, counts.length);
  return (
    <svg
      class="trend"
      role="img"
      aria-label={`From ${counts[0] ?? 0} to ${counts.at(-1) ?? 0}, highest ${Math.max(0, ...counts)}`}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    >
      {counts.map((count, place) => {
        const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * HEIGHT);
        return (
          <rect
            key={place}
            x={place * width}
            y={HEIGHT - height}
            width={Math.max(1, width - 1)}
            height={height}
          />
        );
      })}
    </svg>
  );
}
