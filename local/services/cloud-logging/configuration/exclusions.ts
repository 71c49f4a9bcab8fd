import { ANY_PARENT, checkDescription, checkFilter, withoutDefaults } from "./checks.ts";
import type { NamedResource, ResourceKind } from "./named-resources.ts";

/** Entries that it matches are not stored. @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions */
export interface LogExclusion extends NamedResource {
  readonly description?: string;
  readonly filter?: string;
  readonly disabled?: boolean;
}

export const EXCLUSION_MEMBERS = ["description", "filter", "disabled"] as const;

export const EXCLUSIONS: ResourceKind<LogExclusion> = {
  collection: "exclusions",
  title: "Exclusion",
  parents: ANY_PARENT,
  id: /^[A-Za-z0-9][\w.-]{0,99}$/,
  accept({ name, description, filter, disabled }) {
    checkFilter(filter, true);
    checkDescription(description);
    return withoutDefaults({ name, description, filter, disabled } as LogExclusion);
  },
};
