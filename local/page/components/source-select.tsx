import { googleLogs, logGroups } from "../model/log-sources.ts";
import { useStore } from "../model/store.ts";

interface SourceSelectProps {
  readonly id: string;
  /** `"aws"`, `"google"`, `"aws:GROUP"`, `"google:LOG"`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether Cloud Logging's logs can be chosen. */
  readonly google?: boolean;
}

/** Which log group or log to look at. */
export function SourceSelect({ id, value, onChange, google = false }: SourceSelectProps) {
  const groups = useStore(logGroups);
  const logs = useStore(googleLogs);
  const chosen = value.replace(/^(aws|google):/, "");
  return (
    <div class="field">
      <label for={id}>{google ? "Source" : "Log group"}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
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
