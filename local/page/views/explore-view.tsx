import { Empty } from "../components/empty.tsx";
import { LakeForm } from "../components/lake-form.tsx";
import { LakeResult } from "../components/lake-result.tsx";
import type { HashRoute } from "../model/hash-route.ts";
import { askLake, givenParameters, type LakeQuery, lakeQueries } from "../model/lake.ts";
import { useQuery } from "../model/use-query.ts";

const DEFAULT_QUERY = "error-rate-by-hour";
/** Around the chart: padding and border of its panel, and the padding of the page. */
const FRAME = 70;

/** The lake, asked by the queries that ship. */
export function ExploreView({ route }: { route: HashRoute }) {
  const { value, problem } = useQuery("lake", lakeQueries);
  if (value === undefined) return <Empty problem={problem}>Loading …</Empty>;
  const { queries, directory } = value;
  const name = route.parameter ?? DEFAULT_QUERY;
  const query = queries.find((one) => one.name === name);
  if (query === undefined) return <Empty>There is no query named {name}.</Empty>;
  return <Asked key={name} queries={queries} query={query} directory={directory} values={route.query} />;
}

interface AskedProps {
  readonly queries: readonly LakeQuery[];
  readonly query: LakeQuery;
  readonly directory: string;
  readonly values: Readonly<Record<string, string>>;
}

function Asked({ queries, query, directory, values }: AskedProps) {
  const parameters = givenParameters(query, values);
  const isComplete = query.parameters.every(
    ({ name, default: fallback }) => fallback !== undefined || parameters[name] !== undefined,
  );
  const { value, problem, loading, refresh } = useQuery(JSON.stringify(parameters), async () =>
    isComplete ? askLake(query.name, parameters, chartWidth()) : undefined,
  );
  return (
    <>
      <p class="dim">
        The lake in <code>{directory}</code>, asked by SQL; the command line has the same:{" "}
        <code>cumulog query {query.name}</code>
      </p>
      <LakeForm queries={queries} query={query} values={values} onAsk={refresh} />
      {!isComplete && <Empty>This query needs what it asks for above.</Empty>}
      {isComplete && value === undefined && (
        <Empty problem={problem}>{loading ? "Asking …" : "Nothing was asked."}</Empty>
      )}
      {isComplete && value !== undefined && <LakeResult answer={value} />}
    </>
  );
}

const chartWidth = (): number => (document.getElementById("main")?.clientWidth ?? 900) - FRAME;
