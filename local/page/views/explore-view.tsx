import { Empty } from "../components/empty.tsx";
import { EmptyLake } from "../components/empty-lake.tsx";
import { LakeForm } from "../components/lake-form.tsx";
import { LakeResult } from "../components/lake-result.tsx";
import type { HashRoute } from "../model/hash-route.ts";
import {
  askLake,
  givenParameters,
  type LakeExplorerQueries,
  type LakeMembers,
  type LakeQuery,
  lakeMembers,
  lakeQueries,
} from "../model/lake.ts";
import { useQuery } from "../model/use-query.ts";

const DEFAULT_QUERY = "error-rate-by-hour";
/** Around the chart: padding and border of its panel, and the padding of the page. */
const FRAME = 70;

/** The lake, asked by the queries that ship. */
export function ExploreView({ route }: { route: HashRoute }) {
  const { value, problem } = useQuery("lake", lakeQueries);
  if (value === undefined) return <Empty problem={problem}>Loading …</Empty>;
  const { queries } = value;
  const name = route.parameter ?? DEFAULT_QUERY;
  const query = queries.find((one) => one.name === name);
  if (query === undefined) return <Empty>There is no query named {name}.</Empty>;
  const { database = value.isFilled ? undefined : value.databases[0], ...members } = lakeMembers(route.query);
  if (database === undefined && !value.isFilled) return <EmptyLake directory={value.directory} />;
  const asked = database === undefined ? members : { ...members, database };
  return <Asked key={name} lakes={value} query={query} values={route.query} members={asked} />;
}

interface AskedProps {
  readonly lakes: LakeExplorerQueries;
  readonly query: LakeQuery;
  readonly values: Readonly<Record<string, string>>;
  readonly members: LakeMembers;
}

function Asked({ lakes, query, values, members }: AskedProps) {
  const parameters = givenParameters(query, values);
  const isComplete = query.parameters.every(
    ({ name, default: fallback }) => fallback !== undefined || parameters[name] !== undefined,
  );
  const { value, problem, loading, refresh } = useQuery(JSON.stringify([parameters, members]), async () =>
    isComplete ? askLake(query.name, parameters, members, chartWidth()) : undefined,
  );
  return (
    <>
      <LakeNote directory={lakes.directory} query={query.name} database={members.database} />
      <LakeForm lakes={lakes} query={query} values={values} members={members} onAsk={refresh} />
      {!isComplete && <Empty>This query needs what it asks for above.</Empty>}
      {isComplete && value === undefined && (
        <Empty problem={problem}>{loading ? "Asking …" : "Nothing was asked."}</Empty>
      )}
      {isComplete && value !== undefined && <LakeResult answer={value} />}
    </>
  );
}

function LakeNote({
  directory,
  query,
  database,
}: {
  directory: string;
  query: string;
  database: string | undefined;
}) {
  return database === undefined ? (
    <p class="dim">
      The lake in <code>{directory}</code>, asked by SQL; the command line has the same:{" "}
      <code>cumulog query {query}</code>
    </p>
  ) : (
    <p class="dim">
      The lake of a stack, asked as Athena is; days and hours are in UTC. The command line has the same:{" "}
      <code>
        cumulog query {query} --athena {database}
      </code>
    </p>
  );
}

const chartWidth = (): number => (document.getElementById("main")?.clientWidth ?? 900) - FRAME;
