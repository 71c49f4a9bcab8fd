import { link, replaceQuery } from "../model/hash-route.ts";
import { LAKE_MEMBERS, type LakeExplorerQueries, type LakeMembers, type LakeQuery } from "../model/lake.ts";

interface LakeFormProps {
  readonly lakes: LakeExplorerQueries;
  readonly query: LakeQuery;
  /** Of the parameters, from the address. */
  readonly values: Readonly<Record<string, string>>;
  readonly members: LakeMembers;
  readonly onAsk: () => void;
}

/** Chooses a lake, a query, its parameters and a span of time; the address has them all. */
export function LakeForm({ lakes, query, values, members, onAsk }: LakeFormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const names = [...query.parameters.map(({ name }) => name), ...LAKE_MEMBERS];
    replaceQuery(Object.fromEntries(names.map((name) => [name, String(form.get(name) ?? "").trim()])));
    onAsk();
  };
  return (
    <form class="toolbar lake-form" onSubmit={submit}>
      <div class="field">
        <label for="lake-query">Query</label>
        <select
          id="lake-query"
          value={query.name}
          onChange={(event) => {
            location.hash = link("explore", event.currentTarget.value, members);
          }}
        >
          {lakes.queries.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </div>
      {query.parameters.map(({ name, kind, description, default: fallback }) => (
        <div class="field" key={`${query.name}/${name}`}>
          <label for={`lake-${name}`}>{description}</label>
          <input
            id={`lake-${name}`}
            name={name}
            class="mono"
            required={fallback === undefined}
            placeholder={fallback ?? (kind === "time" ? "2026-01-31T12:00:00Z" : "")}
            defaultValue={values[name] ?? ""}
          />
        </div>
      ))}
      <LakeSelect lakes={lakes} members={members} />
      {(["from", "to"] as const).map((name) => (
        <div class="field" key={name}>
          <label for={`lake-${name}`}>{name === "from" ? "From" : "To"}</label>
          <input
            id={`lake-${name}`}
            name={name}
            class="mono"
            size={22}
            placeholder={name === "from" ? "7d, 2026-01-31T08:00Z" : "now"}
            key={members[name]}
            defaultValue={members[name] ?? ""}
          />
        </div>
      ))}
      {members.database === undefined && <ZoneSelect chosen={members.timezone} />}
      <button type="submit" class="primary">
        Ask
      </button>
    </form>
  );
}

/** Only where there is a choice. */
function LakeSelect({ lakes, members }: { lakes: LakeExplorerQueries; members: LakeMembers }) {
  const { isFilled, databases, directory } = lakes;
  const choices = [
    ...(isFilled ? [["", `Folder ${directory}`] as const] : []),
    ...databases.map((name) => [name, `Stack: ${name}`] as const),
  ];
  if (choices.length < 2) return <input type="hidden" name="database" value={members.database ?? ""} />;
  return (
    <div class="field">
      <label for="lake-database">Lake</label>
      <select
        id="lake-database"
        name="database"
        value={members.database ?? ""}
        onChange={(event) => replaceQuery({ database: event.currentTarget.value, timezone: undefined })}
      >
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** UTC and the reader's own zone, and one that the address has. */
function ZoneSelect({ chosen = "" }: { chosen: string | undefined }) {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = [own, chosen].filter((zone) => zone !== "" && zone !== "UTC");
  return (
    <div class="field">
      <label for="lake-timezone">Time zone</label>
      <select
        id="lake-timezone"
        name="timezone"
        value={chosen}
        onChange={(event) => replaceQuery({ timezone: event.currentTarget.value })}
      >
        <option value="">UTC</option>
        {[...new Set(others)].map((zone) => (
          <option key={zone} value={zone}>
            {zone}
          </option>
        ))}
      </select>
    </div>
  );
}
