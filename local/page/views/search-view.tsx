import { AwsSearch } from "../components/aws-search.tsx";
import { GoogleSearch } from "../components/google-search.tsx";
import { SpanSelect } from "../components/span-select.tsx";
import { type HashRoute, replaceQuery } from "../model/hash-route.ts";

const DEFAULT_SPAN = 3_600_000;

/** Both clouds side by side, each with its own query language. */
export function SearchView({ route }: { route: HashRoute }) {
  const { source = "aws", pattern = "", query = "", span } = route.query;
  const milliseconds = Number(span) || DEFAULT_SPAN;
  return (
    <>
      <div class="toolbar">
        <SpanSelect
          id="search-span"
          value={milliseconds}
          onChange={(value) => replaceQuery({ span: String(value) })}
        />
      </div>
      <div class="side-by-side">
        <AwsSearch source={source} pattern={pattern} span={milliseconds} />
        <GoogleSearch query={query} span={milliseconds} />
      </div>
    </>
  );
}
