import { link, replaceQuery } from "../model/hash-route.ts";
import type { LakeQuery } from "../model/lake.ts";

interface LakeFormProps {
  readonly queries: readonly LakeQuery[];
  readonly query: LakeQuery;
  /** Of the parameters, from the address. */
  readonly values: Readonly<Record<string, string>>;
  readonly onAsk: () => void;
}

/** Chooses a query and its parameters; the address has both. */
export function LakeForm({ queries, query, values, onAsk }: LakeFormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    replaceQuery(
      Object.fromEntries(query.parameters.map(({ name }) => [name, String(form.get(name) ?? "").trim()])),
    );
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
            location.hash = link("explore", event.currentTarget.value);
          }}
        >
          {queries.map(({ name, title }) => (
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
      <button type="submit" class="primary">
        Ask
      </button>
    </form>
  );
}
