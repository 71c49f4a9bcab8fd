import { googleLogs, logGroups } from "../model/log-sources.ts";
import { searchServer } from "../model/search-server.ts";
import { useStore } from "../model/store.ts";

interface SourceSelectProps {
  readonly id: string;
  /** `"all"`, `"aws"`, `"google"`, `"search"`, `"aws:GROUP"`, `"google:LOG"`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether Cloud Logging's logs can be chosen. */
  readonly google?: boolean;
  /** Whether everything at once can be chosen, and the search server. */
  readonly all?: boolean;
}

/** Which log group or log to look at. */
export function SourceSelect({ id, value, onChange, google = false, all = false }: SourceSelectProps) {
  const groups = useStore(logGroups);
  const logs = useStore(googleLogs);
  const server = useStore(searchServer);
  const chosen = value.replace(/^(aws|google):/, "");
  return (
    <div class="field">
      <label for={id}>{google ? "Source" : "Log group"}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {all && <option value="all">All sources</option>}
        {all && server !== undefined && <option value="search">Search server</option>}
        <optgroup label="CloudWatch Logs">
          <option value="aws">All log groups</option>
          {[...new Set(value.startsWith("aws:") ? [...groups, chosen] : groups)].map((name) => (
            <option key={name} value={`aws:${name}`}>
              {name}
            </option>
          ))}
        </optgroup>
        {google && (
          <optgroup label="Cloud Logging">
            <option value="google">All logs</option>
            {[...new Set(value.startsWith("google:") ? [...logs, chosen] : logs)].map((name) => (
              <option key={name} value={`google:${name}`}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </div>
  );
}
