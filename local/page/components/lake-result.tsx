import type { LakeAnswer } from "../model/lake.ts";
import { useStore } from "../model/store.ts";
import { theme } from "../model/theme.ts";
import { dateAndTimeIn } from "../model/times.ts";
import { Empty } from "./empty.tsx";
import { ScrollRegion } from "./scroll-region.tsx";

/** What a lake answered: chart, table and the SQL that was asked. */
export function LakeResult({ answer }: { answer: LakeAnswer }) {
  const { title, timezone, columns, rows, more, sql, svg } = answer;
  const shown = useStore(theme);
  const isNumber = columns.map(
    (_, place) =>
      rows.length > 0 && rows.every((row) => row[place] === null || typeof row[place] === "number"),
  );
  const numberClass = (place: number): string => (isNumber[place] ? "number" : "");
  return (
    <>
      {svg && (
        <figure class="panel lake-chart">
          {/* A picture, as the page's security policy wants it: what log lines say in it cannot do anything. */}
          <img src={`data:image/svg+xml,${encodeURIComponent(svg[shown])}`} alt={`Chart: ${title}`} />
        </figure>
      )}
      {rows.length === 0 ? (
        <Empty>The lake has nothing that answers this.</Empty>
      ) : (
        <ScrollRegion label="Rows">
          <table class="rows lake-rows">
            <caption class="dim">
              {more ? `The first ${rows.length.toLocaleString("en")} rows` : rowCount(rows.length)}
            </caption>
            <thead>
              <tr>
                {columns.map((column, place) => (
                  <th scope="col" key={column} class={numberClass(place)}>
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.map((value, place) => (
                    <Cell
                      key={columns[place]}
                      text={textOf(columns[place]!, value, timezone)}
                      tone={numberClass(place)}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <section class="panel lake-sql" aria-labelledby="lake-sql">
        <h2 id="lake-sql">
          SQL
          <button type="button" onClick={() => void navigator.clipboard?.writeText(sql)}>
            Copy SQL
          </button>
        </h2>
        <ScrollRegion label="SQL">
          <pre>{sql}</pre>
        </ScrollRegion>
      </section>
    </>
  );
}

/** Longer texts are broken into lines. */
const SHORT = 32;

function Cell({ text, tone }: { text: string; tone: string }) {
  return <td class={`${tone} ${text.length <= SHORT ? "nowrap" : ""}`}>{text}</td>;
}

const rowCount = (count: number): string => (count === 1 ? "1 row" : `${count.toLocaleString("en")} rows`);

/** Columns of durations end in `_ms` too: they are shorter than this. */
const FIRST_TIME = 1e11;

function textOf(column: string, value: LakeAnswer["rows"][number][number], timezone: string): string {
  if (value === null) return "–";
  if (column.endsWith("_ms") && typeof value === "number" && value > FIRST_TIME)
    return dateAndTimeIn(value, timezone);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
