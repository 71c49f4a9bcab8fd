import { Chart } from "../charts/chart.tsx";
import { type InsightsAnswer, seriesIn } from "../model/insights.ts";
import { Empty } from "./empty.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

const CHART_HEIGHT = 220;

/** What a query has found: a chart where it counted by time, and the table. */
export function InsightsResult({ answer }: { answer: InsightsAnswer }) {
  const { columns, rows, matched, scanned, from, to } = answer;
  const series = seriesIn(answer);
  const count = (number: number): string => number.toLocaleString("en");
  const isNumber = columns.map(
    (_, place) =>
      rows.length > 0 &&
      rows.every(
        (row) =>
          row[place] === undefined || (row[place]!.trim() !== "" && Number.isFinite(Number(row[place]))),
      ),
  );
  return (
    <>
      <p class="summary" role="status">
        {count(rows.length)} {rows.length === 1 ? "row" : "rows"}; {count(matched)} of {count(scanned)} events
        matched
      </p>
      {series && (
        <div class="panel">
          <Chart
            label="Result over time"
            data={series}
            range={{ start: from, end: to }}
            height={CHART_HEIGHT}
            table={false}
          />
        </div>
      )}
      {rows.length === 0 ? (
        <Empty>No event matches in this range.</Empty>
      ) : (
        <ScrollRegion label="Rows">
          <table class="rows lake-rows">
            <thead>
              <tr>
                {columns.map((column, place) => (
                  <th scope="col" key={column} class={isNumber[place] ? "number" : ""}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.map((value, place) => (
                    <td key={columns[place]} class={isNumber[place] ? "number" : ""}>
                      {value ?? ""}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
}
